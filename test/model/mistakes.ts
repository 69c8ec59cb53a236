import { alone, theft, type World } from './worlds.js';

/** A mistake in a model, and a world whose assertions must notice it. */
export interface Mistake {
  readonly name: string;
  readonly file: 'session.pml' | 'owner.pml';
  readonly from: string;
  readonly to: string;
  readonly world: World;
}

const worldOf = (name: string): World => {
  const found = [...theft, ...alone].find((world) => world.name === name && world.violated === null);
  if (!found) throw new Error(`No such world: ${name}`);
  return found;
};

const oneGoesOn = worldOf('one goes on where all processes check sessions');
const byTurns = worldOf('no alarm for tabs that refresh one after the other, whatever is lost');

export const mistakes: readonly Mistake[] = [
  {
    name: 'the grace never ends',
    file: 'session.pml',
    from: 'isFresh(k) || (k == p && unheld)',
    to: 'age[k] != 0 || (k == p && unheld)',
    world: oneGoesOn,
  },
  {
    name: 'there is no grace',
    file: 'session.pml',
    from: 'isFresh(k) || (k == p && unheld)',
    to: 'k == p && unheld',
    world: worldOf('no alarm for tabs that refresh at once, where no answer is lost'),
  },
  {
    name: 'no generation is void',
    file: 'session.pml',
    from: 'k < g && k > oldest && age[k] == 0',
    to: 'false',
    world: oneGoesOn,
  },
  {
    name: 'a use of an access token is not noted',
    file: 'session.pml',
    from: 'outcome = isAlive; m = (k > m -> k : m)',
    to: 'outcome = isAlive',
    world: oneGoesOn,
  },
  {
    name: 'a use of an older token takes back that a newer one was used',
    file: 'session.pml',
    from: 'outcome = isAlive; m = (k > m -> k : m)',
    to: 'outcome = isAlive; m = k',
    world: oneGoesOn,
  },
  {
    name: 'a refresh with an older token takes back that a newer one was used',
    file: 'session.pml',
    from: 'h = h + given;\n      m = (k > m -> k : m)',
    to: 'h = h + given;\n      m = k',
    world: oneGoesOn,
  },
  {
    name: 'whoever asks again after a lost answer gets the same tokens',
    file: 'session.pml',
    from: 'k == p && m < g -> make(g + 1, k)',
    to: 'k == p && m < g -> skip',
    world: oneGoesOn,
  },
  {
    name: 'whoever asks again is forgiven, although the tokens were used',
    file: 'session.pml',
    from: 'k == p && m < g -> make(g + 1, k)',
    to: 'k == p -> make(g + 1, k)',
    world: oneGoesOn,
  },
  {
    name: 'older tokens than the parent are forgiven',
    file: 'session.pml',
    from: 'k == p && m < g -> make(g + 1, k)',
    to: 'm < g -> make(g + 1, k)',
    world: oneGoesOn,
  },
  {
    name: 'a lost answer is not forgiven',
    file: 'session.pml',
    from: 'usesAreNoted && k == p',
    to: 'false && k == p',
    world: byTurns,
  },
  {
    name: 'the time of the parent is not renewed',
    file: 'session.pml',
    from: 'age[timed] = JUST_NOW;',
    to: 'age[timed] = (age[timed] == 0 -> JUST_NOW : age[timed]);',
    world: worldOf('no alarm for tabs that refresh at once, where nothing takes its time'),
  },
  {
    name: 'a refresh that failed is not withdrawn',
    file: 'session.pml',
    from: 'm < g && h > 0 -> h--',
    to: 'm < g && h > 0 -> skip',
    world: worldOf('no alarm where no process checks sessions, and no answer is lost'),
  },
  {
    name: 'what was given to two is withdrawn for both',
    file: 'session.pml',
    from: 'm < g && h > 0 -> h--',
    to: 'm < g && h > 0 -> h = 0',
    world: oneGoesOn,
  },
  {
    name: 'a slow refresh looks only at its own time',
    file: 'owner.pml',
    from: 'since[tab] = (given -> age[p] - JUST_NOW : 0)',
    to: 'since[tab] = 0',
    world: worldOf('nobody is given void tokens, however slow the server is'),
  },
];
