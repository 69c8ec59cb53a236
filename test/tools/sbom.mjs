// `npm run sbom` writes sbom.json: a CycloneDX list of what somebody installs who installs the package. It is made of the
// lock file alone, holds no date and nothing random, and so is the same wherever it is made. (`npm sbom` leaves out what is a
// dependency of a development tool too.)
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { installIn } from './install.mjs';

const root = resolve(import.meta.dirname, '../..');
const folder = join(import.meta.dirname, 'sbom');
const tool = '@cyclonedx/cyclonedx-npm';

installIn(folder, tool, `${tool} could not be installed: run npm ci in test/tools/sbom.`);
const [file = join(root, 'sbom.json')] = process.argv.slice(2);
const what = ['--package-lock-only', '--omit', 'dev', '--mc-type', 'library'];
const how = ['--output-reproducible', '--no-validate', '--output-file', file];
execFileSync(join(folder, 'node_modules/.bin/cyclonedx-npm'), [...what, ...how], {
  cwd: root,
  stdio: 'inherit',
});
