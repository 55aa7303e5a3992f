import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEVELOPMENT } from '../../tenants.js';
import { assignment, FACULTY, name, started, STUDENT } from '../../testing/started.js';
import type { Effect } from './effect.js';
import { FileLog } from './file-log.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'takwin-graph-'));
});
afterEach(() => rm(home, { recursive: true }));

const file = () => join(home, 'graph.jsonl');
const lines = async () => (await readFile(file(), 'utf8')).split('\n').slice(0, -1);

describe('the log of effects', () => {
  it('tells of each assignment who asked for it, what changed, and what they were answered', async () => {
    const sim = await started({ home });
    await sim.seeded(2);
    await sim.assign(name(1), [STUDENT], { headers: { 'client-request-id': 'mine' } });
    await sim.assign(name(1), [STUDENT]);
    await sim.admin('PATCH', '/settings', { faults: { lost: 1 } });
    await sim
      .graph('POST', `/users/${name(1)}/assignLicense`, { body: assignment([FACULTY], [STUDENT]) })
      .catch(() => {});
    const { body } = await sim.admin('GET', '/effects?since=1&first=2');
    expect(body).toMatchObject({ next: 3, total: 4 });
    const user = body.items[0].user;
    expect(body.items[0]).toEqual({
      at: '2026-11-24T08:00:00.000Z',
      tenant: DEVELOPMENT.tenantId,
      kind: 'licences-assigned',
      user,
      added: [{ skuId: STUDENT, disabledPlans: [] }],
      removed: [],
      again: [],
      changed: true,
      app: DEVELOPMENT.clientId,
      requestId: expect.any(String),
      clientRequestId: 'mine',
      answered: 200,
    });
    expect(body.items[1]).toMatchObject({ user, added: [], again: [STUDENT], changed: false, answered: 200 });
    expect((await sim.admin('GET', '/effects?since=3')).body.items).toMatchObject([
      { user, added: [{ skuId: FACULTY }], removed: [STUDENT], changed: true, answered: 'lost' },
    ]);
    await sim.close();
  });

  it('builds the tenant again after a restart: users, licences, seats and sums', async () => {
    const first = await started({ home, settings: { limits: { applicationTenantWrites: { tokens: 6 } } } });
    await first.seeded(20, { skuId: FACULTY });
    await first.admin('POST', '/users', {
      users: [{ userPrincipalName: 'listed@takwin.test', displayName: 'Listed', city: 'Fès' }],
    });
    const created = await first.graph('POST', '/users', {
      body: {
        accountEnabled: false,
        displayName: 'Created',
        mailNickname: 'c',
        userPrincipalName: 'created@takwin.test',
        passwordProfile: { password: 'a first secret' },
      },
    });
    await first.graph('PATCH', `/users/${name(1)}`, {
      body: { userPrincipalName: 'renamed@takwin.test', usageLocation: 'FR' },
    });
    await first.graph('DELETE', `/users/${name(2)}`);
    await first.graph('POST', `/users/${name(3)}/assignLicense`, { body: assignment([STUDENT], [FACULTY]) });
    await first.assign(name(3), [STUDENT]);
    await first.assign(name(4), [STUDENT]);
    expect((await first.assign(name(5), [STUDENT])).status).toBe(429);
    first.clock.advance(5_000);
    await first.assign(name(5), [STUDENT]);
    const select =
      '$select=id,displayName,userPrincipalName,mailNickname,usageLocation,accountEnabled,city,assignedLicenses,licenseAssignmentStates,createdDateTime';
    const before = await first.graph('GET', `/users?${select}&$top=999`);
    const summary = (await first.admin('GET', '/summary')).body;
    await first.close();

    const second = await started({ home });
    expect((await second.graph('GET', `/users?${select}&$top=999`)).body.value).toEqual(before.body.value);
    expect((await second.graph('GET', `/users/${created.body.id}`)).body.displayName).toBe('Created');
    const { statuses: _, limits: __, ...sums } = summary;
    expect((await second.admin('GET', '/summary')).body).toMatchObject(sums);
    expect(sums).toMatchObject({ doubled: 1, early: { calls: 1 }, effects: 9 });
    expect((await lines()).join('\n')).not.toContain('a first secret');
    await second.close();
  });

  it('keeps tokens of both issuers good over a restart', async () => {
    const first = await started({ home });
    await first.seeded(1);
    await first.close();
    const second = await started({ home });
    expect((await second.graph('GET', `/users/${name(1)}`, { token: first.token })).status).toBe(200);
    await second.close();
  });

  it('has written what it answers: a process that dies then has lost nothing', async () => {
    const sim = await started({ home });
    await sim.seeded(20);
    const requests = Array.from({ length: 20 }, (_, n) => ({
      id: String(n),
      method: 'POST',
      url: `/users/${name(n + 1)}/assignLicense`,
      headers: { 'content-type': 'application/json' },
      body: assignment([STUDENT]),
    }));
    await sim.graph('POST', '/$batch', { body: { requests } });
    expect(await lines()).toHaveLength(21);
    await sim.close();
  });

  it('drops a last line that a crash cut short, and goes on behind it', async () => {
    const first = await started({ home });
    await first.seeded(3);
    await first.close();
    await appendFile(file(), '{"at":"2026-11-24T08:00:00.000Z","tenant":"5d3c9f');
    const second = await started({ home });
    await second.assign(name(1), [STUDENT]);
    expect((await lines()).map((line) => JSON.parse(line).kind)).toEqual(['users-seeded', 'licences-assigned']);
    await second.close();
  });

  it('is not begun over: a line that is no effect, or a tenant that is gone, is an error that says so', async () => {
    await writeFile(file(), '{"kind"\n');
    await expect(started({ home })).rejects.toThrow(/line 1 of .*graph\.jsonl is no effect/);
    await writeFile(file(), '{"kind":"user-deleted","tenant":"gone","user":"x","at":"2026-11-24T08:00:00Z"}\n');
    await expect(started({ home })).rejects.toThrow(/tenant gone, which is not configured/);
  });

  it('is empty after a reset, and so is the tenant', async () => {
    const sim = await started({ home });
    await sim.seeded(3);
    await sim.assign(name(1), [STUDENT]);
    await sim.admin('POST', '/reset');
    expect(await lines()).toEqual([]);
    await sim.seeded(1);
    expect((await sim.admin('GET', '/summary')).body).toMatchObject({
      effects: 1,
      doubled: 0,
      tenants: [{ users: 1, deleted: 0 }],
      assignLicense: { calls: 0 },
    });
    await sim.close();
  });
});

describe('a log in a file', () => {
  const effect = (n: number): Effect => ({
    at: '2026-11-24T08:00:00.000Z',
    tenant: 'é'.repeat(n % 7),
    kind: 'early-call',
    app: 'a',
    limit: 'l',
    earlyMs: n,
  });

  it('reads any stretch of many lines, before and after it was opened again', () => {
    const log = new FileLog(file(), () => {});
    for (let n = 1; n <= 5_000; n += 1) log.append(effect(n));
    const replayed: Effect[] = [];
    log.flush();
    const again = new FileLog(file(), (one) => replayed.push(one));
    expect(replayed).toHaveLength(5_000);
    for (const one of [log, again]) {
      expect(one).toHaveLength(5_000);
      for (const since of [0, 1, 1_023, 1_024, 1_025, 4_096, 4_990])
        expect(one.read(since, 20)).toEqual(
          Array.from({ length: Math.min(20, 5_000 - since) }, (_, n) => effect(since + n + 1)),
        );
      expect(one.read(5_000, 20)).toEqual([]);
      one.close();
    }
  });
});
