import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import type { Actor } from '../auth/actor.js';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { covers, demand, within } from './within.js';

const HERE = '00000000-0000-4000-8000-000000000001';
const THERE = '00000000-0000-4000-8000-000000000002';
const NOBODY = '00000000-0000-4000-8000-000000000003';
const places = {
  name: 'places',
  up: `create table place(id text, region text, academy_id uuid, person_id uuid);
       insert into place values ('here', 'MA-01', '${HERE}', '${HERE}'),
         ('there', 'MA-06', '${THERE}', '${THERE}'), ('nowhere', null, null, null)`,
};
const columns = { region: sql`region`, academy: sql`academy_id`, person: sql`person_id` };
const bounds = { region: 'MA-01', academy: HERE, person: HERE };

describe('the scope of an actor', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await testDatabase({ schema: 'scopes', migrations: [places] });
  });
  afterAll(() => test.close());

  const seenBy = (actor: Actor, by: Parameters<typeof within>[1] = columns) =>
    test.db.readAs(actor, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`select id from place where ${within(actor, by)} order by id`);
      return rows.map(({ id }) => id);
    });

  it.each([
    ['regional-director', { regions: ['MA-01'] }],
    ['academy-manager', { academies: [HERE] }],
    ['trainer', { persons: [HERE, NOBODY] }],
    ['candidate', { personId: HERE }],
  ] as const)('keeps a %s to what is theirs', async (role, about) => {
    const actor = actorOf(role, about);
    expect(await seenBy(actor)).toEqual(['here']);
    expect(covers(actor, bounds)).toBe(true);
    expect(covers(actor, { region: 'MA-06', academy: THERE, person: THERE })).toBe(false);
  });

  it.each([
    ['regional-director', { regions: ['MA-06'] }],
    ['academy-manager', { academies: [THERE] }],
  ] as const)('shows a %s themselves beside what is theirs, and nobody else', async (role, about) => {
    const actor = actorOf(role, { ...about, persons: [HERE] });
    expect(await seenBy(actor)).toEqual(['here', 'there']);
    expect(covers(actor, bounds)).toBe(true);
    expect(await seenBy({ ...actor, persons: [NOBODY] })).toEqual(['there']);
    expect(covers({ ...actor, persons: [NOBODY] }, bounds)).toBe(false);
    expect(await seenBy(actor, { person: sql`person_id` })).toEqual(['here']);
  });

  it('shows the programme everything, whatever it belongs to', async () => {
    expect(await seenBy(actorOf('auditor'), {})).toEqual(['here', 'nowhere', 'there']);
    expect(covers(actorOf('system'), {})).toBe(true);
  });

  it.each(['regional-director', 'academy-manager', 'trainer', 'candidate', 'public'] as const)(
    'shows nothing to a %s who has been given nothing',
    async (role) => {
      expect(await seenBy(actorOf(role))).toEqual([]);
      expect(covers(actorOf(role), bounds)).toBe(false);
    },
  );

  it('shows nothing where the column or the bound of the scope is missing', async () => {
    const director = actorOf('regional-director', { regions: ['MA-01'] });
    expect(await seenBy(director, { academy: sql`academy_id` })).toEqual([]);
    expect(covers(director, { academy: HERE })).toBe(false);
    expect(covers(director, { region: null })).toBe(false);
  });

  it('answers NOT_FOUND for what is outside', () => {
    expect(() => demand(actorOf('candidate', { personId: THERE }), bounds)).toThrow('NOT_FOUND');
  });
});
