import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { emptyRows } from '@takwin/platform/erasure';
import { licensingErased } from '../erase-holder.js';
import { listDrift } from '../directory/drift.writer.js';
import { FindLicencesHandler } from '../licences/find-licences.js';
import { licensingEnvironment, type LicensingEnvironment, STUDENT, TENANT } from '../testing/licensing-environment.js';
import { renameAccounts } from './account.writer.js';

let ground: LicensingEnvironment;
beforeAll(async () => {
  ground = await licensingEnvironment();
  await ground.rule({ name: 'Stagiaires', kinds: ['trainee'], profiles: ['ordinary'], skuId: STUDENT });
});
afterAll(() => ground?.close());

const objectOf = (account: string): string => stableId('account', account);
const numberOf = async (id: string): Promise<string> =>
  (await ground.sql<{ matricule: string }>(sql`select matricule from person_copy where subject = ${id}`))[0]!.matricule;
const number = (id: string, matricule: string) =>
  ground.sql(sql`update person_copy set matricule = ${matricule} where subject = ${id}`);
const accountOf = async (runId: string) => {
  const [row] = await ground.sql(sql`select account, state, reason from outcome where run_id = ${runId}`);
  return row;
};
const run = async (id: string, action: 'assign' | 'revoke' = 'assign') => {
  const { id: runId } = await ground.start([id], { action });
  await ground.work(() => ({ state: action === 'assign' ? 'assigned' : 'released' }), objectOf);
  return accountOf(runId);
};
const users = () => new FindLicencesHandler(ground.database.db).users(ground.system, {});
/** Somebody with an account whose matricule was corrected since, and who has the number now. */
async function corrected() {
  const [owner, stranger] = [await ground.person(), await ground.person()];
  const was = await numberOf(owner);
  await run(owner);
  await number(owner, await numberOf(stranger));
  await number(stranger, was);
  return { owner, stranger, was };
}

describe('an account', () => {
  it('is that of its person still, once the matricule is another, and never whose the number is now', async () => {
    const { owner, stranger, was } = await corrected();
    const before = await users();
    expect(await run(stranger)).toEqual({ account: null, state: 'failed', reason: 'ACCOUNT_OF_ANOTHER' });
    expect(await users()).toBe(before);
    expect(await run(owner, 'revoke')).toEqual({ account: was, state: 'released', reason: null });
    expect(await run(owner)).toEqual({ account: was, state: 'assigned', reason: null });
  });

  it('is not looked for to take a licence from who has another’s name', async () => {
    const { stranger } = await corrected();
    await ground.sql(sql`
      insert into licence(person_id, sku_id, academy_id, region, state, assigned_on)
      select subject::uuid, ${STUDENT}, academy_id, region, 'assigned', '2026-11-01' from person_copy where subject = ${stranger}`);
    await ground.sql(sql`update seat_pool set used = used + 1 where sku_id = ${STUDENT}`);
    const asked: string[] = [];
    await ground.start([stranger], { action: 'revoke' });
    await ground.work((id) => (asked.push(id), { state: 'released' }));
    const licences = await ground.sql(sql`select state from licence where person_id = ${stranger}`);
    expect([asked, licences]).toEqual([[], [{ state: 'released' }]]);
  });

  it('goes to nobody once its person is erased, and a name without an account to whose number it is', async () => {
    const [gone, next, unmade, heir] = [
      await ground.person(),
      await ground.person(),
      await ground.person(),
      await ground.person(),
    ];
    await run(gone);
    await ground.start([unmade]);
    await ground.work(() => ({ state: 'failed', reason: 'GRAPH_REFUSED' }));
    await ground.database.db.asActor(ground.system, async (tx) => {
      for (const id of [gone, unmade]) await emptyRows(tx, { ids: [id] } as never, licensingErased);
    });
    await number(next, await numberOf(gone));
    await number(heir, await numberOf(unmade));
    expect(await run(next)).toMatchObject({ state: 'failed', reason: 'ACCOUNT_OF_ANOTHER' });
    expect(await run(heir)).toMatchObject({ state: 'assigned' });
  });

  it('is taken by one of two for whom it is asked at once', async () => {
    const [first, second] = [await ground.person(), await ground.person()];
    const { id } = await ground.start([first]);
    await number(second, await numberOf(first));
    const later = await ground.start([second]);
    await ground.work(() => ({ state: 'assigned' }), objectOf);
    const outcomes = [await accountOf(id), await accountOf(later.id)];
    expect(outcomes).toMatchObject([{ state: 'assigned' }, { state: 'failed', reason: 'ACCOUNT_OF_ANOTHER' }]);
  });

  it('is nobody else’s by its id either, whatever Microsoft calls it by now', async () => {
    const [owner, other] = [await ground.person(), await ground.person()];
    await run(owner);
    const theirs = objectOf(await numberOf(owner));
    const { id } = await ground.start([other]);
    await ground.work(
      () => ({ state: 'assigned' }),
      () => theirs,
    );
    expect(await accountOf(id)).toMatchObject({ state: 'failed', reason: 'ACCOUNT_OF_ANOTHER' });
    const kept = ground.sql(sql`update account set object_id = ${theirs} where person_id = ${other}`);
    await expect(kept).rejects.toMatchObject({ constraint: 'account_object' });
  });

  it('leaves its name to whose number it is, once it has another one in the tenant', async () => {
    const { owner, stranger, was } = await corrected();
    const now = await numberOf(owner);
    await ground.sql(sql`
      insert into directory_account(tenant, object_id, upn, generation) values (${TENANT.id}, ${objectOf(was)}, ${`${now}@takwin.test`}, 1)`);
    await ground.database.db.asActor(ground.system, (tx) => renameAccounts(tx, TENANT.id));
    const fresh = stableId('account', 'made anew');
    const { id } = await ground.start([stranger]);
    await ground.work(
      () => ({ state: 'assigned' }),
      () => fresh,
    );
    expect(await accountOf(id)).toEqual({ account: was, state: 'assigned', reason: null });
    expect(await run(owner, 'revoke')).toMatchObject({ account: now, state: 'released' });
  });

  it('is missing to who is on record with the licence of somebody else’s, as drift', async () => {
    const { owner, stranger, was } = await corrected();
    await ground.sql(sql`update run set ended_at = '2026-01-01'`);
    await ground.sql(sql`
      insert into directory_account(tenant, object_id, upn, skus, generation)
      values (${TENANT.id}, ${objectOf(was)}, ${`${was}@takwin.test`}, ${[STUDENT]}, 1)`);
    await ground.sql(sql`
      insert into licence(person_id, sku_id, academy_id, region, state, assigned_on)
      select subject::uuid, ${STUDENT}, academy_id, region, 'assigned', '2026-11-01' from person_copy where subject = ${stranger}`);
    await ground.database.db.asActor(ground.system, (tx) => listDrift(tx, TENANT, 'takwin.test'));
    const found = await ground.sql(
      sql`select person_id as id, kind from drift where person_id = any(${[owner, stranger]}::uuid[])`,
    );
    expect(found).toEqual([{ id: stranger, kind: 'no-account' }]);
  });
});
