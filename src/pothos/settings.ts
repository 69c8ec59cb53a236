import { boolean, type Check, checkRecord, orFalse, record, text } from '../core/validate.js';
import type { EmailAuth } from '../email-auth.js';
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

type GivenMutation = false | { readonly name?: string } | undefined;

/** The option after its checks. */
interface Given {
  readonly auth: EmailAuth;
  readonly mutations?: false | { readonly [Name in MutationName]?: GivenMutation };
  readonly types?: { readonly [Name in TypeName]?: string };
  readonly directive?: boolean;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isService = (value: unknown): value is EmailAuth =>
  isObject(value) && typeof value.requestLoginCode === 'function' && isObject(value.surface);

const service: Check = (value, option) => {
  if (!isService(value)) throw new TypeError(`${option} must be the service that createEmailAuth makes`);
};

// A record instead of a list: the compiler notices a name that is missing here.
const reserved: Record<ReservedFieldOption, true> = {
  type: true,
  args: true,
  nullable: true,
  resolve: true,
  authenticated: true,
};

// Not `record`: which other field options there are is known to the plugins of the builder alone.
const fieldOptions: Check = (value, option) => {
  if (!isObject(value)) throw new TypeError(`${option} must be false or an object of field options`);
  if (value.name !== undefined) text(value.name, `${option}.name`);
  const taken = Object.keys(reserved).find((key) => key in value);
  if (taken) throw new TypeError(`${option}.${taken} cannot be set: the plugin sets it`);
};

const mutation = orFalse(fieldOptions);

const checks = {
  auth: service,
  mutations: orFalse(
    record<Record<MutationName, unknown>>({
      requestLoginCode: mutation,
      login: mutation,
      refreshToken: mutation,
      logout: mutation,
      logoutEverywhere: mutation,
    }),
  ),
  types: record<Record<TypeName, string>>({ LoginCodeRequest: text, AuthTokens: text }),
  directive: boolean,
};

const checked = (option: unknown): Given => {
  if (isService(option)) return { auth: option };
  checkRecord<Given>(option, 'emailAuth', checks);
  // Boundary: the checks have just said so, all but that this one is there.
  const given = option as Partial<Given>;
  service(given.auth, 'emailAuth.auth');
  return given as Given;
};

const mutationSettings = (given: Given['mutations']): Settings['mutations'] => {
  const read = (name: MutationName): MutationSettings | null => {
    const options: GivenMutation = given === false ? false : given?.[name];
    if (options === false) return null;
    const { name: renamed = name, ...extra } = options ?? {};
    return { name: renamed, extra };
  };
  return {
    requestLoginCode: read('requestLoginCode'),
    login: read('login'),
    refreshToken: read('refreshToken'),
    logout: read('logout'),
    logoutEverywhere: read('logoutEverywhere'),
  };
};

/**
 * Validates the builder's `emailAuth` option.
 *
 * @throws {TypeError} naming the option that is wrong, and the nearest known one where it is misspelt
 */
export const readSettings = (option: unknown): Settings => {
  if (option === undefined) {
    throw new TypeError(
      "The plugin 'emailAuth' is listed, but the builder has no option `emailAuth`: give it the service that " +
        'createEmailAuth makes',
    );
  }
  const { auth, mutations, types, directive = true } = checked(option);
  const { LoginCodeRequest = 'LoginCodeRequest', AuthTokens = 'AuthTokens' } = types ?? {};
  return {
    service: auth,
    mutations: mutationSettings(mutations),
    types: { LoginCodeRequest, AuthTokens },
    directive,
  };
};
