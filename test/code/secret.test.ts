import { describe, expect, it } from 'vitest';
import { createSecret, hashChallenge, nobodysName, type Secret } from '../../src/code/secret.js';

/** As `keyMaterial` makes it of a signing key. */
const material = (letter: string) =>
  Buffer.from(JSON.stringify(['OKP', 'Ed25519', Buffer.from(letter.repeat(32)).toString('base64url')]));
const materials = [material('A'), material('B')] as const;
const identity = 'ada@example.com';

const textsOf = (secret: Secret) => ({
  identity: [...secret.identityNames(identity)],
  code: [...secret.codeDigests(identity, '123456')],
  everybody: [secret.everybody],
  network: [secret.networkName('192.0.2.1')],
  mac: secret.macs(identity, 'text').map((mac) => mac.toString('base64url')),
});

describe('a name in the cache', () => {
  it('stays the same from release to release: what was stored before is found', () => {
    expect(textsOf(createSecret(materials))).toEqual({
      identity: ['y7dZvfg1njoRMtts3hz0wA', 'ZoDBgmMlcJxPgz6cBHkiAg'],
      code: ['yhKHAOw5oA0l5gEyg7xVHJRGOOTsKxt-W_X-F2stSU4', 'iZjfocZuZK1EKZE8mN9p8hYmbpOpEfYoX5GnU22I7KE'],
      everybody: ['MsW5CvIsfFS_4YeGPsYByg'],
      network: ['b0qXVmfLARU_TweSeP17fw'],
      mac: ['Uddr0MJkexTs7sWuAL_s7w', 'O1_wBzcPVA5CgqtbnLBGKw'],
    });
    expect(hashChallenge('challenge')).toBe('LdAL134CIs7YgmZUganB2fkHMJ0W4F7QB6HqY5KEd6k');
  });

  it('is one under each key, and of the first where one is enough', () => {
    const [first, second] = materials;
    const both = textsOf(createSecret(materials));
    const one = textsOf(createSecret([first]));
    const other = textsOf(createSecret([second]));
    for (const kind of ['identity', 'code', 'mac'] as const)
      expect(both[kind]).toEqual([...one[kind], ...other[kind]]);
    for (const kind of ['everybody', 'network'] as const) {
      expect(both[kind]).toEqual(one[kind]);
      expect(both[kind]).not.toEqual(other[kind]);
    }
  });

  it('is nobody’s where it is made for a look at what is not there: another one each time', () => {
    const [one, other] = [nobodysName(), nobodysName()];
    for (const name of [one, other]) expect(name).toMatch(/^probe:[\da-f-]{36}$/);
    expect(one).not.toBe(other);
  });
});
