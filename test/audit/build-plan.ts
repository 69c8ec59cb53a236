import SchemaBuilder from '@pothos/core';
import {
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
} from 'graphql';
import EmailAuthPlugin, { type EmailAuth, type WithAuth } from '../../src/index.js';
import type { FieldPlan, Mark, Plan, RootPlan, TypePlan } from './plans.js';

interface Value {
  readonly type: string;
}

const options: Readonly<Record<Mark, object>> = {
  none: {},
  marked: { authenticated: true },
  allow: { allow: () => true },
  open: { authenticated: false },
};

const isIn = (bits: number, index: number): boolean => Boolean((bits >> index) & 1);

/** The interfaces of each type, with those that come with them: an interface implements earlier ones only. */
const closureOf = (interfaces: readonly TypePlan[], { parents }: TypePlan, below: number): number[] => {
  const direct = interfaces.map((_, index) => index).filter((index) => index < below && isIn(parents, index));
  return [
    ...new Set(
      direct.flatMap((index) => [index, ...closureOf(interfaces, interfaces[index] as TypePlan, index)]),
    ),
  ];
};

/** What a field answers with: one object, of the possible type that the argument `pick` says. */
const answer = (_root: unknown, { pick }: { pick?: number }, _context: unknown, info: GraphQLResolveInfo) => {
  const type = getNamedType(info.returnType);
  if (!isAbstractType(type) && !isObjectType(type))
    return info.returnType.toString().startsWith('[') ? ['leaf'] : 'leaf';
  const possible = isAbstractType(type) ? info.schema.getPossibleTypes(type) : [type];
  const value: Value = { type: possible[pick ?? 0]?.name ?? 'nothing' };
  return info.returnType.toString().startsWith('[') ? [value] : value;
};

/** Builds a random schema with the plugin. */
export const buildPlan = (plan: Plan, auth: EmailAuth): GraphQLSchema => {
  const builder = new SchemaBuilder<WithAuth>({
    plugins: [EmailAuthPlugin],
    emailAuth: {
      auth,
      mutations: false,
      directive: plan.directive,
      ...(plan.protectRoots && { protect: 'all' }),
    },
  });
  const interfaces = plan.interfaces.map((_, index) => builder.interfaceRef<Value>(`I${index}`));
  const objects = plan.objects.map((_, index) => builder.objectRef<Value>(`O${index}`));
  const unions = plan.unions.flatMap((bits, index) => {
    const types = objects.filter((_, object) => isIn(bits, object));
    return types.length === 0 ? [] : [builder.unionType(`U${index}`, { types } as never)];
  });
  // An interface that nothing implements would answer with nothing.
  const implemented = new Set(plan.objects.flatMap((object) => closureOf(plan.interfaces, object, 9)));
  const targets = [...objects, ...interfaces.filter((_, index) => implemented.has(index)), ...unions];

  const fieldOf = ({ target, list, nullable, items }: FieldPlan, mark: Mark, isStream = false): object => {
    const type = target === null ? 'String' : targets[target % targets.length];
    return {
      type: list ? [type] : type,
      nullable: list ? { list: nullable, items } : nullable,
      ...options[mark],
      resolve: answer,
      ...(isStream && {
        subscribe: async function* () {
          yield {};
        },
      }),
    };
  };
  // Pothos infers what no random plan can tell: the fields are made by what stands in `options`.
  type Make = { field(options: object): never; arg: { int(): unknown } };
  const make = (t: unknown, plans: Readonly<Record<string, [FieldPlan, Mark]>>, isStream = false) => {
    const { field, arg } = t as Make;
    return Object.fromEntries(
      Object.entries(plans).map(([name, [plan, mark]]) => [
        name,
        field.call(t, {
          ...fieldOf(plan, mark, isStream),
          args: { pick: arg.int.call((t as { arg: object }).arg) },
        }),
      ]),
    );
  };

  const ownOf = (prefix: string, fields: readonly FieldPlan[]): [string, FieldPlan][] =>
    fields.map((field, index) => [`${prefix}${index}`, field]);
  const implement = (type: TypePlan, prefix: string, parents: readonly number[]) => {
    const inherited = parents.flatMap((index) => ownOf(`i${index}_`, plan.interfaces[index]?.fields ?? []));
    const again = inherited.flatMap(([name, field], index) => {
      const mark = type.again[index] ?? null;
      return mark === null ? [] : [[name, [field, mark]]];
    });
    const own = ownOf(prefix, type.fields).map(([name, field]) => [name, [field, field.mark]]);
    return {
      ...options[type.mark],
      interfaces: parents.map((index) => interfaces[index]),
      fields: (t: unknown) => make(t, Object.fromEntries([...again, ...own])),
    };
  };
  plan.interfaces.forEach((type, index) => {
    interfaces[index]?.implement(
      implement(type, `i${index}_`, closureOf(plan.interfaces, type, index)) as never,
    );
  });
  plan.objects.forEach((type, index) => {
    const isTypeOf = (value: unknown) => (value as Value).type === `O${index}`;
    objects[index]?.implement({
      ...implement(type, `o${index}_`, closureOf(plan.interfaces, type, 9)),
      isTypeOf,
    } as never);
  });

  const rootOf = ({ mark, fields }: RootPlan, prefix: string, isStream = false) => ({
    ...options[mark],
    fields: (t: unknown) =>
      make(
        t,
        Object.fromEntries(ownOf(prefix, fields).map(([name, field]) => [name, [field, field.mark]])),
        isStream,
      ),
  });
  builder.queryType({ name: plan.queryName, ...rootOf(plan.query, 'q') } as never);
  if (plan.mutation) builder.mutationType(rootOf(plan.mutation, 'm') as never);
  if (plan.subscription) builder.subscriptionType(rootOf(plan.subscription, 's', true) as never);
  return builder.toSchema();
};
