import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientsOf } from '@takwin/demo/clients';
import { MainJob } from '@takwin/demo/main-job';
import { ProgressBars } from '@takwin/demo/progress-bars';
import { openInstallation } from '@takwin/deployment/installation';
import { startServices, type RunningServices } from '@takwin/deployment/running-services';
import { SystemClock } from '@takwin/platform/clock';
import { Collector, temporaryHome, treeOf } from '@takwin/platform/testing';
import { Issuer } from '@takwin/simulators/issuer/issuer';

const home = await temporaryHome('traces');
let collector: Collector;
let running: RunningServices;

beforeAll(async () => {
  collector = await Collector.start();
  const env = { LOG_LEVEL: 'silent', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  running = await startServices(await openInstallation({ home, runs: 'a spec', port: 0, env }));
  const issuer = await Issuer.open(home, new SystemClock());
  const prepareTenant = async (matricules: readonly string[]): Promise<void> => {
    const users = matricules.map((one) => ({ userPrincipalName: `${one}@takwin.test`, usageLocation: 'MA' }));
    await fetch(`${running.urls.simulators}/_simulator/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ users }),
    });
  };
  const clients = await clientsOf(running.url, issuer);
  await new MainJob(clients, new ProgressBars(() => {}), { seed: 7, notice: 20, prepareTenant }).play(20);
}, 600_000);

afterAll(async () => {
  await running?.close();
  await collector?.close();
  await rm(home, { recursive: true, force: true });
});

/** The tree of the first trace that the gateway began with this span and that came to hold all of `names`. */
async function treeFrom(first: string, names: readonly string[]): Promise<string[]> {
  const trees = () =>
    collector.spans
      .filter(({ service, name }) => service === 'gateway' && name === first)
      .map(({ traceId }) => treeOf(collector.spans, traceId));
  const whole = () => trees().find((tree) => names.every((name) => tree.some((line) => line.includes(name))));
  await collector.until(() => whole() !== undefined);
  return whole() ?? trees()[0] ?? [];
}

/** What stands directly or further under the first line that holds `name`. */
function under(tree: readonly string[], name: string): string[] {
  const start = tree.findIndex((line) => line.includes(name));
  const depthOf = (line: string): number => line.search(/\S/);
  const end = tree.findIndex((line, index) => index > start && depthOf(line) <= depthOf(tree[start]!));
  return tree.slice(start + 1, end < 0 ? undefined : end);
}

describe('one trace', () => {
  it('leads from the request of an exam to the event of its booking, and to what that moved', async () => {
    const tree = await treeFrom('POST /v1/registrations/*', [
      ...['certifications: wake', 'exam-scheduler: work'],
      ...['exam-scheduler: append SeatBooked', 'academies: follow SeatBooked'],
    ]);
    expect(tree[0]).toBe('gateway: POST /v1/registrations/*');
    const request = under(tree, 'certifications: POST /v1/registrations/bulk').join('\n');
    expect(request).toMatch(/certifications: append \w+Requested/);
    expect(request).toMatch(/certifications: wake (\S+)[^]*exam-scheduler: work \1/);
    const job = under(tree, 'exam-scheduler: work').join('\n');
    expect(job).toMatch(/exam-scheduler: append SeatBooked\n[^]*academies: follow SeatBooked/);
  });

  it('leads from a provisioning run to the calls of Microsoft Graph', async () => {
    const tree = await treeFrom('POST /v1/provisioning-runs', [
      'licensing: wake',
      'licence-provisioner: work',
      'licence-provisioner: POST',
    ]);
    expect(under(tree, 'licensing: wake').join('\n')).toMatch(
      /licence-provisioner: work \S+[^]*licence-provisioner: POST/,
    );
  });

  it('tells nobody who the persons are', () => {
    const told = JSON.stringify(collector.spans);
    expect(collector.spans.length).toBeGreaterThan(100);
    expect(told).not.toMatch(/999[0-9]\d{9}/);
    expect(told).not.toMatch(/@takwin\.test/);
  });
});
