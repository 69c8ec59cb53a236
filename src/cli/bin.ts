#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { main } from './main.js';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has gone (`| head`) is no reason to fail.
  if (error.code !== 'EPIPE') throw error;
});

void main(process.argv.slice(2), {
  stdout: (written) => void process.stdout.write(written),
  stderr: (written) => void process.stderr.write(written),
  stdin: () => text(process.stdin),
}).then((code) => {
  process.exitCode = code;
});
