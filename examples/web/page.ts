/// <reference lib="dom" />
// The sign-in page of `npm run demo`, and a mailbox beside it.
import { createAuthClient } from 'pothos-plugin-email-auth/client';
import 'pothos-plugin-email-auth/client/login-code';
import { chooseTag, languages } from './languages.js';
import type { DemoMail } from './mailbox.js';

const find = <Kind extends Element>(selector: string, kind: new () => Kind): Kind => {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`The page has no ${selector}.`);
  return element;
};

const choice = find('#language', HTMLSelectElement);

const client = createAuthClient({
  url: '/graphql',
  storage: localStorage,
  // The mail speaks the language of the page.
  fetch: (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('accept-language', choice.value);
    return fetch(input, { ...init, headers });
  },
});

const form = document.createElement('login-code');
form.client = client;
const speak = async (): Promise<void> => {
  form.words = (await languages[chooseTag([choice.value])]()).words;
};

choice.append(...Object.keys(languages).map((tag) => new Option(tag)));
choice.value = chooseTag(navigator.languages);
choice.addEventListener('change', () => void speak());

const ask = async (): Promise<string> => {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query: '{ me role }' });
  const answer = await client.fetch('/graphql', { method: 'POST', headers, body });
  return JSON.stringify(await answer.json(), null, 2);
};

const show = async (): Promise<void> => {
  const { state } = client;
  const isSignedIn = state.status === 'signedIn';
  find('#account', HTMLElement).hidden = !isSignedIn;
  form.hidden = isSignedIn;
  if (state.status !== 'signedIn') return;
  find('#who', HTMLElement).textContent = state.claims.email;
  find('#answer', HTMLElement).textContent = await ask().catch((error: unknown) => String(error));
};

client.subscribe(() => void show());
form.addEventListener('login', () => find('#who', HTMLElement).focus());
find('#sign-out', HTMLElement).addEventListener('click', () => {
  void client.logout();
  form.focus();
});

const addMail = ({ subject, to, text }: DemoMail): void => {
  const item = document.createElement('li');
  const heading = document.createElement('h3');
  heading.textContent = subject;
  const address = document.createElement('p');
  address.textContent = to;
  const body = document.createElement('pre');
  body.textContent = text;
  item.append(heading, address, body);
  find('#mails', HTMLElement).prepend(item);
};

new EventSource('/mails').addEventListener('message', ({ data }) => addMail(JSON.parse(data)));
await speak();
find('#form', HTMLElement).append(form);
await show();
