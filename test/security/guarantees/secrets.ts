import { generateKeyPairSync } from 'node:crypto';
import { expect, vi } from 'vitest';
import type { EmailAuth, EmailAuthOptions, LoginCodeMessage } from '../../../src/index.js';
import { createEmailAuth } from '../../../src/index.js';
import { makeFaulty } from '../../support/faulty-cache.js';
import { reforge } from '../../support/forged-tokens.js';
import { privatePartsOf } from '../../support/private-parts.js';
import { createSecretCollector } from '../../support/secret-collector.js';
import { noLimits, signingKey, wrongCode } from '../../support/service.js';
import { ada, elsewhere, eve, home } from '../actors.js';
import { eavesdrop, password, quoting } from '../eavesdropper.js';
import type { Guarantee } from '../guarantee.js';

export const secrets: readonly Guarantee[] = [
  {
    id: 'X1',
    must: `Codes, tokens, keys and addresses MUST NOT appear in an error, its causes or a log line. Codes, tokens and keys MUST NOT appear in an event`,
    attack: {
      'a mail server whose errors quote the message': async (world) => {
        const sent: LoginCodeMessage[] = [];
        const { auth, learn, expectSilence } = eavesdrop(world, {
          delivery: {
            send: (message) => {
              sent.push(message);
              return Promise.reject(quoting(message.code, message.identity, message.text));
            },
            attempts: 2,
          },
        });
        for (const identity of [ada, eve]) await auth.requestLoginCode(identity, home);
        await auth.close();
        for (const { code } of sent) learn('code', code);
        const { lines, events } = expectSilence();
        expect(lines.join()).toMatch(/A login code could not be sent/);
        expect(events).toContain('code.delivery_failed');
      },
      'a check of the mail server that quotes its password': async (world) => {
        const { auth, fail, expectSilence } = eavesdrop(world, {
          delivery: Object.assign(async () => {}, {
            check: () => Promise.reject(quoting(ada, password, signingKey)),
          }),
        });
        await fail(auth.check());
        expect(expectSilence().errors).toMatchObject([{ cause: { part: 'mail' } }]);
      },
      'a lookup of claims whose errors quote whom it was asked about, and the token': async (world) => {
        let works = true;
        const { auth, logIn, learn, askForCode, fail, expectSilence } = eavesdrop(world, {
          claims: (identity, { claims }) => {
            if (!works) throw quoting(identity, JSON.stringify(claims ?? {}), signingKey);
            return {};
          },
        });
        const { refreshToken, accessToken } = await logIn(ada);
        const { code, challenge } = await askForCode(ada);
        for (const token of [refreshToken, accessToken]) learn('token', token);
        works = false;
        await fail(auth.refresh(refreshToken, home));
        await fail(auth.login({ identity: ada, code, challenge }, home));
        await auth.requestLoginCode(eve, home);
        await auth.close();
        expect(expectSilence().lines.join()).toMatch(/The option claims failed/);
      },
      'a lookup of claims whose answer quotes everything in its names and values': async (world) => {
        let answer: () => object = () => ({});
        const { auth, logIn, learn, fail, expectSilence } = eavesdrop(world, { claims: () => answer() });
        const { refreshToken } = await logIn(ada);
        learn('token', refreshToken);
        for (const nonsense of [
          () => ({ [ada]: () => 1 }),
          () => ({ [refreshToken]: 1n }),
          () => ({ [signingKey]: Symbol(ada) }),
          () => ({ role: new Map([[ada, refreshToken]]) }),
          () => ({ role: refreshToken.repeat(50) }),
          () => ({ sub: ada }),
        ]) {
          answer = nonsense;
          await fail(auth.refresh(refreshToken, home));
        }
        expectSilence();
      },
      'a cache whose errors quote what it was asked, and its password': async (world) => {
        const cache = world.openCache();
        const quotes = quoting(ada, password, signingKey);
        const faulty = makeFaulty(cache, () => quotes);
        const { auth, logIn, askForCode, learn, fail, expectSilence } = eavesdrop(world, { cache });
        const { refreshToken, accessToken, claims } = await logIn(ada);
        const { code, challenge } = await askForCode(ada);
        for (const token of [refreshToken, accessToken]) learn('token', token);
        faulty.begin('fails');
        for (const step of [
          () => auth.login({ identity: ada, code, challenge }, home),
          () => auth.refresh(refreshToken, home),
          () => auth.logout(refreshToken),
          () => auth.endSession(ada, claims.sid),
          () => auth.requestLoginCode(eve, home),
          () => auth.check(),
        ])
          await fail(step());
        expect(await auth.authenticate(accessToken, home)).toMatchObject({ failure: 'unavailable' });
        const { lines, events, errors } = expectSilence();
        expect(lines.join()).toMatch(/The cache failed/);
        expect(events).toContain('store.unavailable');
        expect(errors.at(-1)).toMatchObject({ cause: { part: 'cache' } });
      },
      'callers whose codes, tokens and addresses are refused, over HTTP as well': async (world) => {
        const { auth, logIn, askForCode, learn, fail, expectSilence } = eavesdrop(world, {
          updatableClaims: ['org'],
        });
        const server = await world.serve({ limits: noLimits, httpStatus: true });
        const { refreshToken, accessToken } = await logIn(ada);
        const { code, challenge } = await askForCode(ada);
        const guess = wrongCode(code);
        const forged = reforge(refreshToken, { payload: { sub: eve } });
        learn('code', guess);
        for (const token of [refreshToken, accessToken, forged]) learn('token', token);
        for (const step of [
          () => auth.login({ identity: ada, code: guess, challenge }, elsewhere),
          () => auth.login({ identity: `${ada}, ${eve}`, code }, elsewhere),
          () => auth.requestLoginCode(`${ada}\n${eve}`, elsewhere),
          () => auth.refresh(forged, elsewhere),
          () => auth.refresh(accessToken, elsewhere),
          () => auth.updateClaims(forged, { org: code }, elsewhere),
          // What the programmer hands on by mistake.
          () => auth.updateClaims(refreshToken, { org: Symbol(refreshToken) }, elsewhere),
          () => auth.close({ timeout: refreshToken } as never),
        ])
          await fail(step());
        for (const document of [
          `mutation { login(email: "${ada}", code: "${guess}") { expiresIn } }`,
          `mutation { refreshToken(token: "${forged}") { expiresIn } }`,
          `mutation { requestLoginCode(email: "${ada} ${eve}") { expiresIn } }`,
        ]) {
          const { errors } = await server.http.query(document);
          await fail(Promise.reject(Object.assign(new Error('as it was answered'), { errors })));
          expect(errors).toHaveLength(1);
        }
        expectSilence();
      },
      'keys that are none, and secrets in the place of other options': async (world) => {
        const { fail, expectSilence } = eavesdrop(world);
        const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
        const body = signingKey.split('\n')[1] ?? '';
        const wrong: readonly EmailAuthOptions[] = [
          { signingKey: signingKey.replace('PRIVATE', 'SECRET') },
          { signingKey: body },
          { signingKey: `${signingKey.slice(0, 60)}!${signingKey.slice(60)}` },
          { signingKey: [signingKey, signingKey.replaceAll('\n', '|')] },
          { signingKey: { ...jwk, kty: 'OKP', x: 'AAAA' } },
          { signingKey: { ...jwk, alg: body } as never },
          { signingKey: JSON.stringify({ kty: 'OKP', crv: 'Ed25519', d: body, x: ada }) },
          { namespace: signingKey },
          { namespace: ada },
          { loginCode: signingKey as never },
          { jwt: { issuer: 7, audience: signingKey } as never },
          { jwt: { header: { kid: signingKey } } },
          { cache: signingKey as never },
          { delivery: `smtp://ada:${password}@mail.example.com` as never },
          { messages: { BAD_USER_INPUT: null } as never },
        ];
        for (const options of wrong) await fail((async () => createEmailAuth({ signingKey, ...options }))());
        expectSilence();
      },
      'an operator who hears everything at the terminal': async (world) => {
        const lines: unknown[] = [];
        const spies = (['warn', 'error'] as const).map((level) =>
          vi.spyOn(console, level).mockImplementation((...line) => void lines.push(line)),
        );
        try {
          const sent: LoginCodeMessage[] = [];
          // As it is where neither a listener nor a logger is given.
          const auth: EmailAuth = createEmailAuth({
            cache: world.openCache(),
            signingKey,
            claims: (identity) => {
              if (identity === eve) throw quoting(eve, signingKey);
              return {};
            },
            delivery: {
              send: (message) => {
                sent.push(message);
                return Promise.reject(quoting(message.code, message.identity));
              },
              attempts: 1,
            },
          });
          for (const identity of [ada, eve]) await auth.requestLoginCode(identity, { ip: null });
          await auth.close();
          const { learn, audit, leaks } = createSecretCollector();
          for (const part of privatePartsOf(signingKey)) learn('key', part);
          for (const { code, identity } of sent) {
            learn('code', code);
            learn('address', identity);
          }
          learn('address', eve);
          audit('terminal', lines);
          expect(leaks).toEqual([]);
          expect(lines.length).toBeGreaterThan(2);
        } finally {
          for (const spy of spies) spy.mockRestore();
        }
      },
    },
  },
];
