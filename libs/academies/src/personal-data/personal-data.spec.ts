import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KINDS } from '@takwin/contracts/personal-data';
import { systemActor } from '@takwin/platform/auth';
import type { ServiceWithAdmin } from '@takwin/platform/testing';
import { academiesService } from '../testing/academies-service.js';
import { noteRuns } from './retention-report.writer.js';

let service: ServiceWithAdmin;
beforeAll(async () => void (service = await academiesService()));
afterAll(() => service?.close());

const QUERY = `{ personalData { kinds {
  id name purpose legalBasis whose sensitive recipients keptDays keptFrom atEnd staysBecause columns
  lastRuns { service on until removed endedAt } } } }`;

describe('the register of personal data', () => {
  it('tells the programme and auditors what there is, where and for how long, alike at both doors', async () => {
    const on = (day: number) => ({
      kind: 'uploaded-files',
      on: `2026-11-2${day}`,
      until: '2026-08-25T00:00:00.000Z',
      removed: day,
    });
    await service.database.db.asActor(systemActor('spec'), async (tx) => {
      await noteRuns(tx, 'certifications', [on(1), on(2)]);
      // Told again it is the same.
      await noteRuns(tx, 'certifications', [{ ...on(2), removed: 9 }]);
    });
    const auditor = service.admin.as(await service.tokens.of({ role: 'auditor' }));
    const { status, body } = await auditor.get('/v1/personal-data');
    expect(status).toBe(200);
    expect(body.kinds.map(({ id }: { id: string }) => id)).toEqual(KINDS.map(({ id }) => id));
    const of = (id: string) => body.kinds.find((one: { id: string }) => one.id === id);
    expect(of('identity-card')).toMatchObject({
      sensitive: expect.any(String),
      keptDays: null,
      columns: expect.arrayContaining(['academies.person.cin_sealed']),
      lastRuns: [],
    });
    expect(of('uploaded-files')).toMatchObject({
      keptDays: 90,
      staysBecause: null,
      lastRuns: [{ service: 'certifications', on: '2026-11-22', removed: 2 }],
    });
    const told = (await service.admin.graphql(QUERY)).body.data.personalData.kinds;
    expect(told).toEqual(body.kinds);
  });

  it.each(['academy-manager', 'regional-director', 'trainer', 'candidate', 'integrator'] as const)(
    'is not shown to a %s',
    async (role) => {
      const caller = service.admin.as(await service.tokens.of({ role }));
      expect((await caller.get('/v1/personal-data')).status).toBe(403);
      expect((await caller.graphql(QUERY)).body.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    },
  );
});
