import type { Variables } from './finding.js';

/** What a service reads of the environment by itself, when it is made. */
const names = ['NODE_ENV', 'EMAIL_AUTH_SIGNING_KEY'];

const write = (variables: Variables): void => {
  for (const name of names) {
    const value = variables[name];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
};

/** Makes something as it would be made with these variables. Others who run meanwhile see nothing of it. */
export const withVariables = <Made>(variables: Variables, make: () => Made): Made => {
  const before = { ...process.env };
  write(variables);
  try {
    return make();
  } finally {
    write(before);
  }
};
