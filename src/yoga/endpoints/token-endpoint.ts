import { readBody } from './bounded-body.js';
import { createIsClient, type EndpointClient } from './clients.js';
import { type Endpoint, type EndpointAnswer, errorAnswer, outage, wrongMethod } from './endpoint.js';

/** Bytes of a form: a token of 8,000 characters, and room. */
const maxBytes = 16_384;

const isForm = (contentType: string | null): boolean =>
  /^application\/x-www-form-urlencoded *(;|$)/i.test(contentType ?? '');

/** RFC 6749, section 3.2: a parameter comes once. Other parameters, such as `token_type_hint`, decide nothing. */
const tokenOf = (form: string): string | null => {
  const [token, ...more] = new URLSearchParams(form).getAll('token');
  return token && more.length === 0 ? token : null;
};

const notAllowed = errorAnswer(401, 'invalid_client', {
  'www-authenticate': 'Basic realm="token", charset="UTF-8"',
});

/**
 * An endpoint of which a client asks something about a token: RFC 7662, section 2.1, and RFC 7009, section 2.1, have the same
 * form. Who asks is looked at first, so strangers learn nothing, and nothing of theirs is read.
 *
 * @param answerFor - rejects only where something could not be found out
 */
export const tokenEndpoint = (
  clients: readonly EndpointClient[],
  answerFor: (token: string) => Promise<EndpointAnswer>,
): Endpoint => {
  const isClient = createIsClient(clients);
  const answer = async ({ method, headers, body }: Request): Promise<EndpointAnswer> => {
    if (method !== 'POST') return wrongMethod('POST');
    if (!isClient(headers.get('authorization'))) return notAllowed;
    if (!isForm(headers.get('content-type'))) return errorAnswer(400, 'invalid_request');
    const form = await readBody({ body }, maxBytes);
    if (form === null) return errorAnswer(413, 'invalid_request', { connection: 'close' });
    const token = tokenOf(form);
    return token === null ? errorAnswer(400, 'invalid_request') : answerFor(token);
  };
  return { open: false, answer: (request) => answer(request).catch(() => outage) };
};
