import { inProduction } from '../../core/in-production.js';
import { findingsOf, type Look } from './finding.js';
import { withVariables } from './with-variables.js';

const { ok, note } = findingsOf('NODE_ENV');

/** Says whether it is production. */
export const lookAtMode: Look = async (variables) => {
  if (withVariables(variables, inProduction))
    return [ok('It is production: what is only for development is refused.')];
  const what = variables.NODE_ENV ? 'not "production"' : 'not set';
  return [
    note(
      `It is ${what}, so what is only for development is allowed. To see whether it can go live, add NODE_ENV=production.`,
    ),
  ];
};
