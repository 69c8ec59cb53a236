import { forgedAlgorithms } from './algorithms.js';
import { forgedClaims } from './claims.js';
import { forgedHeaders } from './headers.js';
import { forgedTexts } from './texts.js';

/** The attacks of RFC 8725 and of its revision (draft-ietf-oauth-rfc8725bis, from section 3.13), and others. */
export const forgedTokens = [...forgedAlgorithms, ...forgedHeaders, ...forgedClaims, ...forgedTexts];
