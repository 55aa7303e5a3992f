import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
let elsewhere: string;
let sittingId: string;
const ids: Record<'excel' | 'word' | 'gone' | 'far', string> = { excel: '', word: '', gone: '', far: '' };

/** In one sitting of Rabat: two of Rabat, one of whom sits another exam; one who gave the seat up; and one of another region. */
beforeAll(async () => {
  house = await examEnvironment();
  elsewhere = await house.given.academy('Fès', { region: 'MA-03' });
  sittingId = (await house.sitting({ days: 30 })).id;
  const book = async (personId: string, examCode: string) =>
    (await house.book(personId, sittingId, { examCode })).body.id;
  ids.excel = await book(await house.person('excel'), 'MO-200');
  ids.word = await book(await house.person('word'), 'MO-100');
  ids.gone = await book(await house.person('gone'), 'MO-200');
  ids.far = await book(await house.person('far'), 'MO-200');
  await house.admin.post(`/v1/registrations/${ids.gone}/cancel`);
  await house.sql(sql`update registration set academy_id = ${elsewhere}, region = 'MA-03' where id = ${ids.far}`);
});
afterAll(() => house?.close());

const namesOf = (items: readonly { id: string }[]) =>
  Object.entries(ids)
    .filter(([, id]) => items.some((one) => one.id === id))
    .map(([name]) => name);
const listed = async (about: string, by = house.admin) =>
  namesOf((await by.get(`/v1/registrations?${about}`)).body.items);

describe('registrations are listed', () => {
  it('by their academy or that of the sitting, their region and their exam, together with what else they are cut by', async () => {
    expect(await listed(`academyId=${house.academyId}`)).toEqual(['excel', 'word', 'gone', 'far']);
    expect(await listed(`academyId=${elsewhere}`)).toEqual(['far']);
    expect(await listed('region=MA-03')).toEqual(['far']);
    expect(await listed('examCode=MO-200')).toEqual(['excel', 'gone', 'far']);
    expect(await listed(`examCode=MO-200&region=${house.given.region}&state=booked`)).toEqual(['excel']);
    expect((await house.admin.get('/v1/registrations?region=Rabat')).status).toBe(422);
  });

  it('within what the caller may read, whatever academy or region is asked for', async () => {
    const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [elsewhere] }));
    expect(await listed('examCode=MO-200', manager)).toEqual(['far']);
    expect(await listed(`academyId=${house.academyId}`, manager)).toEqual(['far']);
    const host = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [house.academyId] }));
    expect(await listed('examCode=MO-200', host)).toEqual(['excel', 'gone', 'far']);
    const other = await house.given.academy('Neither', { region: 'MA-03' });
    const neither = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [other] }));
    expect(await listed('examCode=MO-200', neither)).toEqual([]);
    expect(await listed('region=MA-03', house.director)).toEqual([]);
  });

  it('by cursors that no other list in the order of ids takes', async () => {
    const { nextCursor } = (await house.admin.get('/v1/registrations?first=1')).body;
    for (const list of [
      'vouchers',
      'charges',
      'appeals',
      'credentials',
      `persons/${crypto.randomUUID()}/accommodations`,
    ])
      expect(await house.admin.get(`/v1/${list}?after=${nextCursor}`)).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'after', code: 'invalid_cursor' }] },
      });
  });

  it('page by page, each once, by no cursor of another list or of another cut', async () => {
    const url = '/v1/registrations?examCode=MO-200';
    const all = (await house.admin.get(url)).body.items;
    const page = (await house.admin.get(`${url}&first=2`)).body;
    const rest = (await house.admin.get(`${url}&first=2&after=${page.nextCursor}`)).body;
    expect([...page.items, ...rest.items]).toEqual(all);
    expect(rest.nextCursor).toBeNull();
    const exams = (await house.admin.get('/v1/exams?first=1')).body.nextCursor;
    const ofAnId = Buffer.from(JSON.stringify([ids.excel])).toString('base64url');
    for (const [cut, after] of [
      ['examCode=MO-200', exams],
      ['examCode=MO-200', ofAnId],
      ['examCode=MO-100', page.nextCursor],
      ['examCode=MO-200&state=booked', page.nextCursor],
    ])
      expect(await house.admin.get(`/v1/registrations?${cut}&after=${after}`)).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'after', code: 'invalid_cursor' }] },
      });
  });
});

describe('the graph', () => {
  it('cuts the same way, and lists those of a sitting within it, as far as the caller may see them', async () => {
    const asked = `query ($id: ID!, $academy: ID!) {
      registrations(academyId: $academy, examCode: "MO-200", region: "MA-03") { edges { node { id } } }
      sitting(id: $id) { registrations { id state } part: registrations(first: 1) { id } }
    }`;
    const variables = { id: sittingId, academy: elsewhere };
    const { body } = await house.admin.graphql(asked, variables);
    expect(body.errors).toBeUndefined();
    expect(body.data.registrations.edges).toEqual([{ node: { id: ids.far } }]);
    const within = body.data.sitting.registrations;
    expect(namesOf(within)).toEqual(expect.arrayContaining(['excel', 'word', 'far']));
    expect(body.data.sitting.part).toEqual([{ id: within[0].id }]);
    const seen = await house.director.graphql(asked, variables);
    expect(namesOf(seen.body.data.sitting.registrations)).not.toContain('far');
    expect(seen.body.data.registrations.edges).toEqual([]);
  });
});

// Last, as it adds to the lists that the others count.
describe('registrations are shown', () => {
  it('to no machine that was not granted to be told of prisons where the candidate is of one, or sits in one, at any door', async () => {
    const prison = await house.given.academy('Inside', { inPrison: true });
    const [outside, seat] = [(await house.sitting({ days: 31 })).id, (await house.sitting({ days: 32 })).id];
    const [moved, there] = [await house.person('moved inside'), await house.person('sat inside')];
    const hidden: string[] = [];
    for (const person of [moved, there]) hidden.push((await house.book(person, outside)).body.id);
    await house.sql(sql`update registration set academy_id = ${prison} where id = ${hidden[0]}`);
    await house.sql(sql`update sitting set academy_id = ${prison} where id = ${seat}`);
    await house.sql(sql`update registration set sitting_id = ${seat} where id = ${hidden[1]}`);
    const seen = async (...scopes: string[]) => {
      const by = house.admin.as(await house.tokens.of({ role: 'integrator', scopes }));
      const query = '{ registrations(first: 50) { edges { node { id } } } }';
      const found = [];
      for (const id of hidden) {
        const entity = `{ registration(id: "${id}") { id } }`;
        found.push([
          (await by.get(`/v1/registrations/${id}`)).status === 200,
          ...[await by.get('/v1/registrations?first=100'), await by.get(`/v1/registrations?academyId=${prison}`)].map(
            ({ body }) => JSON.stringify(body.items).includes(id),
          ),
          ...[await by.graphql(query), await by.graphql(entity)].map(({ body }) =>
            JSON.stringify(body.data ?? null).includes(id),
          ),
        ]);
      }
      return found;
    };
    const READS = ['FindRegistration', 'FindRegistrations'];
    const [all, none] = [Array(5).fill(true), Array(5).fill(false)];
    expect(await seen('*')).toEqual([all, all]);
    expect(await seen(...READS, 'prison-placements')).toEqual([all, all]);
    expect(await seen(...READS)).toEqual([none, none]);
    const open = house.admin.as(await house.tokens.of({ role: 'integrator', scopes: READS }));
    expect((await open.get('/v1/registrations?first=100')).body.items.length).toBeGreaterThan(0);
  });
});
