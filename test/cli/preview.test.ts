import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mailLocales } from '../../src/mail/languages/index.js';
import { previewMails } from '../../src/mail/preview.js';
import { runCli } from './run-cli.js';
import { useTemporaryFiles } from './temporary-files.js';

const { folder, nextFile } = useTemporaryFiles();

/** The characters that references stand for. */
const resolved = (html: string) =>
  html.replace(/&#(\d+);/g, (whole, code) =>
    Number(code) > 127 ? String.fromCodePoint(Number(code)) : whole,
  );

describe('pothos-email-auth preview', () => {
  it('writes the page of all languages, and no character of it is lost on the way', async () => {
    const { code, stdout, stderr } = await runCli(['preview']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.match(/<section>/g)).toHaveLength(mailLocales.length * 2);
    expect(stdout).not.toContain('\\u{');
    expect(resolved(stdout)).toBe(resolved(await previewMails()));
    expect(stdout).toMatch(/&#8204;|&#8206;|&#8207;|&#8294;/);
  });

  it('shows what the options make of it, in a file', async () => {
    const file = nextFile();
    const options = ['--app-name', 'Example', '--color', '#0a66c2', '--support', 'help@example.com'];
    const { code, stdout } = await runCli(['preview', ...options, '--locales', 'de, pt', '--out', file]);
    expect([code, stdout]).toEqual([0, '']);
    const mail = { appName: 'Example', color: '#0a66c2', support: 'help@example.com' };
    const page = await previewMails({ ...mail, locale: 'de', locales: ['de', 'pt'] });
    expect(resolved(readFileSync(file, 'utf8'))).toBe(resolved(page));
    expect(await runCli(['preview', '--out', file])).toMatchObject({ code: 0 });
  });

  it.each([
    [['--color', 'blue'], 'mail.color must be a colour such as #0a66c2'],
    [['--locales', 'en,xx'], 'mail.locales[1] must be '],
    [['--logo', 'https://example.com/logo.png'], 'mail.logo needs mail.appName'],
    [['mails.html'], 'mails.html is not an option.'],
    [['--out', folder], ' cannot be written: EISDIR'],
  ])('is a sentence and 1 where something is wrong: %s', async (argv, sentence) => {
    const { code, stdout, stderr } = await runCli(['preview', ...argv]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(sentence);
  });
});
