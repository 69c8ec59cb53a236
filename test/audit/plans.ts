import fc from 'fast-check';

/** A mark, as an option of a field or a type. */
export type Mark = 'none' | 'marked' | 'allow' | 'open';

/** A field of a random schema. */
export interface FieldPlan {
  /** Which type it answers with, by a number that is taken modulo what there is; null: a scalar. */
  readonly target: number | null;
  readonly list: boolean;
  readonly nullable: boolean;
  readonly items: boolean;
  readonly mark: Mark;
}

/** An object type or an interface. */
export interface TypePlan {
  /** Which interfaces it implements: a bit for each. */
  readonly parents: number;
  readonly mark: Mark;
  readonly fields: readonly FieldPlan[];
  /** The inherited fields that it declares again, in order, with another mark; null: it does not. */
  readonly again: readonly (Mark | null)[];
}

/** A root type. */
export type RootPlan = Pick<TypePlan, 'mark' | 'fields'>;

/** A random schema. */
export interface Plan {
  readonly queryName: string;
  readonly protectRoots: boolean;
  readonly directive: boolean;
  readonly query: RootPlan;
  readonly mutation: RootPlan | null;
  readonly subscription: RootPlan | null;
  readonly interfaces: readonly TypePlan[];
  readonly objects: readonly TypePlan[];
  /** Which objects each union has: a bit for each. */
  readonly unions: readonly number[];
}

const mark = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Mark>('none') },
  { weight: 3, arbitrary: fc.constant<Mark>('marked') },
  { weight: 1, arbitrary: fc.constant<Mark>('allow') },
  { weight: 2, arbitrary: fc.constant<Mark>('open') },
);

const field: fc.Arbitrary<FieldPlan> = fc.record({
  target: fc.option(fc.nat(1000), { freq: 3 }),
  list: fc.boolean(),
  nullable: fc.boolean(),
  items: fc.boolean(),
  mark,
});

// A type cannot say `allow` and be open at once, and `open` on a type says nothing.
const type: fc.Arbitrary<TypePlan> = fc.record({
  parents: fc.nat(15),
  mark: fc.oneof({ weight: 4, arbitrary: fc.constant<Mark>('none') }, { weight: 1, arbitrary: mark }),
  fields: fc.array(field, { minLength: 1, maxLength: 4 }),
  again: fc.array(fc.option(mark, { freq: 2 }), { maxLength: 6 }),
});

const root: fc.Arbitrary<RootPlan> = fc.record({
  mark: fc.oneof({ weight: 8, arbitrary: fc.constant<Mark>('none') }, { weight: 1, arbitrary: mark }),
  fields: fc.array(field, { minLength: 1, maxLength: 5 }),
});

/** Random schemas with every construct that fields can be reached by. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  queryName: fc.constantFrom('Query', 'Root'),
  protectRoots: fc.oneof(
    { weight: 5, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  directive: fc.oneof(
    { weight: 3, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
  query: root,
  mutation: fc.option(root),
  subscription: fc.option(root),
  interfaces: fc.array(type, { maxLength: 4 }),
  objects: fc.array(type, { minLength: 1, maxLength: 5 }),
  unions: fc.array(fc.integer({ min: 1, max: 31 }), { maxLength: 2 }),
});
