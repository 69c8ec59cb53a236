/** Where what is convenient in development is refused: `NODE_ENV` is `production`, however it is written. */
export const inProduction = (): boolean => process.env.NODE_ENV?.trim().toLowerCase() === 'production';
