import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { academiesService } from '../testing/academies-service.js';
import { type AcademySeen, placesIn, someoneAt, statementsOf } from '../testing/roster-statements.js';

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
let { here, far }: Partial<Awaited<ReturnType<typeof placesIn>>> = {};
beforeAll(async () => {
  ({ here, far } = await placesIn(admin));
});
const someone = () => someoneAt(here!);
const { accept, worked, take, standing } = statementsOf({ database, running, admin });

describe('what one sender says, then otherwise, then again', () => {
  it.each(['alone', 'with others who move too'])('is followed of who is in the files %s', async (how) => {
    const [person, other] = [someone(), someone()];
    const fileAt = (at: AcademySeen): string[] =>
      how === 'alone' ? [person('DEV101', at)] : [person('DEV101', at), other('DEV101', at)];
    const all = fileAt(here!).length;
    for (const at of [here!, far!, here!, far!, here!]) {
      expect(await worked(await accept(fileAt(at)))).toMatchObject({ changes: all, notFollowed: 0 });
      expect(await worked(await accept(fileAt(at)))).toMatchObject({ changes: 0, notFollowed: 0 });
      expect(await standing(person.matricule)).toMatchObject({ academyId: at.id, region: at.region });
    }
    expect((await standing(person.matricule)).places).toEqual(['DEV101 active', 'DEV101 moved']);
  });

  it('is followed of groups, too', async () => {
    const person = someone();
    for (const group of ['DEV101', 'DEV102', 'DEV101'])
      expect(await take([person(group)])).toEqual({ accepted: 1, changes: 1 });
    expect((await standing(person.matricule)).places).toEqual(['DEV101 active', 'DEV102 moved']);
  });

  it('is followed where one row between two rosters had moved the person', async () => {
    const [person, one, two] = [someone(), someone(), someone()];
    const roster = [one('DEV101'), person('DEV101'), two('DEV101')];
    await take(roster);
    await take([person('DEV9', far)]);
    expect(await take(roster, admin, true)).toEqual({ accepted: 3, changes: 1 });
    expect(await take(roster)).toEqual({ accepted: 3, changes: 1 });
    expect(await standing(person.matricule)).toMatchObject({ academyId: here!.id });
    expect(await take(roster)).toEqual({ accepted: 3, changes: 0 });
  });
});

describe('a row that is not followed', () => {
  it('is counted, and read with its reason: one of two exports that both have the person', async () => {
    const [person, one, two] = [someone(), someone(), someone()];
    const [first, second] = [
      [one('DEV101', here), person('DEV101', here)],
      [person('DEV9', far), two('DEV9', far)],
    ];
    expect(await worked(await accept(first))).toMatchObject({ notFollowed: 0 });
    expect(await worked(await accept(second))).toMatchObject({ notFollowed: 0 });
    for (const dryRun of [true, false, false]) {
      expect(await worked(await accept(first, admin, dryRun))).toEqual({
        ...{ accepted: 2, changes: 0, notFollowed: 1, rows: ['3,ROW_NOT_FOLLOWED'] },
      });
      expect(await worked(await accept(second, admin, dryRun))).toMatchObject({ changes: 0, notFollowed: 0 });
    }
    expect(await standing(person.matricule)).toMatchObject({ academyId: far!.id, version: 2 });
  });

  it('is so, too, where another sender has said otherwise since', async () => {
    const person = someone();
    const another = admin.as(await tokens.of({ role: 'programme-admin', subject: 'another' }));
    await take([person('DEV101')]);
    await take([person('DEV9', far)], another);
    for (const night of [1, 2]) {
      expect([night, await worked(await accept([person('DEV101')]))]).toMatchObject([night, { notFollowed: 1 }]);
      expect([night, await worked(await accept([person('DEV9', far)], another))]).toMatchObject([
        night,
        { notFollowed: 0 },
      ]);
    }
    expect(await standing(person.matricule)).toMatchObject({ academyId: far!.id, version: 2 });
  });

  it('is so, too, where a later file was worked before it', async () => {
    const person = someone();
    const older = await accept([person('DEV101')]);
    await take([person('DEV102')]);
    expect(await worked(older)).toMatchObject({ accepted: 1, notFollowed: 1, rows: ['2,ROW_NOT_FOLLOWED'] });
  });
});

describe('what a sender is told to do of a row that was not followed', () => {
  it('has it followed: to leave the person out of one file of the group, then to send the row again', async () => {
    const [person, one, two] = [someone(), someone(), someone()];
    const another = admin.as(await tokens.of({ role: 'programme-admin', subject: 'another' }));
    const all = [one('DEV101', here), person('DEV101', here), two('DEV101', here)];
    await take(all);
    await take([person('DEV9', far)], another);
    expect(await worked(await accept(all))).toMatchObject({ notFollowed: 1 });
    await take([one('DEV101', here), two('DEV101', here)]);
    expect(await worked(await accept(all))).toMatchObject({ changes: 1, notFollowed: 0 });
    expect(await standing(person.matricule)).toMatchObject({ academyId: here!.id });
  });

  it('has it followed, too, where two exports of one sender have the person', async () => {
    const [person, one, two] = [someone(), someone(), someone()];
    const first = [one('DEV101', here), person('DEV101', here)];
    await take(first);
    await take([person('DEV9', far), two('DEV9', far)]);
    expect(await worked(await accept(first))).toMatchObject({ notFollowed: 1 });
    await take([one('DEV101', here)]);
    expect(await worked(await accept(first))).toMatchObject({ changes: 1, notFollowed: 0 });
  });

  it('has it followed, too, where a later file was worked before it', async () => {
    const [person, one] = [someone(), someone()];
    const older = await accept([one('DEV101'), person('DEV101')]);
    await take([person('DEV102')]);
    expect(await worked(older)).toMatchObject({ notFollowed: 1 });
    await take([one('DEV101')]);
    expect(await worked(await accept([one('DEV101'), person('DEV101')]))).toMatchObject({ changes: 1, notFollowed: 0 });
  });

  it('is said in words, in the language of who reads the file', async () => {
    const person = someone();
    const older = await accept([person('DEV101')]);
    await take([person('DEV102')]);
    await worked(older);
    for (const [language, told] of [
      ['en', 'leave the person out of your next file of the group, then send the row again.'],
      ['fr', 'omettez la personne de votre prochain fichier du groupe, puis renvoyez la ligne.'],
      ['ar', 'فأسقطوا الشخص من ملفكم التالي للمجموعة، ثم أعيدوا إرسال السطر.'],
    ] as const) {
      const spoken = { headers: { 'accept-language': language } };
      expect((await admin.get(`/v1/imports/${older}/rejected.csv`, spoken)).body).toContain(told);
    }
  });
});
