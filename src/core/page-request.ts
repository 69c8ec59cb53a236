/** A request for a page: one of the Fetch API, or node's IncomingMessage. */
export type PageRequest =
  | { readonly method: string; readonly headers: { get(name: string): string | null } }
  | {
      readonly method?: string | undefined;
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
    };
