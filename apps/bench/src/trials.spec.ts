import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '@takwin/deployment/compose';
import { TRIALS as BENCHES } from './bench.js';
import { TRIALS as CHAOS } from './chaos.js';

const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT }).map((file) =>
  readFileSync(join(ROOT, file), 'utf8'),
);

/** The trials that documents name, though a line may break in between. */
const namedAs = (script: string): string[] =>
  documents.flatMap((text) =>
    [...text.matchAll(new RegExp(`npm\\s+run\\s+${script}\\s+--\\s+([a-z][\\w-]*)`, 'g'))].map(([, name]) => name!),
  );

describe.each([
  ['bench', BENCHES],
  ['chaos', CHAOS],
])('what documents show of npm run %s', (script, trials) => {
  it('names trials that are there', () => {
    expect(namedAs(script).filter((name) => !Object.hasOwn(trials, name))).toEqual([]);
  });
});
