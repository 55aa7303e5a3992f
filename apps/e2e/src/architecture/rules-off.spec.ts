import { describe, expect, it } from '@jest/globals';
import { buildSchema, isObjectType } from 'graphql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './overlay.js';

type Rules = Record<string, unknown>;
type Ruleset = { extends: [unknown, string][]; rules: Rules; overrides?: unknown };
type GraphLint = { default: { rules: Rules }[] };

const CONFIGS = ['.config/spectral.js', '.config/redocly.yaml', '.config/graph-lint.config.js'];
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const { ruleset } = (await import(join(ROOT, '.config/spectral.js'))) as { ruleset: Ruleset };
const graphLint = ((await import(join(ROOT, '.config/graph-lint.config.js'))) as GraphLint).default;
const { WITHOUT_ID } = (await import(join(ROOT, '.config/graph-without-id.js'))) as {
  WITHOUT_ID: { types: string[]; suffixes: string[] };
};

const isOff = (level: unknown): boolean => ['off', false, 0].includes([level].flat()[0] as string);
const offIn = (rules: Rules): string[] => Object.keys(rules).filter((name) => isOff(rules[name]));

/** The lines that turn a rule off, each with the line before it. */
const OFF = /^(.*)\n(?=(.*['":\s](?:off|'off'),?)$)/gm;

describe('the rules that published documents are judged by', () => {
  it('are off in five places at most', () => {
    const byRedocly = [...textOf('.config/redocly.yaml').matchAll(/^ +([\w/-]+): off$/gm)].map(([, name]) => name!);
    const off = [...offIn(ruleset.rules), ...byRedocly, ...graphLint.flatMap(({ rules }) => offIn(rules))];
    expect(off.length).toBeLessThanOrEqual(5);
  });

  it.each(CONFIGS)('are off in %s for a reason that stands above them', (path) => {
    const above = [...textOf(path).matchAll(OFF)].filter(([, , line]) => !line!.startsWith('telemetry'));
    expect(above.filter(([, before]) => !/^\s*(?:\/\/|#) |off',$/.test(before!)).map(([, , line]) => line)).toEqual([]);
  });

  it('are all that their makers recommend, in every place of a document', () => {
    expect(ruleset.extends.map(([, kept]) => kept)).toEqual(['recommended', 'recommended']);
    expect(ruleset.overrides).toBeUndefined();
    expect(textOf('.config/redocly.yaml')).toContain('extends:\n  - recommended\n');
    expect(graphLint).toHaveLength(1);
  });

  it('excuse one path of the REST document alone', () => {
    expect(textOf('.config/.redocly.lint-ignore.yaml').match(/^ +- .*/gm)).toEqual([
      "    - '#/paths/~1v1~1credentials~1{id}~1revoke'",
    ]);
  });

  it('excuse from having an id such types alone as have none', () => {
    const { types, suffixes } = WITHOUT_ID;
    const known = buildSchema(textOf('libs/gateway/published.graphql')).getTypeMap();
    const idle = types.filter((name) => {
      const type = known[name];
      return !isObjectType(type) || 'id' in type.getFields() || suffixes.some((suffix) => name.endsWith(suffix));
    });
    expect(idle).toEqual([]);
  });
});
