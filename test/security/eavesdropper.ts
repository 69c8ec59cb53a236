import { expect } from 'vitest';
import type { AuthEvent, EmailAuthOptions } from '../../src/index.js';
import { FakeLogger } from '../support/fake-logger.js';
import { privatePartsOf } from '../support/private-parts.js';
import { createSecretCollector } from '../support/secret-collector.js';
import { noLimits, signingKey } from '../support/service.js';
import { ada, eve } from './actors.js';
import type { World } from './world.js';

/** What is configured, and known to nobody else. */
export const password = 'redis-password-of-32-characters-0';

/** Whoever hears what the library says, and knows what it must not say. */
export const eavesdrop = (world: World, options: EmailAuthOptions = {}) => {
  const collector = createSecretCollector();
  const logger = new FakeLogger();
  const said: AuthEvent[] = [];
  const service = world.service({
    limits: noLimits,
    loginCode: { resendAfter: 0 },
    logger,
    ...options,
    onEvent: (event) => said.push(event),
  });
  const { learn } = collector;
  for (const part of privatePartsOf(signingKey)) learn('key', part);
  learn('key', password);
  for (const identity of [ada, eve]) learn('address', identity);
  /** Errors that the callers of the service have seen. */
  const errors: unknown[] = [];
  const fail = async (outcome: Promise<unknown>) => {
    errors.push(
      await outcome.then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
    expect(errors.at(-1)).toBeInstanceOf(Error);
  };
  const expectSilence = () => {
    for (const { code } of service.mailbox) learn('code', code);
    const told = said.map(({ ip: _ip, ...event }) => ({ ...event, identity: '' }));
    collector.audit('events', told);
    collector.audit('log', logger.lines);
    collector.audit('errors', errors);
    expect(collector.leaks).toEqual([]);
    return { lines: logger.lines, events: told.map(({ type }) => type), errors };
  };
  return { ...service, learn, fail, expectSilence };
};

/** An error that quotes whatever there is, in every place. */
export const quoting = (...texts: readonly string[]): Error => {
  const [text = ''] = texts;
  const cause = Object.assign(new Error(texts.join(' ')), {
    code: text,
    response: texts,
    url: `redis://:${password}@host`,
  });
  return Object.assign(new Error(texts.join(' '), { cause }), {
    name: text,
    code: text,
    texts,
    command: texts.join(' '),
  });
};
