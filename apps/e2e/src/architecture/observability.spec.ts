import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { filesIn, ROOT } from './overlay.js';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const alerts = read('deploy/observability/alerts.yml');
const dashboards = readdirSync(join(ROOT, 'deploy/observability/dashboards')).map((file) =>
  read(`deploy/observability/dashboards/${file}`),
);

/** What the code gives out, by the names in it; prom-client's own begin otherwise. */
function defined(): Set<string> {
  const sources = filesIn(ROOT).filter((file) => /^(apps|libs)\/.*\.ts$/.test(file));
  return new Set(sources.flatMap((file) => [...read(file).matchAll(/name: '(takwin_\w+)'/g)].map(([, name]) => name!)));
}

const metricsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\btakwin_\w+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, ''))),
];

describe('what is observed', () => {
  it('is given out by the code, each metric that an alert or a dashboard names', () => {
    const known = defined();
    expect(known.size).toBeGreaterThan(10);
    expect(metricsIn([alerts, ...dashboards].join('\n')).filter((name) => !known.has(name))).toEqual([]);
  });

  it('wakes nobody without a page that says what to do', () => {
    const names = [...alerts.matchAll(/- alert: (\w+)/g)];
    const pages = [...alerts.matchAll(/runbook: (\S+)/g)].map(([, page]) => page!);
    expect(names.length).toBeGreaterThan(5);
    expect(pages).toHaveLength(names.length);
    expect(pages.filter((page) => !existsSync(join(ROOT, page)))).toEqual([]);
  });

  it('wakes somebody where what is kept for a time is not removed in its time', () => {
    const [, rule] = /- alert: RetentionLate\n +expr: (.+)\n/.exec(alerts)!;
    expect(rule).toBe('time() - max by (service, kind) (takwin_retention_ended_seconds) > 36 * 3600');
  });

  it('is shown by dashboards that can be read', () => {
    for (const text of dashboards) expect(JSON.parse(text)).toMatchObject({ uid: expect.stringMatching(/^takwin-/) });
  });
});
