import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ROOT } from '../architecture/overlay.js';

const FOLDER = join(ROOT, 'docs/decisions');

it('lists every decision with its title and a status', () => {
  const listed = readFileSync(join(FOLDER, 'README.md'), 'utf8').matchAll(/^\| \[(.+?)\]\((.+?)\) +\| (\S.*?) +\|$/gm);
  const rows = [...listed].map(([, title, page]) => [page, title]);
  const pages = readdirSync(FOLDER).filter((name) => name !== 'README.md');
  const titles = pages.map((page) => [page, /^# (.+)$/m.exec(readFileSync(join(FOLDER, page), 'utf8'))![1]]);
  expect(rows.toSorted()).toEqual(titles.toSorted());
});
