import { FieldRef, RootFieldBuilder } from '@pothos/core';

/** P1: a field that was made, marked; of a builder that was made, all fields. */
const mark = (made: unknown): unknown => {
  if (made instanceof FieldRef) {
    made.updateConfig((config) => ({
      ...config,
      pothosOptions: { ...config.pothosOptions, authenticated: true },
    }));
  }
  return made instanceof RootFieldBuilder ? markAll(made) : made;
};

const marking = (method: object): object =>
  // A proxy, since `t.arg` has functions of its own. Boundary: only functions come here.
  new Proxy(method as (...args: unknown[]) => unknown, {
    apply: (make, builder, args) => mark(Reflect.apply(make, builder, args)),
  });

/**
 * The same builder, all of whose fields are marked, whichever function makes them: what they answer with is marked. Some of
 * @pothos/plugin-prisma and @pothos/plugin-drizzle are tied to the builder itself, and some, like `withAuth`, make another.
 */
const markAll = (builder: object): object =>
  new Proxy(builder, {
    get: (target, name, chain) => {
      const found: unknown = Reflect.get(target, name, chain);
      return typeof found === 'function' ? marking(found) : mark(found);
    },
  });

/** Adds `t.authenticated` to the field builders of all types, which inherit from this one. */
export const addChain = (): void => {
  Object.defineProperty(RootFieldBuilder.prototype, 'authenticated', {
    configurable: true,
    get(this: object) {
      return markAll(this);
    },
  });
};
