import { describe, expect, it } from 'vitest';
import { AuthClientError, type AuthState } from '../../src/client/index.js';
import { createLoginForm, type LoginFormClient } from '../../src/client/login-code/create-login-form.js';
import type { LoginFormState } from '../../src/client/login-code/login-form.js';
import { useClientClock } from '../support/client-clock.js';
import { importSecondCopy } from '../support/second-copy.js';
import { catchUncaught } from '../support/uncaught.js';

const clock = useClientClock();

const claims = { sub: 'ada@example.com', email: 'ada@example.com', sid: 's' };

/** A client whose answers a test gives. */
const createFakeClient = () => {
  let state: AuthState = { status: 'signedOut' };
  const listeners = new Set<() => void>();
  const calls: unknown[][] = [];
  const waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  const set = (next: AuthState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const call = (...what: unknown[]) => {
    calls.push(what);
    return new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
  };
  const client: LoginFormClient = {
    get state() {
      return state;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    requestCode: (identity, args) => call('requestCode', identity, args),
    login: (code, args) => call('login', code, args),
    async logout() {
      calls.push(['logout']);
      set({ status: 'signedOut' });
    },
  };
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  return {
    client,
    calls,
    set,
    send: (codeLength = 6, resendAfter = 0, requestedAt = 0) =>
      set({
        status: 'codeSent',
        identity: 'ada@example.com',
        ...{ codeLength, resendAfter, requestedAt, expiresIn: 300 },
      }),
    signIn: () => set({ status: 'signedIn', claims }),
    resolve: async () => {
      waiting.shift()?.resolve();
      await turn();
    },
    reject: async (error: unknown) => {
      waiting.shift()?.reject(error);
      await turn();
    },
  };
};

const refusal = (code: string, more: object = {}) => new AuthClientError('No.', { code, ...more });

/** A form that waits for a code. */
const openAtCode = (codeLength = 6, resendAfter = 0) => {
  const fake = createFakeClient();
  fake.send(codeLength, resendAfter);
  return { ...fake, form: createLoginForm(fake.client) };
};

describe('the form for the address', () => {
  it('asks for a code, and tells everybody, whatever a listener throws', async () => {
    const mistake = new Error('a mistake of the page');
    const uncaught = catchUncaught(mistake);
    const { client, calls, resolve } = createFakeClient();
    const form = createLoginForm(client);
    const seen: unknown[] = [];
    form.subscribe(() => {
      throw mistake;
    });
    form.subscribe(() => seen.push(form.state.busy));
    const asked = form.submitAddress('ada@example.com');
    await resolve();
    await asked;
    expect(calls).toEqual([['requestCode', 'ada@example.com', {}]]);
    expect(seen).toEqual(['request', null]);
    expect(uncaught).toEqual([mistake, mistake]);
  });

  it('asks for a code, and is busy while it does', async () => {
    const { client, calls, send, resolve } = createFakeClient();
    const form = createLoginForm(client);
    expect(form.state).toEqual({ step: 'address', address: '', busy: null, error: null });
    void form.submitAddress(' ada@example.com ');
    void form.submitAddress('ada@example.com');
    expect(form.state).toMatchObject({ step: 'address', busy: 'request' });
    send(6, 60, 1000);
    await resolve();
    expect(calls).toEqual([['requestCode', 'ada@example.com', {}]]);
    expect(form.state).toEqual({
      ...{ step: 'code', address: 'ada@example.com', codeLength: 6, requestedAt: 1000, resendAfter: 60 },
      ...{ busy: null, error: null },
    });
  });

  it('keeps what was typed where the server refuses, and says when to try again', async () => {
    const { client, reject } = createFakeClient();
    const form = createLoginForm(client);
    void form.submitAddress('ada@example.com');
    await reject(refusal('TOO_MANY_REQUESTS', { retryAfter: 90 }));
    const { error } = form.state;
    expect(form.state).toMatchObject({ step: 'address', address: 'ada@example.com', busy: null });
    expect(error).toMatchObject({ code: 'TOO_MANY_REQUESTS', task: 'request', retryAfter: 90 });
    clock.pass(30);
    expect(error?.retryAfter).toBe(60);
    clock.pass(100);
    expect(error?.retryAfter).toBe(0);
  });

  it('knows the refusals of a client from another copy of this package', async () => {
    const copy = await importSecondCopy<typeof import('../../src/client/auth-client-error.js')>(
      'client/auth-client-error.ts',
    );
    const { client, reject } = createFakeClient();
    const form = createLoginForm(client);
    void form.submitAddress('ada@example.com');
    await reject(new copy.AuthClientError('No.', { code: 'REQUEST_REFUSED', reason: 'captcha' }));
    expect(form.state.error).toMatchObject({ code: 'REQUEST_REFUSED', reason: 'captcha' });
  });

  it('sends no empty address', async () => {
    const { client, calls } = createFakeClient();
    const form = createLoginForm(client);
    await form.submitAddress('  ');
    expect(form.state.error).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(calls).toEqual([]);
  });

  it('tells an outage of the network from a refusal', async () => {
    const { client, reject } = createFakeClient();
    const form = createLoginForm(client);
    void form.submitAddress('ada@example.com');
    const cause = new TypeError('Failed to fetch');
    await reject(cause);
    expect(form.state.error).toMatchObject({ code: 'UNREACHABLE', cause, retryAfter: undefined });
  });
});

describe('the input for the code', () => {
  it.each([
    [6, '123456'],
    [6, '123 456'],
    [6, ' "123-456" '],
    [6, '１２３４５６'],
    [6, '١٢٣٤٥٦'],
    [6, 'O12345'],
    [10, 'ABCDE-FGHJK'],
    [10, 'abcde fghjk'],
    [10, '01234 56789'],
    [6, 'ABCDE-FGHJK'],
    [12, '123456789012'],
  ])('logs in by itself with a code of %d: %s', async (codeLength, typed) => {
    const { form, calls } = openAtCode(codeLength);
    void form.typeCode(typed);
    expect(calls).toEqual([['login', typed, {}]]);
    expect(form.state.busy).toBe('login');
  });

  it.each([
    [6, '12345'],
    [6, '1234567'],
    [6, 'ABCDEF'],
    [10, '123456'],
    [10, 'ABCDE-FGHJ'],
    [12, '1234567890'],
    [6, ''],
  ])('waits for the rest with a code of %d: %s', (codeLength, typed) => {
    const { form, calls } = openAtCode(codeLength);
    void form.typeCode(typed);
    expect(calls).toEqual([]);
  });

  it('never sends one code twice by itself, in whatever spelling', async () => {
    const { form, calls, reject } = openAtCode();
    void form.typeCode('123456');
    void form.typeCode('123456');
    await reject(refusal('INVALID_LOGIN_CODE'));
    expect(form.state).toMatchObject({ step: 'code', busy: null, error: { code: 'INVALID_LOGIN_CODE' } });
    void form.typeCode('123 456');
    void form.submitCode('123456');
    expect(calls).toHaveLength(1);
    void form.typeCode('123457');
    expect(calls).toHaveLength(2);
  });

  it('lets a button try again after an outage, and take the short code of an earlier mail', async () => {
    const { form, calls, reject } = openAtCode(10);
    void form.submitCode('123456');
    await reject(refusal('SERVICE_UNAVAILABLE'));
    void form.submitCode('123456');
    expect(calls).toHaveLength(2);
  });

  it('is done where the client is signed in', async () => {
    const { form, signIn, resolve } = openAtCode();
    void form.typeCode('123456');
    signIn();
    await resolve();
    expect(form.state).toEqual({ step: 'done', claims, busy: null, error: null });
  });
});

describe('another code', () => {
  it('can be asked for when its pause is over, and makes the old spelling good again', async () => {
    const { form, calls, send, resolve, reject } = openAtCode(6, 60);
    void form.typeCode('123456');
    await reject(refusal('INVALID_LOGIN_CODE'));
    void form.resend();
    expect(calls).toHaveLength(1);
    send(6, 0);
    void form.resend();
    void form.resend();
    expect(form.state).toMatchObject({ step: 'code', busy: 'resend', error: null });
    send(6, 60);
    await resolve();
    void form.typeCode('123456');
    expect(calls.map(([name]) => name)).toEqual(['login', 'requestCode', 'login']);
  });

  it('gives way to a code that arrives meanwhile', async () => {
    const { form, calls, reject } = openAtCode();
    void form.resend();
    void form.typeCode('123456');
    expect(form.state.busy).toBe('login');
    // The client gives up what it was asked first.
    await reject(new DOMException('given up', 'AbortError'));
    expect(form.state).toMatchObject({ busy: 'login', error: null });
    expect(calls).toHaveLength(2);
  });
});

describe('a wrong address', () => {
  it('leads back to the input, with what was typed, and drops what comes later', async () => {
    const { form, calls, reject } = openAtCode();
    void form.typeCode('123456');
    form.changeAddress();
    expect(form.state).toEqual({ step: 'address', address: 'ada@example.com', busy: null, error: null });
    await reject(refusal('INVALID_LOGIN_CODE'));
    expect(form.state.error).toBeNull();
    expect(calls.at(-1)).toEqual(['logout']);
  });

  it('is nothing where somebody is signed in: nobody is logged out', () => {
    const { client, calls, signIn } = createFakeClient();
    signIn();
    createLoginForm(client).changeAddress();
    expect(calls).toEqual([]);
  });
});

describe('arguments of the page', () => {
  it('that cannot be had are an error like others: the form is not busy for ever', async () => {
    const { client, send, calls } = createFakeClient();
    send();
    const mistake = new Error('a mistake of the page');
    let isBroken = true;
    const loginArgs = () => {
      if (isBroken) throw mistake;
      return { device: 'Laptop' };
    };
    const form = createLoginForm(client, { loginArgs });
    await form.typeCode('123456');
    expect(form.state).toMatchObject({
      busy: null,
      error: { code: 'UNREACHABLE', task: 'login', cause: mistake },
    });
    isBroken = false;
    void form.submitCode('123456');
    expect(calls).toEqual([['login', '123456', { device: 'Laptop' }]]);
  });
});

describe('a refusal by a guard', () => {
  it('can be tried again with the answer of a captcha', async () => {
    const { client, calls, send, resolve, reject } = createFakeClient();
    const form = createLoginForm(client, { requestArgs: () => ({ locale: 'de' }) });
    void form.submitAddress('ada@example.com');
    await reject(refusal('REQUEST_REFUSED', { reason: 'captcha' }));
    expect(form.state.error).toMatchObject({ code: 'REQUEST_REFUSED', reason: 'captcha' });
    void form.retry({ captcha: 'solved' });
    send();
    await resolve();
    expect(calls.at(-1)).toEqual(['requestCode', 'ada@example.com', { locale: 'de', captcha: 'solved' }]);
    expect(form.state).toMatchObject({ step: 'code', error: null });
  });

  it('has nothing to try again where nothing has failed', async () => {
    const { client, calls } = createFakeClient();
    await createLoginForm(client).retry();
    expect(calls).toEqual([]);
  });
});

describe('the state', () => {
  it('is the same object until something changes, and tells its listeners', async () => {
    const { client, send, signIn, resolve } = createFakeClient();
    const form = createLoginForm(client);
    const seen: LoginFormState[] = [];
    const leave = form.subscribe(() => seen.push(form.state));
    expect(form.state).toBe(form.state);
    void form.submitAddress('ada@example.com');
    send();
    await resolve();
    expect(form.state).toBe(seen.at(-1));
    expect([...new Set(seen)].map(({ step, busy }) => [step, busy])).toEqual([
      ['address', 'request'],
      ['code', 'request'],
      ['code', null],
    ]);
    const { length } = seen;
    leave();
    signIn();
    expect(seen).toHaveLength(length);
    expect(form.state.step).toBe('done');
  });
});
