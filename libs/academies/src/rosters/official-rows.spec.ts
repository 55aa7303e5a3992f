import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { actorOf, type apiOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CinVault } from '../persons/cin.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';
import { RunImportHandler } from './run-import.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; code: string; region: string };

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
let [here, there]: AcademySeen[] = [];
/** The manager of `here`, that of `there`, the director of the region of both, and the machine with the national feed. */
let [mine, theirs, director, feed]: Api[] = [];

beforeAll(async () => {
  const all: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = all[0]!;
  there = all.find(({ id, region }) => id !== here!.id && region === here!.region)!;
  const as = async (role: string, subject: string, about: object) =>
    admin.as(await tokens.of({ role, subject, ...about } as never));
  mine = await as('academy-manager', 'who squats', { academies: [here.id] });
  theirs = await as('academy-manager', 'who teaches', { academies: [there.id] });
  director = await as('regional-director', 'the region', { regions: [here.region] });
  feed = await as('integrator', 'konosys', { scopes: ['*'] });
});

let made = 0;
const cin = (): string => `OR${String(++made).padStart(5, '0')}`;
const called = () => ({ Nom: 'Reala', Prenom: `Nora ${inLetters(++made)}` });
async function take(as: Api, rows: string[]) {
  const headers = { 'content-type': 'text/csv' };
  const { body } = await as.post('/v1/imports?kind=konosys', fileOf(...rows), { headers });
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  const told = (await as.get(`/v1/imports/${body.id}`)).body;
  const faults = String((await as.get(`/v1/imports/${body.id}/rejected.csv`)).body)
    .split('\r\n')
    .slice(1);
  return { id: body.id, accepted: told.accepted, unconfirmed: told.unconfirmed, faults: faults.join() };
}
const found = async (as: Api, about: object) => (await as.post('/v1/persons/search', about)).body.items;
const idOf = ({ id }: { id: string }) => id;
const claimsOf = async (personId: string) => (await theirs!.get(`/v1/claims?personId=${personId}`)).body.items;
/** A row of `here` that makes somebody up, and the record that it made. */
async function madeUp(about: object = {}) {
  const matricule = newMatricule();
  const row = rowOf({ ...called(), Site: here!.code, MatriculeEtudiant: matricule, ...about });
  expect(await take(mine!, [row])).toMatchObject({ accepted: 1, unconfirmed: 1 });
  return { matricule, row, id: (await found(mine!, { matricule }))[0].id as string };
}
const rowThere = (about: object): string =>
  rowOf({ ...called(), DateNaissance: '01/05/2003', Site: there!.code, ...about });

