import type { Guarantee } from '../guarantee.js';

export const sessions: readonly Guarantee[] = [
  {
    id: 'S1',
    must: `A session MUST have one live generation. A token that was replaced less than 10 s ago gets the current tokens. Later, the one that they were made from gets new ones, if nobody has used them; those are void then`,
    attack: {},
  },
  {
    id: 'S2',
    must: `Any other replaced token, and any void one, MUST end its session`,
    attack: {},
  },
  {
    id: 'S3',
    must: `A session MUST end at its absolute end, whatever is refreshed`,
    attack: {},
  },
  {
    id: 'S4',
    must: `A session that was ended, by whichever process, MUST be refused with the next request and the next event of a stream, marked or not`,
    attack: {},
  },
  {
    id: 'S5',
    must: `Nobody MUST be able to see or end a session of another identity`,
    attack: {},
  },
  {
    id: 'S6',
    must: `A refresh that fails MUST cost nothing: the same token works again`,
    attack: {},
  },
  {
    id: 'S7',
    must: `An auth state MUST count only in the schema of the service that made it`,
    attack: {},
  },
];
