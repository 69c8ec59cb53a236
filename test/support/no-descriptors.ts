import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { createTestAuth, noLimits, signingKey } from './service.js';

const caller = { ip: '192.0.2.1' };
const identity = 'ada@example.com';
const secret = { kty: 'oct', k: randomBytes(32).toString('base64url') } as const;

/** What became of a call: `ok`, or the code of its refusal and what it says to the operator is out of order. */
const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    ({ code, cause }) => `${code} ${cause?.part}`,
  );

/** Opens files until there are no more. */
const exhaust = (): number[] => {
  const opened: number[] = [];
  try {
    for (;;) opened.push(openSync('/dev/null', 'r'));
  } catch {
    return opened;
  }
};

const forged = [{ alg: 'EdDSA', typ: 'at+jwt' }, {}, {}]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');

const work = async (): Promise<void> => {
  const services = [signingKey, secret].map((key) => createTestAuth({ signingKey: key, limits: noLimits }));
  const codes = await Promise.all(services.map(({ askForCode }) => askForCode(identity)));
  const opened = exhaust();
  const found = [];
  for (const [i, { auth, events }] of services.entries()) {
    events.length = 0;
    found.push({
      authenticate: (await auth.authenticate(forged, caller)).failure,
      refresh: await outcomeOf(auth.refresh(forged, caller)),
      logout: await outcomeOf(auth.logout(forged)),
      updateClaims: await outcomeOf(auth.updateClaims(forged, {}, caller)),
      login: await outcomeOf(auth.login({ identity, code: '', ...codes[i] }, caller)),
      jwks: await outcomeOf(auth.jwks()),
      check: await outcomeOf(auth.check()),
      events: [...new Set(events.map((event) => `${event.type} ${'step' in event ? event.step : ''}`))],
      sessions: (await auth.sessions(identity)).length,
    });
  }
  for (const each of opened) closeSync(each);
  process.stdout.write(JSON.stringify(found));
};

void work();
