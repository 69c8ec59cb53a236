// `npm run bench:guessing`: what a day of guessing, and a day of strangers, come to. SECURITY.md quotes these figures.
import { simulateAgainstAddressLimit, simulateAttack, simulateStrangers } from '../support/simulation.js';

const main = async (): Promise<void> => {
  console.info('a day of guessing from 10,000 addresses (the second takes some minutes)\n');
  const addresses = 10_000;
  const alone = { addresses, identities: 1, turns: 1440, perTurn: { requests: 3, guesses: 5 } };
  const all = { addresses, identities: 100_000, turns: 1, perTurn: { requests: 1, guesses: 2 } };
  console.info('one identity', await simulateAttack(alone));
  console.info('100,000 identities', await simulateAttack(all));
  console.info('ten tries per address and nothing else', simulateAgainstAddressLimit({ addresses }));
  for (const tags of [false, true]) {
    const what = `an owner among strangers${tags ? ', tagged spellings too' : ''}`;
    console.info(what, await simulateStrangers({ addresses, tags, hours: 24 }));
  }
};

void main();
