import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MailDraft } from '../../src/index.js';
import { codes, writeSample } from '../support/sample-mails.js';
import { installIn } from '../tools/install.mjs';

const folder = resolve(import.meta.dirname, '../tools/react-email');
installIn(
  folder,
  '@react-email/render',
  'React could not be installed: run npm ci in test/tools/react-email.',
);
const require = createRequire(join(folder, 'package.json'));
// Boundary: they are not installed where the compiler would find their types.
const { createElement } = require('react') as { createElement: (...args: readonly unknown[]) => object };
const { render } = require('@react-email/render') as { render: (element: object) => Promise<string> };

describe('a template of React', () => {
  const LoginMail = ({ words, groups, locale, dir, appName }: MailDraft) =>
    createElement(
      'html',
      { lang: locale, dir },
      createElement('p', null, `${words.intro} ${appName}`),
      createElement('h1', null, groups.join('-')),
    );
  const template = async (mail: MailDraft) => ({ html: await render(createElement(LoginMail, mail)) });

  it.each(Object.values(codes))('writes the HTML, in the language of the caller: %s', async (code) => {
    const mail = { appName: '<b>Example</b>', template };
    const { html, text, subject } = await writeSample({ locale: 'ar', code, mail });
    expect(html).toContain('<html lang="ar" dir="rtl">');
    expect(html).toContain(`<h1>${code === codes.long ? 'ABCDE-FGHJK' : code}</h1>`);
    expect(html).not.toContain('<b>');
    expect(`${subject}${text}`).toContain('رمز');
  });
});
