// What the pages use of packages that are not installed here.

declare module '@react-email/render' {
  export function render(element: import('react').ReactElement): Promise<string>;
}

declare module 'next/server' {
  export function after(work: Promise<unknown>): void;
}

declare const Bun: {
  serve(options: {
    port: number;
    fetch: (request: Request, server: object) => Response | Promise<Response>;
  }): {
    readonly url: URL;
  };
};

declare const Deno: {
  serve(
    options: { port: number },
    handler: (request: Request, info: object) => Response | Promise<Response>,
  ): void;
};

/** What the runtime of AWS Lambda puts beside a function whose answer is streamed. */
declare const awslambda: {
  streamifyResponse<Handler extends (event: LambdaEvent, stream: NodeJS.WritableStream) => Promise<void>>(
    handler: Handler,
  ): Handler;
  readonly HttpResponseStream: {
    from(
      stream: NodeJS.WritableStream,
      metadata: {
        readonly statusCode: number;
        readonly headers: Readonly<Record<string, string>>;
        readonly cookies: readonly string[];
      },
    ): NodeJS.WritableStream;
  };
};

/** An event of payload format 2.0. */
interface LambdaEvent {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded: boolean;
  readonly requestContext: {
    readonly domainName: string;
    readonly http: { readonly method: string; readonly sourceIp: string };
  };
}
