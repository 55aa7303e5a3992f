import { afterAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { loadAcademiesReference } from '../load-reference.js';
import { academiesService } from '../testing/academies-service.js';

const { admin, close, database } = await academiesService();
afterAll(close);

type Named = { id: string; code: string; name: object; nameOrigins: object; version: number };
const byCode = async (code: string): Promise<Named> => {
  const pages = ['', '&region=MA-03', '&region=MA-05'].map((where) => admin.get(`/v1/academies?first=100${where}`));
  return (await Promise.all(pages)).flatMap(({ body }) => body.items).find((one) => one.code === code);
};
const run = <Row>(statement: ReturnType<typeof sql>) =>
  database.db.asActor(actorOf('system'), (tx) => tx.query<Row>(statement));
const FES = 'المعهد المتخصص للتكنولوجيا التطبيقية باب الفتوح فاس';

describe('the name of an academy', () => {
  it('is there in Arabic too, and says at both doors whose words it is', async () => {
    const one = await byCode('ISTA-FES-1');
    expect(one).toMatchObject({ name: { ar: FES }, nameOrigins: { fr: 'official', ar: 'transliterated' } });
    const { body } = await admin.graphql(`{ academy(id: "${one.id}") { nameOrigins { fr ar } } }`);
    expect(body.data.academy.nameOrigins).toEqual({ fr: 'OFFICIAL', ar: 'TRANSLITERATED' });
  });

  it('is official once the programme has said it', async () => {
    const { id } = await byCode('ISTA-FES-2');
    const name = { fr: 'ISTA Al Adarissa', ar: 'معهد الأدارسة' };
    const { body } = await admin.patch(`/v1/academies/${id}`, { name });
    expect(body).toMatchObject({ name, nameOrigins: { fr: 'official', ar: 'official' } });
  });

  it('that was lacking is added to a database that is there, and told; what the programme said stays', async () => {
    const [before, said] = [await byCode('ISTA-FES-1'), await byCode('ISTA-FES-2')];
    await run(sql`update academy set name_ar = null where id = ${before.id}`);
    await loadAcademiesReference(database.db);
    const after = await byCode('ISTA-FES-1');
    expect(after).toEqual({ ...before, version: before.version + 1 });
    expect(await byCode('ISTA-FES-2')).toEqual(said);
    const told = await run(sql`
      select from (select body from event union all select body from event_new) e
      where body->'changes' @> ${JSON.stringify([{ s: before.id, v: after.version }])}::jsonb`);
    expect(told).toHaveLength(1);
    await loadAcademiesReference(database.db);
    expect((await byCode('ISTA-FES-1')).version).toBe(after.version);
  });
});
