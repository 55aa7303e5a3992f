import { CONTRACT, type Migration } from '@takwin/platform/postgres';

// What the release before cannot work on, once it is done to a table that it knows.
const BREAKING: readonly [what: string, pattern: RegExp][] = [
  ['drops', /\bdrop\s+(table|column|view|function|schema|type)\b/],
  // To drop a constraint or a default only loosens.
  ['drops', /\balter\s+table\b[^;]*\bdrop\s+(?!(constraint|default|not\s+null|expression|identity)\b)/],
  // No release asks an index by its name.
  ['renames', /(?<!\balter\s+index\s+(?:if\s+exists\s+)?"?\w+"?\s+)\brename\s+(to|column|constraint)\b/],
  ['retypes', /\balter\s+(column\s+)?"?\w+"?\s+(set\s+data\s+)?type\b/],
  ['demands', /\bset\s+not\s+null\b/],
  ['empties', /\btruncate\b/],
];

const CONSTRAINED = /\badd\s+(?:constraint\s+(\w+)\s+)?(?:check|unique|exclude|primary\s+key|foreign\s+key)\b/g;
// They came with the first release: none has run on the schema of before.
const FIRST = ['2026-11-26-retake-policies', '2026-11-26-sittings'];

/**
 * What a migration does that the release before may not bear, unless its name ends with `-contract`: then the release that needed it is
 * two back (docs/decisions/expand-then-contract.md). One sentence each.
 */
export function breakingSteps(schema: string, migrations: readonly Migration[]): string[] {
  return migrations
    .filter(({ name }) => !name.endsWith(CONTRACT))
    .flatMap(({ name, up }) => {
      const plain = withoutProse(up);
      const done = BREAKING.filter(([, pattern]) => pattern.test(plain)).map(([what]) => what);
      if (!FIRST.includes(name) && constrains(plain)) done.push('demands');
      return [...new Set(done)].map((what) => `${schema}: ${name} ${what} something and is no ${CONTRACT.slice(1)}`);
    });
}

// The release before writes rows that it does not know a constraint of; one that is dropped and made anew is taken to be wider.
const constrains = (sql: string): boolean =>
  [...sql.matchAll(CONSTRAINED)].some(
    ([, name]) => !name || !new RegExp(`\\bdrop\\s+constraint\\s+${name}\\b`).test(sql),
  );

// Comments and texts are not statements.
const withoutProse = (sql: string): string =>
  sql
    .toLowerCase()
    .replace(/--.*$/gm, '')
    .replace(/'(?:[^']|'')*'/g, "''");
