import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@takwin/contracts/topology';
import { loadApp } from '@takwin/services/load-app';
import { ROOT } from './overlay.js';

const page = readFileSync(join(ROOT, 'docs/decisions/row-level-security.md'), 'utf8');

describe('what is said of row-level security', () => {
  it('names each statement that goes past it, and why', () => {
    const files = globSync('{libs,apps}/*/src/**/*.ts', { cwd: ROOT }).filter(
      (file) => !/\.spec\.ts$|\/testing\/|^libs\/platform\//.test(file),
    );
    const gone = files.flatMap((file): [string, number][] => {
      const times = [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\.unbound\b|\.pastBounds\(/g)].length;
      return times > 0 ? [[file, times]] : [];
    });
    const listed = [...page.matchAll(/^\| +(\d+) \| `([^`]+)` +\| \w/gm)].map(([, times, file]) => [
      file!,
      Number(times),
    ]);
    expect(Object.fromEntries(gone)).toEqual(Object.fromEntries(listed));
  });

  it('names each table that has it, and each policy is for a role of its service', async () => {
    const bound: string[] = [];
    for (const service of SERVICES) {
      const { migrations = [] } = await loadApp(service);
      const all = migrations.map(({ up }) => up).join('\n');
      bound.push(...[...all.matchAll(/alter table (\w+) enable row level security/g)].map(([, table]) => table!));
      const roles = [...all.matchAll(/create policy \w+ on \w+ to (\w+)_bound_/g)].map(([, role]) => role);
      expect(roles.filter((role) => role !== service)).toEqual([]);
    }
    const [, said = ''] = /^\*\*Bound\.\*\* (.*)\.$/m.exec(page) ?? [];
    expect(bound.toSorted()).toEqual([...said.matchAll(/`(\w+)`/g)].map(([, table]) => table).toSorted());
  });
});
