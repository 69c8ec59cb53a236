import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { MailDraft } from '../../src/index.js';
import { escapeHtml } from '../../src/mail/escape-html.js';
import { codes, writeSample } from '../support/sample-mails.js';
import { installIn } from '../tools/install.mjs';

const folder = resolve(import.meta.dirname, '../tools/mjml');
installIn(folder, 'mjml', 'MJML could not be installed: run npm ci in test/tools/mjml.');
// Boundary: it is not installed where the compiler would find its types.
const mjml = createRequire(join(folder, 'package.json'))('mjml') as (source: string) => {
  readonly html: string;
  readonly errors: readonly object[];
};

const template = ({ words, groups, locale, dir, appName }: MailDraft) => {
  const { html, errors } = mjml(`<mjml lang="${locale}" dir="${dir}"><mj-body><mj-section><mj-column>
    <mj-text>${escapeHtml(`${words.intro} ${appName}`)}</mj-text>
    <mj-text font-size="32px">${groups.join('-')}</mj-text>
  </mj-column></mj-section></mj-body></mjml>`);
  expect(errors).toEqual([]);
  return { html };
};

it.each(Object.values(codes))(
  'a template of MJML writes the HTML, in the language of the caller: %s',
  async (code) => {
    const { html, text } = await writeSample({
      locale: 'ar',
      code,
      mail: { appName: '<b>Example</b>', template },
    });
    expect(html).toMatch(/<html[^>]* lang="ar" dir="rtl"/);
    expect(html).toContain(code === codes.long ? 'ABCDE-FGHJK' : code);
    expect(html).not.toContain('<b>');
    expect(text).toContain('رمز');
  },
);
