/** The defaults, with what is given over them; frozen. An option that is there but undefined is absent. */
export const withDefaults = <Defaults extends object>(
  defaults: Defaults,
  given: { readonly [Key in keyof Defaults]?: Defaults[Key] | undefined } = {},
): Readonly<Defaults> =>
  Object.freeze({
    ...defaults,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  });
