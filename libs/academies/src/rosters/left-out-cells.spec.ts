import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { academiesService } from '../testing/academies-service.js';
import { type AcademySeen, placesIn, someoneAt, statementsOf } from '../testing/roster-statements.js';

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
let { here, near }: Partial<Awaited<ReturnType<typeof placesIn>>> = {};
beforeAll(async () => {
  ({ here, near } = await placesIn(admin));
});
const someone = () => someoneAt(here!);
const { accept, worked, take, standing, years } = statementsOf({ database, running, admin });
const send = async (rows: string[], as = admin, dryRun = false) => worked(await accept(rows, as, dryRun));
const year = (anneeEtude: string): Record<string, string> => ({ anneeEtude });
const gone = (anneeEtude: string): Record<string, string> => ({ anneeEtude, EtudiantActif: 'non' });

describe('a departure', () => {
  it.each([
    ['leaves the year out', '1', 'DEV101', '', ['DEV101/1 inactive']],
    ['says the year that was left out', '', 'DEV101', '1', ['DEV101/1 inactive']],
    ['leaves the group out', '1', '', '1', ['DEV101/1 inactive']],
    ['leaves the group and the year out', '1', '', '', ['DEV101/1 inactive']],
  ])('that %s ends the placement, by the programme or the academy, and no more the next night', async (...told) => {
    const [, before, group, after, places] = told;
    const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [here!.id] }));
    for (const sender of [admin, manager]) {
      const person = someone();
      await take([person('DEV101', here, year(before))], sender);
      const row = person(group, here, gone(after));
      expect(await send([row], sender, true)).toMatchObject({ changes: 1, notFollowed: 0 });
      expect(await send([row], sender)).toMatchObject({ changes: 1, notFollowed: 0 });
      expect(await send([row], sender)).toMatchObject({ changes: 0, notFollowed: 0 });
      expect(await years(person.matricule)).toEqual(places);
      expect(await standing(person.matricule)).toMatchObject({ state: 'inactive' });
    }
  });

  it('ends the placement that has no group, whatever group it says', async () => {
    const person = someone();
    await take([person('', here)]);
    expect(await send([person('DEV101', here, gone('1'))])).toMatchObject({ changes: 1, notFollowed: 0 });
    expect(await standing(person.matricule)).toMatchObject({ state: 'inactive', places: ['null inactive'] });
  });

  it('without group and year ends all placements of the academy and none elsewhere; with the year those of the year', async () => {
    const person = someone();
    await take([person('DEV101'), person('DEV102'), person('DEV201', here, year('2')), person('DEV9', near)]);
    expect(await send([person('', here, gone('2'))])).toMatchObject({ changes: 1, notFollowed: 0 });
    const others = ['DEV201/2 inactive', 'DEV9/1 active'];
    expect(await years(person.matricule)).toEqual(['DEV101/1 active', 'DEV102/1 active', ...others]);
    expect(await send([person('', here, gone(''))])).toMatchObject({ changes: 1, notFollowed: 0 });
    expect(await years(person.matricule)).toEqual(['DEV101/1 inactive', 'DEV102/1 inactive', ...others]);
  });

  it('says filière and level of no group that it does not name', async () => {
    const person = someone();
    await take([person('DEV101', here, { CodeDiplome: 'DIA_DEV_TS' })]);
    await take([person('', here, { ...gone(''), CodeDiplome: 'DIA_ID_TS' })]);
    const [{ placements }] = (await admin.post('/v1/persons/search', { matricule: person.matricule })).body.items;
    expect(placements).toMatchObject([{ state: 'ended', group: { filiere: 'DIA_DEV_TS' } }]);
  });

  it('ends nothing that the same file says is active', async () => {
    const person = someone();
    await take([person('DEV101')]);
    const rows = [person('', here), person('DEV101', here, gone('1'))];
    expect(await send(rows)).toMatchObject({ notFollowed: 0 });
    expect((await standing(person.matricule)).places).toEqual(['DEV101 inactive', 'null active']);
  });

  it.each<[string, (at: AcademySeen[]) => [string, AcademySeen, string]]>([
    ['a group', ([at]) => ['DEV999', at!, '1']],
    ['a year', ([at]) => ['DEV101', at!, '2']],
    ['an academy', ([, at]) => ['DEV101', at!, '1']],
  ])('from %s where nobody has placed the person ends and makes nothing, and its sender is told', async (_, where) => {
    const person = someone();
    await take([person('DEV101')]);
    const [group, at, when] = where([here!, near!]);
    for (const dryRun of [true, false])
      expect(await send([person(group, at, gone(when))], admin, dryRun)).toMatchObject({
        ...{ accepted: 1, changes: 0, notFollowed: 1, rows: ['2,PLACEMENT_UNKNOWN'] },
      });
    expect(await standing(person.matricule)).toMatchObject({ academyId: here!.id, places: ['DEV101 active'] });
  });

  it('of somebody new tells where they have been', async () => {
    const person = someone();
    expect(await send([person('DEV101', here, gone('1'))])).toMatchObject({ changes: 1, notFollowed: 0 });
    expect(await standing(person.matricule)).toMatchObject({ state: 'inactive', places: ['DEV101 inactive'] });
  });
});

describe('a row of a group that is there', () => {
  const ONE = ['DEV101/1 active'];

  it.each([
    ['', '1', 1],
    ['1', '', 0],
  ])('with the year “%s”, then “%s”, is one placement', async (first, second, changes) => {
    const person = someone();
    const rows = [first, second].map((one) => person('DEV101', here, year(one)));
    await take([rows[0]!]);
    expect(await take([rows[1]!])).toEqual({ accepted: 1, changes });
    expect(await years(person.matricule)).toEqual(ONE);
    for (const row of rows) expect(await take([row])).toEqual({ accepted: 1, changes: 0 });
    const both = someone();
    await take([first, second].map((one) => both('DEV101', here, year(one))));
    expect(await years(both.matricule)).toEqual(ONE);
  });

  it('is one placement however far apart the rows stand', async () => {
    const [person, other] = [someone(), someone()];
    const between = Array.from({ length: 1000 }, () => someone()('DEV101'));
    const [known, unknown] = [year('1'), year('')];
    const first = [person('DEV101', here, unknown), other('DEV101', here, known)];
    await take([...first, ...between, person('DEV101', here, known), other('DEV101', here, unknown)]);
    for (const { matricule } of [person, other]) expect(await years(matricule)).toEqual(ONE);
  });

  it('takes up a placement that has ended, and another year is another placement', async () => {
    const person = someone();
    await take([person('DEV101', here, gone('1'))]);
    expect(await take([person('DEV101', here, year(''))])).toEqual({ accepted: 1, changes: 1 });
    expect(await years(person.matricule)).toEqual(ONE);
    await take([person('DEV101', here, year('2'))]);
    expect(await years(person.matricule)).toEqual([...ONE, 'DEV101/2 active']);
  });

  it('stands beside no departure of the same file that leaves its group out', async () => {
    const rows = [
      { Code: 'DEV101', EtudiantActif: 'oui' },
      { Code: '', EtudiantActif: 'non' },
    ];
    for (const [first, second] of [rows, rows.toReversed()]) {
      const person = someone();
      const file = [first!, second!].map(({ Code, ...about }) => person(Code, here, about));
      const id = await accept(file);
      await expect(worked(id)).rejects.toThrow();
      const refused = String((await admin.get(`/v1/imports/${id}/rejected.csv`)).body);
      expect(refused).toContain(',3,PLACEMENT_TOLD_OTHERWISE,EtudiantActif,');
    }
  });
});