describe('a row of an official source', () => {
  it('has the matricule that an academy alone gave to somebody else', async () => {
    for (const as of [feed!, admin, director!]) {
      const squat = await madeUp();
      expect(await take(as, [rowThere({ MatriculeEtudiant: squat.matricule })])).toMatchObject({
        accepted: 1,
        unconfirmed: 0,
      });
      const [person] = await found(theirs!, { matricule: squat.matricule });
      expect(person).toMatchObject({ academyId: there!.id, confirmed: true });
      expect(person.id).not.toBe(squat.id);
      expect((await mine!.get(`/v1/persons/${squat.id}`)).body).toMatchObject({
        confirmed: false,
        academyId: here!.id,
      });
      expect(await claimsOf(person.id)).toMatchObject([
        { state: 'open', academyId: here!.id, matricule: squat.matricule },
      ]);
      // Both senders send again, and nothing is told of the other one.
      expect(await take(mine!, [squat.row])).toMatchObject({ accepted: 1, unconfirmed: 1 });
      expect(
        await take(as, [rowThere({ MatriculeEtudiant: squat.matricule, Nom: 'Other', DateNaissance: '02/05/2003' })]),
      ).toMatchObject({ accepted: 0, faults: expect.stringContaining('CONFLICTING_IDENTITY') });
    }
  });

  it('has the name that it says of a matricule and a birth date, whatever an academy called them', async () => {
    const squat = await madeUp({ DateNaissance: '01/05/2003' });
    const row = rowThere({ MatriculeEtudiant: squat.matricule, Nom: 'Zerhouni', Prenom: 'Ilyas' });
    expect(await take(feed!, [row])).toMatchObject({ accepted: 1, unconfirmed: 0 });
    const [person] = await found(theirs!, { matricule: squat.matricule });
    expect(person).toMatchObject({ name: { fr: 'Ilyas Zerhouni' }, confirmed: true });
  });

  it('has the card that an academy alone gave to somebody else, of who is new and of who is known', async () => {
    for (const isKnown of [false, true]) {
      const card = cin();
      const squat = await madeUp({ CIN: card });
      const about = { ...called(), MatriculeEtudiant: newMatricule() };
      if (isKnown) await take(feed!, [rowThere(about)]);
      expect(await take(feed!, [rowThere({ ...about, CIN: card })])).toMatchObject({ accepted: 1, unconfirmed: 0 });
      const [person] = await found(theirs!, { matricule: about.MatriculeEtudiant });
      expect(await found(theirs!, { cin: card })).toMatchObject([{ id: person.id, confirmed: true }]);
      expect(await claimsOf(person.id)).toMatchObject([{ state: 'open', academyId: here!.id }]);
      expect((await mine!.get(`/v1/persons/${squat.id}`)).body.confirmed).toBe(false);
    }
  });

  it('has the name and birth date that an academy alone registered, and the two become one by the claim', async () => {
    const name = { family: 'Reala', given: `Nora ${inLetters(++made)}` };
    const { body } = await mine!.post('/v1/persons', {
      kind: 'trainee',
      academyId: here!.id,
      name,
      birthDate: '2003-05-01',
    });
    const row = rowThere({ Nom: name.family, Prenom: name.given, MatriculeEtudiant: newMatricule() });
    expect(await take(feed!, [row])).toMatchObject({ accepted: 1, unconfirmed: 0 });
    const [person] = await found(theirs!, { matricule: row.split(',')[0] });
    const [claim] = await claimsOf(person.id);
    expect((await mine!.post(`/v1/claims/${claim.id}/accept`)).status).toBe(404);
    expect((await theirs!.post(`/v1/claims/${claim.id}/accept`)).body.state).toBe('accepted');
    expect((await admin.get(`/v1/persons/${body.id}`)).body.id).toBe(person.id);
  });

  it('tells the others that a made-up record has no matricule any more', async () => {
    const squat = await madeUp();
    await take(feed!, [rowThere({ MatriculeEtudiant: squat.matricule })]);
    const told = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query<{ matricule: string | null }>(sql`
        select change->'d'->>'matricule' as matricule from event_new cross join jsonb_array_elements(body->'changes') change
        where change->>'s' = ${squat.id} order by (change->>'v')::int`),
    );
    expect(told.at(-1)).toEqual({ matricule: null });
  });

  it('takes nothing of anybody who is confirmed, nor what its own sender said as an academy', async () => {
    const card = cin();
    const about = { ...called(), MatriculeEtudiant: newMatricule(), CIN: card };
    await take(feed!, [rowThere(about)]);
    const again = rowThere({ MatriculeEtudiant: about.MatriculeEtudiant, DateNaissance: '02/05/2003' });
    expect(await take(admin, [again])).toMatchObject({
      accepted: 0,
      faults: expect.stringContaining('CONFLICTING_IDENTITY'),
    });
    expect(await take(admin, [rowThere({ CIN: card })])).toMatchObject({
      accepted: 0,
      faults: expect.stringContaining('CIN_OF_ANOTHER_PERSON'),
    });
    const squat = await madeUp();
    const same = admin.as(
      await tokens.of({ role: 'regional-director', subject: 'who squats', regions: [here!.region] }),
    );
    expect(await take(same, [rowThere({ MatriculeEtudiant: squat.matricule })])).toMatchObject({ accepted: 0 });
  });

  it('leaves the made-up record as it is where it is rejected itself', async () => {
    const squat = await madeUp();
    const row = rowThere({ MatriculeEtudiant: squat.matricule });
    await admin.post(`/v1/academies/${there!.id}/suspend`);
    expect(await take(feed!, [row])).toMatchObject({
      accepted: 0,
      faults: expect.stringContaining('ACADEMY_IS_SUSPENDED'),
    });
    await admin.post(`/v1/academies/${there!.id}/reinstate`);
    expect(await found(admin, { matricule: squat.matricule })).toMatchObject([{ id: squat.id }]);
  });

  it('confirms whom the honest academy has stated beside a made-up record, which gives the matricule or the card up', async () => {
    for (const as of [feed!, admin, director!])
      for (const isCard of [false, true]) {
        const card = isCard ? cin() : undefined;
        const squat = await madeUp({ CIN: card });
        const matricule = isCard ? newMatricule() : squat.matricule;
        const row = rowThere({ MatriculeEtudiant: matricule, CIN: card });
        expect(await take(theirs!, [row])).toMatchObject({ accepted: 1, unconfirmed: 1 });
        const [stated] = await found(theirs!, { matricule });
        expect(await take(as, [row])).toMatchObject({ accepted: 1, unconfirmed: 0 });
        const [person] = await found(theirs!, { matricule });
        expect(person).toMatchObject({ id: stated.id, confirmed: true, standsAsClaim: false });
        expect((await mine!.get(`/v1/persons/${squat.id}`)).body.confirmed).toBe(false);
        expect((await director!.get(`/v1/claims?personId=${squat.id}`)).body.items).toEqual([]);
        expect(await claimsOf(person.id)).toMatchObject([{ state: 'open', academyId: here!.id }]);
        const other = rowThere({ MatriculeEtudiant: newMatricule(), CIN: card });
        const third = isCard ? other : rowThere({ MatriculeEtudiant: matricule, DateNaissance: '02/02/2002' });
        expect(await take(as, [third])).toMatchObject({ accepted: 0 });
      }
  });

  it('takes nothing for whom its sender has stated as an academy', async () => {
    const squat = await madeUp();
    const row = rowThere({ MatriculeEtudiant: squat.matricule });
    await take(theirs!, [row]);
    const same = admin.as(
      await tokens.of({ role: 'regional-director', subject: 'who teaches', regions: [here!.region] }),
    );
    expect(await take(same, [row])).toMatchObject({ accepted: 1, unconfirmed: 1 });
    const records = await found(director!, { ids: (await found(theirs!, { matricule: squat.matricule })).map(idOf) });
    expect(records).toMatchObject([{ confirmed: false, standsAsClaim: true }]);
  });

  it('gives whom it tells of a matricule that nobody has any more, of those who claim it', async () => {
    const squat = await madeUp();
    const row = rowThere({ MatriculeEtudiant: squat.matricule });
    await take(theirs!, [row]);
    const to = { matricule: newMatricule(), reason: 'The number of another', document: 'AN-12/2003' };
    const { body } = await director!.get(`/v1/persons/${squat.id}`);
    const ifMatch = { headers: { 'if-match': `"${body.version}"` } };
    expect((await director!.patch(`/v1/persons/${squat.id}/identity`, to, ifMatch)).status).toBe(200);
    expect(await take(feed!, [row])).toMatchObject({ accepted: 1, unconfirmed: 0 });
    expect(await found(theirs!, { matricule: squat.matricule })).toMatchObject([
      { confirmed: true, standsAsClaim: false },
    ]);
  });
});

describe('an official who confirms a person', () => {
  it('gives them the matricule of a made-up record, once the claim to be that one is refused', async () => {
    const squat = await madeUp();
    await take(theirs!, [rowThere({ MatriculeEtudiant: squat.matricule })]);
    const [stated] = await found(theirs!, { matricule: squat.matricule });
    const confirm = () => director!.post(`/v1/persons/${stated.id}/confirm`);
    expect((await confirm()).body.code).toBe('PERSON_IS_CLAIMED');
    const [claim] = (await director!.get(`/v1/claims?personId=${squat.id}`)).body.items;
    expect((await director!.post(`/v1/claims/${claim.id}/refuse`, { reason: 'two' })).body.state).toBe('refused');
    expect((await confirm()).body).toMatchObject({
      ...{ id: stated.id, matricule: squat.matricule, confirmed: true, standsAsClaim: false },
    });
    expect(await claimsOf(stated.id)).toMatchObject([{ state: 'open', academyId: here!.id }]);
  });
});
