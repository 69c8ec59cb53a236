/** Where what is convenient in development is refused. */
export const inProduction = (): boolean => process.env.NODE_ENV === 'production';
