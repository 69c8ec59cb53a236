import { describe, expect, it } from 'vitest';
import { domainOf, mailboxOf, parseEmail } from '../../src/code/identity.js';

const parse = (text: string) => parseEmail(text);
const label = 'a'.repeat(63);
/** A domain of so many characters. */
const domain = (length: number) => `${`${label}.`.repeat(2)}${'b'.repeat(length - 131)}.de`;

describe('an address', () => {
  it('has 64 octets before the at sign at most', () => {
    for (const local of ['a'.repeat(64), 'é'.repeat(32)])
      expect(parse(`${local}@a.de`)).toBe(`${local}@a.de`);
    for (const local of ['a'.repeat(65), `${'é'.repeat(32)}a`]) expect(parse(`${local}@a.de`)).toBeNull();
  });

  it('has 254 octets at most', () => {
    const local = 'a'.repeat(64);
    const most = `${local}@${domain(189)}`;
    expect(most).toHaveLength(254);
    expect(parse(most)).toBe(most);
    expect(parse(`${local}@${domain(190)}`)).toBeNull();
  });

  it('is read from 1024 characters at most', () => {
    const address = 'ada@example.com';
    expect(parse(address.padEnd(1024))).toBe(address);
    expect(parse(address.padEnd(1025))).toBeNull();
  });

  it('has one at sign', () => {
    for (const text of [
      '',
      'ada',
      '@',
      'ada@',
      '@a.de',
      'ada@a.de@',
      'ada@a.de@b.de',
      'ada@@a.de',
      'a@b@c@d.de',
    ])
      expect(parse(text)).toBeNull();
  });

  it.each([
    'a.de',
    'a.d',
    'a1.de',
    '1a.de',
    '1.de',
    'a-b.de',
    'a.b-c.de',
    'a.d-e',
    `${label}.de`,
    `a.${label}`,
    'a.1e',
  ])('has a domain of letters, digits and hyphens: %s', (text) => {
    expect(parse(`ada@${text}`)).toBe(`ada@${text}`);
  });

  it.each([
    ...['de', 'a..de', '.a.de', 'a.de.', '-a.de', 'a-.de', 'a.-de', 'a.de-', 'a_b.de', 'a.1', 'a.23'],
    ...[`${label}a.de`, `a.${label}a`, 'xn--a.de', 'a.xn--a', 'xn--example-.com', 'a.xn--example-.de'],
  ])('has no domain like this: %s', (text) => {
    expect(parse(`ada@${text}`)).toBeNull();
  });

  it('ends a word with the final sigma, accents or not', () => {
    expect(parse('ΝΙΚΟΣ@a.de')).toBe('νικος@a.de');
    expect(parse('ΝΙΚΟ\u0323\u0303Σ@a.de')).toMatch(/ς@/);
    expect(parse('Σ@a.de')).toBe('σ@a.de');
    expect(parse('1Σ@a.de')).toBe('1σ@a.de');
    expect(parse('ΣΑ@a.de')).toBe('σα@a.de');
  });
});

describe('the mailbox of an address', () => {
  it.each([
    ['ada+shop@a.de', 'ada@a.de'],
    ['ada+a+b@a.de', 'ada@a.de'],
    ['ada+@a.de', 'ada@a.de'],
    ['+ada@a.de', '+ada@a.de'],
    ['+ada+shop@a.de', '+ada@a.de'],
    ['ada@a.de', 'ada@a.de'],
    ['ada@a+b.de', 'ada@a+b.de'],
    ['+491234567', '+491234567'],
    ['ada', 'ada'],
  ])('of %s is %s', (address, mailbox) => {
    expect(mailboxOf(address)).toBe(mailbox);
  });

  it.each([
    ['ada@example.com', 'example.com'],
    ['+491234567', '+491234567'],
    ['a@b@c.de', 'c.de'],
  ])('is received at: %s, %s', (identity, receiver) => {
    expect(domainOf(identity)).toBe(receiver);
  });
});
