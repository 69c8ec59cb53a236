import type { LoginCodeRequest } from '../code/login-code-request.js';
import type { ForPlugins } from '../for-plugins.js';
import type { SessionInfo } from '../session/session-info.js';
import type { OwnBuilder } from './own-builder.js';
import type { TypeSettings } from './type-settings.js';

/** Adds the answer to a request for a code. */
export const addLoginCodeRequest = (builder: OwnBuilder, { name, extra }: TypeSettings) =>
  builder.objectRef<LoginCodeRequest>(name).implement({
    description: 'The answer to every request for a login code, whether the address is known or not.',
    ...extra,
    fields: (t) => ({
      challenge: t.exposeString('challenge', {
        nullable: false,
        description: 'Proof that this caller asked for the code; send it with the login.',
      }),
      expiresIn: t.exposeInt('expiresIn', {
        nullable: false,
        description: 'Seconds for which the code is valid.',
      }),
      resendAfter: t.exposeInt('resendAfter', {
        nullable: false,
        description: 'Seconds after which another code can be asked for.',
      }),
      codeLength: t.exposeInt('codeLength', {
        nullable: false,
        description: 'Characters of the code. A code of 10 has letters and digits; shorter ones have digits.',
      }),
    }),
  });

/** What a login and a refresh answer with. Tokens that travel in cookies are not in it. */
export interface AnsweredTokens {
  readonly accessToken: string | null;
  readonly expiresIn: number;
  readonly refreshToken: string | null;
  readonly refreshExpiresIn: number;
}

type TokenFields = PothosSchemaTypes.ObjectFieldBuilder<OwnBuilder['$inferSchemaTypes'], AnsweredTokens>;

const lifetimes = (t: TokenFields) => ({
  expiresIn: t.exposeInt('expiresIn', {
    nullable: false,
    description: 'Seconds until the access token expires.',
  }),
  refreshExpiresIn: t.exposeInt('refreshExpiresIn', {
    nullable: false,
    description: 'Seconds until the session ends, however often it is refreshed.',
  }),
});

const inCookies = 'Null where the tokens travel in cookies.';

const tokenFields = (t: TokenFields, either: boolean) => {
  const about = (description: string) => (either ? `${description} ${inCookies}` : description);
  // Boundary: Pothos wants to know by type what is known at run time. Without cookies they are never null.
  const nullable = either as true;
  const { expiresIn, refreshExpiresIn } = lifetimes(t);
  // In this order they are printed.
  return {
    accessToken: t.exposeString('accessToken', {
      nullable,
      description: about('For the header `Authorization: Bearer`, with every request.'),
    }),
    expiresIn,
    refreshToken: t.exposeString('refreshToken', {
      nullable,
      description: about('Swaps for new tokens once; keep it secret.'),
    }),
    refreshExpiresIn,
  };
};

/** Adds the pair of tokens that a login and a refresh answer with. */
export const addAuthTokens = (
  builder: OwnBuilder,
  { name, extra }: TypeSettings,
  transport: ForPlugins['transport'],
) =>
  builder.objectRef<AnsweredTokens>(name).implement({
    description:
      transport === 'cookie'
        ? 'The tokens of a session, which travel in cookies.'
        : 'The tokens of a session.',
    ...extra,
    fields: (t) => (transport === 'cookie' ? lifetimes(t) : tokenFields(t, transport === 'either')),
  });

/** A session, and whether it is the one that asks. */
export interface ListedSession extends SessionInfo {
  readonly current: boolean;
}

// GraphQL's Int ends in 2038.
const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** Adds an entry of the list of sessions. */
export const addAuthSession = (builder: OwnBuilder, { name, extra }: TypeSettings) =>
  builder.objectRef<ListedSession>(name).implement({
    description: 'A session: one login on one device.',
    ...extra,
    fields: (t) => ({
      id: t.exposeID('id', { nullable: false, description: 'Its name, for whoever wants to end it.' }),
      createdAt: t.string({
        nullable: false,
        description: 'When it began (ISO 8601).',
        resolve: ({ createdAt }) => isoTime(createdAt),
      }),
      refreshedAt: t.string({
        nullable: false,
        description: 'When its tokens were last made (ISO 8601).',
        resolve: ({ refreshedAt }) => isoTime(refreshedAt),
      }),
      expiresAt: t.string({
        nullable: false,
        description: 'When it ends (ISO 8601).',
        resolve: ({ expiresAt }) => isoTime(expiresAt),
      }),
      network: t.exposeString('network', {
        nullable: true,
        description: 'The network where it began, not the full address.',
      }),
      device: t.exposeString('device', {
        nullable: true,
        description: 'Browser and system where it began, such as `Firefox on Windows`.',
      }),
      current: t.exposeBoolean('current', {
        nullable: false,
        description: 'Whether it is the session that asks.',
      }),
    }),
  });
