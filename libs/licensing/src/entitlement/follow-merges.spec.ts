import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person } from '@takwin/contracts/events/academies';
import { Changed } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { personCopy } from '../copies.js';
import { FindLicencesHandler } from '../licences/find-licences.js';
import { licensingEnvironment, type LicensingEnvironment, STUDENT } from '../testing/licensing-environment.js';
import { assignLicences } from '../licences/licence.writer.js';
import { followMerges } from './follow-merges.js';

let ground: LicensingEnvironment;
beforeAll(async () => {
  ground = await licensingEnvironment();
  await ground.rule({ name: 'Stagiaires', kinds: ['trainee'], profiles: ['ordinary'], skuId: STUDENT });
});
afterAll(() => ground?.close());

let version = 1;
const EVENT = {
  position: 1,
  uid: '',
  subject: 'person',
  type: 'PersonMerged',
  at: new Date(0),
  trace: null,
  changes: [],
};
/** What the register says of somebody whose record is no more, or is there again. */
async function says(id: string, mergedInto: string | null): Promise<void> {
  const [known] = await ground.sql<{ academyId: string }>(
    sql`select academy_id as "academyId" from person_copy where subject = ${id}`,
  );
  const who = { kind: 'trainee', matricule: null, name: { fr: 'Salma', ar: null }, birthDate: null, placements: [] };
  const d = { ...who, ...known, region: 'MA-04', state: mergedInto ? 'inactive' : 'active', mergedInto };
  const change = new Changed(person, EVENT as never, { s: id, v: ++version, d });
  await ground.database.db.asActor(ground.system, async (tx) => {
    for (const feed of [personCopy, followMerges]) await feed.take(tx, [change], 1, false);
  });
}
const licencesOf = (...ids: string[]) =>
  ground.sql(sql`select id, person_id as of, state from licence where person_id = any(${ids}::uuid[]) order by id`);
const licensed = async (...ids: string[]) => {
  await ground.start(ids);
  await ground.work(() => ({ state: 'assigned' }));
};
const users = () => new FindLicencesHandler(ground.database.db).users(ground.system, {});

describe('a record that turns out to be of another person', () => {
  it('brings its licence, which is its own again once the two are parted', async () => {
    const [old, one] = [await ground.person(), await ground.person({ nameless: true })];
    await licensed(old);
    const [before, count] = [await licencesOf(old), await users()];
    await says(old, one);
    expect(await licencesOf(old, one)).toEqual(before.map((row) => ({ ...(row as object), of: one })));
    await says(old, one);
    expect(await users()).toBe(count);
    await says(old, null);
    expect(await licencesOf(old, one)).toEqual(before);
  });

  it('brings its account, which is its own again once the two are parted', async () => {
    const [old, one] = [await ground.person(), await ground.person({ nameless: true })];
    await ground.start([old]);
    await ground.work(
      () => ({ state: 'assigned' }),
      () => old,
    );
    const holder = async () => (await ground.sql(sql`select person_id as id from account where object_id = ${old}`))[0];
    await says(old, one);
    expect(await holder()).toEqual({ id: one });
    await says(old, null);
    expect(await holder()).toEqual({ id: old });
  });

  it('leaves the person the own licence where both have one', async () => {
    const [old, one] = [await ground.person(), await ground.person()];
    await licensed(old, one);
    const before = await licencesOf(old, one);
    await says(old, one);
    expect(await licencesOf(old, one)).toEqual(before);
  });

  it('is given what a run that was under way got for it', async () => {
    const [old, one] = [await ground.person(), await ground.person({ nameless: true })];
    const { id } = await ground.start([old]);
    await says(old, one);
    await ground.database.db.asActor(ground.system, (tx) => assignLicences(tx, id, [old]));
    expect(await licencesOf(old, one)).toMatchObject([{ of: one, state: 'assigned' }]);
  });
});
