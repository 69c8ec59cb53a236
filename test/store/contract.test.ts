import Keyv from 'keyv';
import { Keyv as Keyv6 } from 'keyv6';
import { describeContract } from './describe-contract.js';

describeContract('no cache, in memory', () => undefined);
describeContract('keyv 5', () => new Keyv());
// Boundary: the two versions differ in types, not in what is called here.
describeContract('keyv 6', () => new Keyv6() as unknown as Keyv);
