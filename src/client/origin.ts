/** The origin of an address, which may be relative to the page. Null where it is no address. */
export const originOf = (target: string): string | null => {
  // Boundary: only browsers have a location.
  const { location } = globalThis as { readonly location?: { readonly href: string } };
  try {
    return new URL(target, location?.href).origin;
  } catch {
    return null;
  }
};
