import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '@takwin/platform/auth';
import { actorOf, type apiOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { academiesService } from '../testing/academies-service.js';
import { newMatricule, rowOf } from '../testing/konosys-file.js';
import { type AcademySeen, placesIn, someoneAt, statementsOf, type Standing } from '../testing/roster-statements.js';

type Api = ReturnType<typeof apiOf>;

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
/** Two academies of one region, one of another, and a prison's. */
let { here, near, far, prison }: Partial<Awaited<ReturnType<typeof placesIn>>> = {};
const someone = () => someoneAt(here!);
const managerOf = async (...places: AcademySeen[]): Promise<Api> =>
  admin.as(await tokens.of({ role: 'academy-manager', academies: places.map(({ id }) => id) }));

beforeAll(async () => {
  ({ here, near, far, prison } = await placesIn(admin));
});

const { accept, worked, work, take, standing } = statementsOf({ database, running, admin });

/** The homes and active groups of a person, in the order in which they were told. */
async function told(id: string): Promise<[string, string, string][]> {
  const events = await database.db.readAs(actorOf('system'), (tx) =>
    tx.query<{ type: string; state: { academyId: string; placements: { group: string; state: string }[] } }>(sql`
      select type, change->'d' as state from event_new, jsonb_array_elements(body->'changes') change
      where subject = 'person' and change->>'s' = ${id} order by (change->>'v')::int`),
  );
  return events.map(({ type, state: { academyId, placements } }) => [
    type,
    academyId,
    placements.flatMap(({ group, state }) => (state === 'active' ? [group] : [])).join(),
  ]);
}

describe('a later file of an academy', () => {
  it('that places a person in another group of the year ends the older placement, with day and reason', async () => {
    const person = someone();
    await take([person('DEV101')]);
    expect(await take([person('DEV102')], admin, true)).toEqual({ accepted: 1, changes: 1 });
    expect(await standing(person.matricule)).toMatchObject({ version: 1, places: ['DEV101 active'] });
    expect(await take([person('DEV102')])).toEqual({ accepted: 1, changes: 1 });
    const now = await standing(person.matricule);
    expect(now).toMatchObject({ version: 2, state: 'active', places: ['DEV101 moved', 'DEV102 active'] });
    expect(await told(now.id)).toEqual([
      ['PersonRegistered', here!.id, 'DEV101'],
      ['PersonChanged', here!.id, 'DEV102'],
    ]);
  });

  it('that is silent about a person changes nothing of theirs', async () => {
    const person = someone();
    await take([person('DEV101')]);
    await take([someone()('DEV102')]);
    expect(await standing(person.matricule)).toMatchObject({ version: 1, places: ['DEV101 active'] });
  });

  it.each<[string, (person: ReturnType<typeof someone>) => string, ...string[]]>([
    ['of another year', (person) => person('DEV201', here, { anneeEtude: '2' }), 'DEV201 active'],
    ['without a group', (person) => person('', here), 'null active'],
    ['that says nobody is there', (person) => person('DEV102', here, { EtudiantActif: 'non' })],
  ])('with a row %s moves nobody', async (_, row, ...added) => {
    const person = someone();
    await take([person('DEV101')]);
    await take([row(person)]);
    expect((await standing(person.matricule)).places).toEqual(['DEV101 active', ...added]);
  });

  it('that does not say the year moves as one of the same year, and so does the first group that is said', async () => {
    const person = someone();
    await take([person('', here)]);
    await take([person('DEV101')]);
    await take([person('DEV102', here, { anneeEtude: '' })]);
    expect((await standing(person.matricule)).places).toEqual(['DEV101 moved', 'DEV102 active', 'null moved']);
  });

  it('sent again says nothing new of whom it has as before, whatever came between', async () => {
    const [person, other] = [someone(), someone()];
    const [first, second] = [[person('DEV101'), other('DEV101')], [person('DEV102')]];
    await take(first);
    expect(await take(first)).toEqual({ accepted: 2, changes: 0 });
    await take(second);
    for (const file of [second, first, second, first]) expect(await take(file)).toMatchObject({ changes: 0 });
    expect(await standing(person.matricule)).toMatchObject({ version: 2, places: ['DEV101 moved', 'DEV102 active'] });
  });

  it('takes a person back whom files of its sender had left out of the group, which it counts', async () => {
    const [person, other] = [someone(), someone()];
    await take([person('DEV101'), other('DEV101')]);
    await take([person('DEV102'), other('DEV101')]);
    const back = [other('DEV101'), person('DEV101')];
    expect(await take(back, admin, true)).toEqual({ accepted: 2, changes: 1 });
    expect(await take(back)).toEqual({ accepted: 2, changes: 1 });
    expect(await standing(person.matricule)).toMatchObject({ version: 3, places: ['DEV101 active', 'DEV102 moved'] });
    expect(await take(back)).toEqual({ accepted: 2, changes: 0 });
  });

  it('that says of a placement moved out of that it is over tells that from then on', async () => {
    const person = someone();
    await take([person('DEV101')]);
    await take([person('DEV102')]);
    const over = person('DEV101', here, { EtudiantActif: 'non' });
    expect(await take([over])).toEqual({ accepted: 1, changes: 1 });
    expect(await take([over])).toEqual({ accepted: 1, changes: 0 });
    expect((await standing(person.matricule)).places).toEqual(['DEV101 inactive', 'DEV102 active']);
  });
});

describe('the rows of one file', () => {
  it('are one statement: two groups stay, and the home is that of the last row', async () => {
    const person = someone();
    const rows = [person('DEV102', near), person('DEV101'), person('DEV103', near)];
    await take([person('DEV101'), person('DEV100')]);
    expect(await take(rows)).toEqual({ accepted: 3, changes: 1 });
    expect(await standing(person.matricule)).toMatchObject({
      academyId: near!.id,
      places: ['DEV100 moved', 'DEV101 active', 'DEV102 active', 'DEV103 active'],
    });
    expect(await take(rows)).toEqual({ accepted: 3, changes: 0 });
    expect(await take([rows[2]!, rows[0]!, rows[1]!])).toEqual({ accepted: 3, changes: 0 });
    expect(await standing(person.matricule)).toMatchObject({ academyId: near!.id });
    expect(await take([rows[0]!, rows[2]!, person('DEV104')])).toEqual({ accepted: 3, changes: 1 });
    const places = ['DEV100 moved', 'DEV101 moved', 'DEV102 active', 'DEV103 active', 'DEV104 active'];
    expect(await standing(person.matricule)).toMatchObject({ academyId: here!.id, places });
  });

  it('are one however far apart they stand, and move a person once', async () => {
    const person = someone();
    const others = Array.from({ length: 1000 }, () => someone()('DEV101'));
    await take([person('DEV100')]);
    const rows = [person('DEV101'), ...others, person('DEV102')];
    expect(await take(rows)).toEqual({ accepted: 1002, changes: 1001 });
    expect(await take(rows)).toEqual({ accepted: 1002, changes: 0 });
    const places = ['DEV100 moved', 'DEV101 active', 'DEV102 active'];
    expect(await standing(person.matricule)).toMatchObject({ version: 2, places });
  });
});

describe('a file of another academy', () => {
  it('moves the home and region there, and back with a later one of the first that had left the person out', async () => {
    const [person, other] = [someone(), someone()];
    for (const [at, changes] of [
      [here, 2],
      [far, 1],
      [far, 0],
      [here, 1],
    ] as [AcademySeen, number][]) {
      if (changes === 1 && at === here) await take([other('DEV101')]);
      const rows = at === here ? [person('DEV101', at), other('DEV101', at)] : [person('DEV101', at)];
      expect(await take(rows)).toEqual({ accepted: rows.length, changes });
      const { academyId, region } = await standing(person.matricule);
      expect({ academyId, region }).toEqual({ academyId: at.id, region: at.region });
    }
    const { id, places } = await standing(person.matricule);
    expect(places).toEqual(['DEV101 active', 'DEV101 moved']);
    expect((await told(id)).map(([, academyId, active]) => [academyId, active])).toEqual([
      [here!.id, 'DEV101'],
      [far!.id, 'DEV101'],
      [here!.id, 'DEV101'],
    ]);
  });

  it.each(['here', 'far'])(
    'leaves the home of who is in nightly exports of both, the one %s first, where the last new row told it',
    async (first) => {
      const [person, one, two] = [someone(), someone(), someone()];
      const exports = [
        [person('DEV101', here), one('DEV101', here)],
        [person('DEV9', far), two('DEV9', far)],
      ];
      if (first === 'far') exports.reverse();
      for (const rows of exports) await take(rows);
      const then = await standing(person.matricule);
      expect(then).toMatchObject({ academyId: first === 'far' ? here!.id : far!.id, version: 2 });
      for (const rows of [...exports, ...exports, exports[1]!, exports[0]!, exports[0]!])
        expect(await take(rows)).toEqual({ accepted: 2, changes: 0 });
      expect(await standing(person.matricule)).toEqual(then);
      const moved = exports.map(([row, other]) => [row!.replace(/DEV\d+/, 'DEV2'), other!]);
      expect(await take(moved[0]!)).toEqual({ accepted: 2, changes: 1 });
      expect((await standing(person.matricule)).academyId).not.toBe(then.academyId);
    },
  );

  it('whose export is of several academies says nothing of who is left out of another sender’s', async () => {
    const [person, one, two] = [someone(), someone(), someone()];
    const director = admin.as(
      await tokens.of({ role: 'regional-director', regions: [here!.region], subject: 'nightly' }),
    );
    const academys = [person('DEV101', here), one('DEV101', here)];
    const regions = [one('DEV101', here), person('DEV9', near), two('DEV9', near)];
    await take(academys);
    await take(regions, director);
    for (const night of [1, 2]) {
      expect([night, await take(academys)]).toEqual([night, { accepted: 2, changes: 0 }]);
      expect([night, await take(regions, director)]).toEqual([night, { accepted: 3, changes: 0 }]);
    }
    expect((await standing(person.matricule)).academyId).toBe(near!.id);
  });

  it('does not tell a manager whether it was a prison that the person came from', async () => {
    const person = someone();
    const manager = await managerOf(here!);
    await take([person('DEV101')]);
    await take([person('DEV9', prison)]);
    expect((await manager.post('/v1/persons/search', { matricule: person.matricule })).body.items).toEqual([]);
    await take([person('DEV102')]);
    expect((await standing(person.matricule, manager)).places).toEqual(['DEV101 moved', 'DEV102 active']);
    expect((await standing(person.matricule)).places).toEqual(['DEV101 moved', 'DEV102 active', 'DEV9 moved']);
  });

  it('ends placements within the scope of its sender alone', async () => {
    const person = someone();
    const director = admin.as(await tokens.of({ role: 'regional-director', regions: [here!.region] }));
    await take([person('DEV1', far), person('DEV2', near), person('DEV101')]);
    await take([person('DEV102')], await managerOf(here!));
    const places = ['DEV1 active', 'DEV101 moved', 'DEV102 active', 'DEV2 active'];
    expect(await standing(person.matricule)).toMatchObject({ academyId: here!.id, places });
    await take([person('DEV103')], director);
    expect((await standing(person.matricule)).places).toEqual([
      'DEV1 active',
      'DEV101 moved',
      'DEV102 moved',
      'DEV103 active',
      'DEV2 moved',
    ]);
  });
});

describe('the order of statements', () => {
  it('is that in which files were accepted, in whichever they are worked', async () => {
    const [person, mover] = [someone(), someone()];
    await take([person('DEV100'), mover('DEV100')]);
    const older = await accept([person('DEV101'), person('DEV102'), mover('DEV1', near), mover('DEV2', near)]);
    const later = await accept([person('DEV102'), mover('DEV103')]);
    expect(await work(later)).toEqual({ accepted: 2, changes: 2 });
    expect(await work(older)).toEqual({ accepted: 4, changes: 2 });
    expect((await standing(person.matricule)).places).toEqual(['DEV100 moved', 'DEV101 moved', 'DEV102 active']);
    expect(await standing(mover.matricule)).toMatchObject({
      academyId: here!.id,
      places: ['DEV1 moved', 'DEV100 moved', 'DEV103 active', 'DEV2 moved'],
    });
  });

  it('is the same where the later one says what was said before the older one', async () => {
    const person = someone();
    await take([person('DEV100')]);
    const older = await accept([person('DEV1', near)]);
    const later = await accept([person('DEV100')]);
    expect(await work(later)).toEqual({ accepted: 1, changes: 0 });
    expect(await worked(older)).toMatchObject({ accepted: 1, changes: 1, notFollowed: 1 });
    expect(await standing(person.matricule)).toMatchObject({
      academyId: here!.id,
      places: ['DEV1 moved', 'DEV100 active'],
    });
  });

  it.each(['first', 'last'])('is that of two at work at once, the older of which comes %s', async (comes) => {
    const person = someone();
    await take([person('DEV100')]);
    const older = await accept([person('DEV101')]);
    const later = await accept([person('DEV102', near)]);
    const both = await database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`lock table import_rejected_row in exclusive mode`);
      const order = comes === 'first' ? [older, later] : [later, older];
      const working: Promise<unknown>[] = [];
      for (const id of order) {
        working.push(work(id));
        await untilWaiting(working.length);
      }
      return { done: Promise.all(working) };
    });
    await both.done;
    const places = ['DEV100 moved', 'DEV101 moved', 'DEV102 active'];
    expect(await standing(person.matricule)).toMatchObject({ academyId: near!.id, places });
  });

  async function untilWaiting(wanted: number): Promise<void> {
    const waiting = () =>
      database.db.readAs(systemActor('test'), (tx) =>
        tx.query(sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`),
      );
    while ((await waiting()).length < wanted) await pause(10);
  }

  it('takes a departure in: an older file brings nobody back, a later one does', async () => {
    const person = someone();
    await take([person('DEV101')]);
    const { id } = await standing(person.matricule);
    const older = await accept([person('DEV101'), person('DEV102')]);
    await admin.post(`/v1/persons/${id}/deactivate`, { reason: 'abandon' });
    await work(older);
    expect(await standing(person.matricule)).toMatchObject({
      state: 'inactive',
      places: ['DEV101 left', 'DEV102 left'],
    });
    await take([person('DEV102')]);
    expect(await standing(person.matricule)).toMatchObject({
      state: 'active',
      places: ['DEV101 left', 'DEV102 active'],
    });
  });

  it('takes a return in, which leads into the group of the departure, and none that was moved out of', async () => {
    const person = someone();
    for (const group of ['DEV102', 'DEV101']) await take([person(group)]);
    const { id } = await standing(person.matricule);
    await admin.post(`/v1/persons/${id}/deactivate`, { reason: 'abandon' });
    const inGroup = async (group: string): Promise<string[]> =>
      (await admin.get(`/v1/persons?first=100&academyId=${here!.id}&state=inactive&group=${group}`)).body.items.map(
        (one: Standing) => one.id,
      );
    expect(await inGroup('DEV101')).toContain(id);
    expect(await inGroup('DEV102')).not.toContain(id);
    const older = await accept([person('DEV102')]);
    await admin.post(`/v1/persons/${id}/reactivate`);
    await work(older);
    expect((await standing(person.matricule)).places).toEqual(['DEV101 active', 'DEV102 moved']);
  });

  it('takes a registration by form in: a later file moves its person', async () => {
    const matricule = newMatricule();
    const about = { kind: 'trainee', academyId: far!.id, matricule, group: 'DEV1', year: 1, birthDate: '2005-02-01' };
    await admin.post('/v1/persons', { ...about, name: { family: 'LAHLOU', given: 'Nada' } });
    await take([rowOf({ MatriculeEtudiant: matricule, Nom: 'LAHLOU', Prenom: 'Nada', Site: here!.code })]);
    expect(await standing(matricule)).toMatchObject({ academyId: here!.id, places: ['DEV1 moved', 'DEV101 active'] });
  });
});
