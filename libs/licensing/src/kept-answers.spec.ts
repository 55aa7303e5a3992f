import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import { actorOf, serviceWithAdmin, type ServiceWithAdmin } from '@takwin/platform/testing';
import { itKeepsAnswers, type Sample, type Samples } from '@takwin/platform/testing/kept-answers';
import { itRefusesOfErased } from '@takwin/platform/testing/refused-of-erased';
import sql, { type Sql } from 'sql-template-tag';
import { LicensingModule, licensingMigrations, loadLicensingReference } from './index.js';
import { FACULTY, PLUS_STUDENT, STUDENT } from './testing/licensing-environment.js';

const academyId = stableId('academy', 'kept');
let service: ServiceWithAdmin;
let director: string;

beforeAll(async () => {
  const env = { INITIAL_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') };
  const about = { schema: 'licensing', migrations: licensingMigrations, reference: loadLicensingReference, env };
  service = await serviceWithAdmin(LicensingModule, about);
  director = await service.tokens.of({ role: 'programme-admin', subject: 'another' });
  await run(sql`insert into academy_copy(subject, version, generation, region, profile)
    values (${academyId}, 1, 1, 'MA-04', 'ordinary')`);
});
afterAll(() => service?.close());

const run = <R>(statement: Sql): Promise<R[]> =>
  service.database.db.asActor(actorOf('system'), (tx) => tx.query<R>(statement));
let serial = 0;
const person = async (): Promise<string> => {
  const id = stableId('kept person', String(++serial));
  await run(sql`insert into person_copy(subject, version, generation, kind, matricule, name, academy_id, region, active)
    values (${id}, 1, 1, 'trainee', ${`9996${String(serial).padStart(9, '0')}`}, 'Salma TAZI', ${academyId}, 'MA-04', true)`);
  return id;
};
const newRun = async (about: object = {}) => ({
  ...{ skuId: STUDENT, action: 'assign', persons: [await person(), await person()] },
  ...about,
});
const of = (id: string, about: Partial<Sample> = {}): Sample => ({ path: { id }, ...about });
const made = async (path: string, body: object = {}) => {
  const { status, body: said } = await service.admin.post(path, body);
  if (status >= 300) throw new Error(JSON.stringify(said));
  return said;
};
const started = async (...steps: string[]): Promise<string> => {
  const { id } = await made('/v1/provisioning-runs', await newRun());
  for (const step of steps) await made(`/v1/provisioning-runs/${id}/${step}`);
  return id;
};
const secret = async (): Promise<string> => {
  const id = await person();
  await run(sql`insert into initial_secret(person_id, nonce, academy_id, region, account, created_at)
    values (${id}, decode('00112233445566778899aabbccddeeff', 'hex'), ${academyId}, 'MA-04', ${`${id}@ofppt`}, now())`);
  return id;
};
const newRule = (about: object = {}) => ({
  ...{ name: `Kept ${++serial}`, kinds: ['staff'], profiles: ['ordinary'], skuId: FACULTY },
  ...about,
});

const samples: Samples = {
  StartProvisioningRun: async () => {
    const body = await newRun();
    return { body, other: { ...body, skuId: PLUS_STUDENT } };
  },
  PauseRun: async () => of(await started()),
  ResumeRun: async () => of(await started('pause')),
  CancelRun: async () => of(await started()),
  RetryRun: async () => {
    const id = await started('pause');
    await run(
      sql`update outcome set state = 'failed', reason = 'REFUSED', attempts = 1, holds_seat = false where run_id = ${id}`,
    );
    await run(sql`update run set state = 'done', failed = total where id = ${id}`);
    return of(id);
  },
  ApproveRun: async () => {
    const { id } = await made('/v1/provisioning-runs', await newRun({ preflight: true }));
    await run(sql`update run set state = 'awaiting-approval' where id = ${id}`);
    return of(id, { token: director });
  },
  ChangeEntitlementRule: async () => {
    // The rules are asked anew of everyone: of those who came since the last time, for the first time.
    await made('/v1/entitlement-rules', newRule());
    const body = newRule();
    return { body, other: { ...body, priority: 7 } };
  },
  HandOverSecrets: async () => {
    const body = { personIds: [await secret()] };
    return { body, other: { personIds: [await secret()] } };
  },
};

describe('a keyed write of licensing', () => {
  itKeepsAnswers(() => service, samples);
  itRefusesOfErased(() => service, samples, {
    // Of each person a run says that they have left, by an id; what is kept to be handed over goes with them.
    ...{ StartProvisioningRun: null, PauseRun: null, ResumeRun: null, CancelRun: null, ApproveRun: null },
    ...{ ChangeEntitlementRule: null, HandOverSecrets: null, RetryRun: 'RUN_HAS_NOTHING_TO_RETRY' },
  });

  it('that hands passwords over keeps none of them, and tells them again to who was told', async () => {
    const personIds = [await secret()];
    const send = { headers: { 'idempotency-key': 'hand-over' } };
    const first = await service.admin.post('/v1/initial-secrets/hand-over', { personIds }, send);
    const { password } = first.body.items[0];
    expect((await service.admin.post('/v1/initial-secrets/hand-over', { personIds }, send)).body).toEqual(first.body);
    expect(await run(sql`select from kept_work where strpos(answer, ${password}) > 0`)).toEqual([]);
    const unkeyed = await service.admin.post('/v1/initial-secrets/hand-over', { personIds });
    expect(unkeyed.body).toEqual({ items: [], missing: personIds });
  });
});
