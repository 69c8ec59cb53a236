import { RootFieldBuilder } from '@pothos/core';

/** A field builder, as far as the chain touches it. */
interface Chainable {
  createField(options: object): unknown;
  /** Of @pothos/plugin-scope-auth. */
  withAuth?(scopes: unknown): Chainable;
}

/** The same builder, all of whose fields are marked. */
const markAll = (builder: Chainable): Chainable =>
  Object.create(builder, {
    createField: {
      value(this: Chainable, options: object) {
        return builder.createField.call(this, { ...options, authenticated: true });
      },
    },
    // It answers with a builder of its own, which knows nothing of the mark.
    withAuth: {
      value: (scopes: unknown) => {
        if (builder.withAuth === undefined) throw new TypeError('t.withAuth needs @pothos/plugin-scope-auth');
        return markAll(builder.withAuth(scopes));
      },
    },
  });

/**
 * Adds `t.authenticated`. All kinds of fields are made by `createField`, those of other plugins too: the builders of all
 * types inherit from this one.
 */
export const addChain = (): void => {
  Object.defineProperty(RootFieldBuilder.prototype, 'authenticated', {
    configurable: true,
    get(this: Chainable) {
      return markAll(this);
    },
  });
};
