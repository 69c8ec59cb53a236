import type { GraphQLFieldResolver } from 'graphql';
import { type CreateDoor, type Door, forGood, guard } from './enforce.js';
import type { Gates } from './gates.js';

type Resolve<Context> = GraphQLFieldResolver<unknown, Context, object>;

/** The doors of one build of a schema: one for each field, however often Pothos asks about it. */
export interface Doorkeeper<Field> {
  doorOf(field: Field): Door;
  /** A resolver (or subscriber) behind the door of its field. */
  guard<Context>(field: Field, resolve: Resolve<Context>): Resolve<Context>;
  /** Whether it was made here. A plugin that is outside of this one may have put something else in its place. */
  isGuarded(resolve: object | undefined): boolean;
}

/** @param asksTwice - whether the door of a field is asked more than once about one visit */
export const createDoorkeeper = <Field extends { readonly parentType: string; readonly name: string }>(
  createDoor: CreateDoor,
  gatesOf: Gates['of'],
  asksTwice: (field: Field) => boolean,
): Doorkeeper<Field> => {
  const doors = new Map<string, Door>();
  const guarded = new WeakSet<object>();

  const make = (field: Field): Door => {
    const door = createDoor(gatesOf(field.parentType, field.name));
    return asksTwice(field) ? forGood(door) : door;
  };

  const doorOf = (field: Field): Door => {
    const key = `${field.parentType}.${field.name}`;
    const door = doors.get(key) ?? make(field);
    doors.set(key, door);
    return door;
  };

  return {
    doorOf,
    guard: (field, resolve) => {
      const made = guard(resolve, doorOf(field));
      guarded.add(made);
      return made;
    },
    isGuarded: (resolve) => resolve !== undefined && guarded.has(resolve),
  };
};
