import type { EmailAuth } from '../email-auth.js';
import { nearestKey } from './nearest-key.js';
import type { MutationName, ReservedFieldOption, TypeName } from './options.js';

/** A mutation to generate: its name in the schema, and the field options that the user added. */
export interface MutationSettings {
  readonly name: string;
  readonly extra: object;
}

/** The `emailAuth` option, validated, with every default filled in. */
export interface Settings {
  readonly service: EmailAuth;
  /** Null stands for a mutation that is left out. */
  readonly mutations: Readonly<Record<MutationName, MutationSettings | null>>;
  readonly types: Readonly<Record<TypeName, string>>;
  readonly directive: boolean;
}

type Keys = Readonly<Record<string, unknown>>;

// Records instead of lists: the compiler notices when a name is added to the types and not here.
const optionKeys = { auth: 1, mutations: 1, types: 1, directive: 1 };
const mutationKeys: Record<MutationName, 1> = {
  requestLoginCode: 1,
  login: 1,
  refreshToken: 1,
  logout: 1,
  logoutEverywhere: 1,
};
const typeKeys: Record<TypeName, 1> = { LoginCodeRequest: 1, AuthTokens: 1 };
const reservedKeys: Record<ReservedFieldOption, 1> = {
  type: 1,
  args: 1,
  nullable: 1,
  resolve: 1,
  authenticated: 1,
};

const isObject = (value: unknown): value is Keys => typeof value === 'object' && value !== null;

const isService = (value: unknown): value is EmailAuth =>
  isObject(value) && typeof value.requestLoginCode === 'function' && isObject(value.surface);

const objectAt = (path: string, value: unknown, expected: string): Keys => {
  if (value === undefined) return {};
  if (!isObject(value)) throw new TypeError(`${path} must be ${expected}.`);
  return value;
};

const refuseUnknown = (path: string, value: Keys, known: object): void => {
  const names = Object.keys(known);
  for (const key of Object.keys(value)) {
    if (names.includes(key)) continue;
    throw new TypeError(`${path}.${key} is not an option. Did you mean ${path}.${nearestKey(key, names)}?`);
  }
};

const nameAt = (path: string, value: unknown, fallback: string): string => {
  if (value === undefined) return fallback;
  if (typeof value !== 'string' || value === '') throw new TypeError(`${path} must be a name.`);
  return value;
};

const readMutation = (name: MutationName, value: unknown): MutationSettings | null => {
  if (value === false) return null;
  const path = `emailAuth.mutations.${name}`;
  const { name: renamed, ...extra } = objectAt(path, value, 'false or an object of field options');
  const reserved = Object.keys(reservedKeys).find((key) => key in extra);
  if (reserved) throw new TypeError(`${path}.${reserved} cannot be set: it belongs to the plugin.`);
  return { name: nameAt(`${path}.name`, renamed, name), extra };
};

const readMutations = (value: unknown): Settings['mutations'] => {
  const mutations = value === false ? {} : objectAt('emailAuth.mutations', value, 'false or an object');
  refuseUnknown('emailAuth.mutations', mutations, mutationKeys);
  const read = (name: MutationName) => readMutation(name, value === false ? false : mutations[name]);
  return {
    requestLoginCode: read('requestLoginCode'),
    login: read('login'),
    refreshToken: read('refreshToken'),
    logout: read('logout'),
    logoutEverywhere: read('logoutEverywhere'),
  };
};

const readTypes = (value: unknown): Settings['types'] => {
  const types = objectAt('emailAuth.types', value, 'an object of names');
  refuseUnknown('emailAuth.types', types, typeKeys);
  const read = (name: TypeName) => nameAt(`emailAuth.types.${name}`, types[name], name);
  return { LoginCodeRequest: read('LoginCodeRequest'), AuthTokens: read('AuthTokens') };
};

const readDirective = (value: unknown): boolean => {
  if (value === undefined) return true;
  if (typeof value !== 'boolean') throw new TypeError('emailAuth.directive must be true or false.');
  return value;
};

/**
 * Validates the builder's `emailAuth` option.
 *
 * @throws {TypeError} naming the option that is wrong, and the nearest known one where it is misspelt
 */
export const readSettings = (option: unknown): Settings => {
  if (option === undefined) {
    throw new TypeError(
      'The emailAuth plugin is listed, but the builder has no `emailAuth` option. ' +
        'Add `emailAuth: auth`, where auth is what createEmailAuth answers with.',
    );
  }
  const options = isService(option)
    ? { auth: option }
    : objectAt('emailAuth', option, 'the service or an object');
  refuseUnknown('emailAuth', options, optionKeys);
  const { auth, mutations, types, directive } = options as Keys;
  if (!isService(auth)) throw new TypeError('emailAuth.auth must be what createEmailAuth answers with.');
  return {
    service: auth,
    mutations: readMutations(mutations),
    types: readTypes(types),
    directive: readDirective(directive),
  };
};
