export const install: () => void;
