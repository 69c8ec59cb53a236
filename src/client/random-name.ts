/** 64 random bits: `crypto.randomUUID` is missing on pages without https. */
export const randomName = (): string => crypto.getRandomValues(new Uint32Array(2)).join('-');
