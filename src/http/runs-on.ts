const variable = (name: string): string | undefined =>
  typeof process === 'undefined' ? undefined : process.env[name];

/** Whether this is a Worker of Cloudflare: its runtime says so, which no request changes. */
export const runsOnWorkers = (): boolean => {
  const navigator: unknown = Reflect.get(globalThis, 'navigator');
  return Object(navigator).userAgent === 'Cloudflare-Workers';
};

/** Whether this is a function of AWS Lambda. */
export const runsOnLambda = (): boolean => variable('AWS_LAMBDA_FUNCTION_NAME') !== undefined;

/**
 * A1: Whether this is a function of Vercel, which sets these variables itself. The file that `vercel env pull` writes has
 * `VERCEL="1"`, too, and may come to another server: but there, no deployment has an address, so `VERCEL_URL` is empty.
 *
 * @see https://vercel.com/docs/environment-variables/system-environment-variables
 */
export const runsOnVercel = (): boolean => variable('VERCEL') === '1' && Boolean(variable('VERCEL_URL'));
