/** No options at all. Without a prototype: what somebody adds to `Object.prototype` is no option. */
export const none: Readonly<Record<never, never>> = Object.freeze(Object.create(null));

/** The defaults, with what is given over them; frozen. An option that is there but undefined is absent. */
export const withDefaults = <Defaults extends object>(
  defaults: Defaults,
  given: { readonly [Key in keyof Defaults]?: Defaults[Key] | undefined } = none,
): Readonly<Defaults> =>
  Object.freeze({
    ...defaults,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  });
