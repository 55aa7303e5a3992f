import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The files of a checkout, those too that git has not been told of yet: a rule says what it has to before a file is staged.
 * @param root absolute path of the checkout
 * @returns their paths in it, relative, with '/'; without what .gitignore names, and what was deleted
 */
export function filesIn(root) {
  const listed = execFileSync(
    'git',
    ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  // A path in conflict is listed once for each side.
  return [...new Set(listed.split('\0'))].filter((file) => file && existsSync(join(root, file)));
}
