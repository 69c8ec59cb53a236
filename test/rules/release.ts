import { execFileSync } from 'node:child_process';

/** Runs git as somebody who is nobody's name. */
export const git = (folder: string, ...args: string[]): string => {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' }).trim();
};

/** Makes a repository of a folder, with one commit. */
export const commitAll = (folder: string): void => {
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'chore: all of it');
};
