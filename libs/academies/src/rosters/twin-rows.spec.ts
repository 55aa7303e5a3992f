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
let here: AcademySeen;
let [mine, director, feed]: Api[] = [];

beforeAll(async () => {
  [here] = (await admin.get('/v1/academies?first=1&profile=ordinary')).body.items;
  const as = async (role: string, subject: string, about: object) =>
    admin.as(await tokens.of({ role, subject, ...about } as never));
  mine = await as('academy-manager', 'a manager', { academies: [here.id] });
  director = await as('regional-director', 'a director', { regions: [here.region] });
  feed = await as('integrator', 'konosys', { scopes: ['*'] });
});

let made = 0;
const called = () => ({ Nom: 'Dupone', Prenom: `Sara ${inLetters(++made)}` });
const cin = (): string => `TW${String(++made).padStart(5, '0')}`;
const row = (about: object): string => rowOf({ Site: here.code, DateNaissance: '15/03/2004', ...about });
async function take(as: Api, rows: string[], dryRun = false) {
  const headers = { 'content-type': 'text/csv' };
  const { body } = await as.post(`/v1/imports?kind=konosys&dryRun=${dryRun}`, fileOf(...rows), { headers });
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  const { accepted } = (await as.get(`/v1/imports/${body.id}`)).body;
  const csv = String((await as.get(`/v1/imports/${body.id}/rejected.csv`)).body);
  return {
    id: body.id as string,
    accepted,
    faults: [...csv.matchAll(/,(\d+),(PERSON_MAY_BE_REGISTERED),/g)].map(([, line]) => Number(line)),
  };
}

describe('rows of an academy that say one name and birth date under several matricules', () => {
  it.each([true, false])('are taken once, as by the form (dry run: %s)', async (dryRun) => {
    const name = called();
    const rows = [row(name), row(name), row({ ...name, Nom: 'DUPÔNE' }), row(called())];
    expect(await take(mine!, rows, dryRun)).toMatchObject({ accepted: 2, faults: [3, 4] });
  });

  it('are taken where all say another card, or are of one person in two groups', async () => {
    const [name, matricule] = [called(), newMatricule()];
    const same = { ...called(), MatriculeEtudiant: matricule };
    const rows = [
      row({ ...name, CIN: cin() }),
      row({ ...name, CIN: cin() }),
      row(same),
      row({ ...same, Code: 'DEV102' }),
    ];
    expect(await take(mine!, rows)).toMatchObject({ accepted: 4, faults: [] });
    expect(await take(mine!, rows)).toMatchObject({ accepted: 4, faults: [] });
  });

  it('are refused where the register has one of that name, whatever the matricules', async () => {
    const name = called();
    await take(feed!, [row(name)]);
    expect(await take(mine!, [row(name)])).toMatchObject({ accepted: 0, faults: [2] });
  });

  it('are persons of their own by the feed, whose matricules are the register’s', async () => {
    const name = called();
    expect(await take(feed!, [row(name), row(name)])).toMatchObject({ accepted: 2, faults: [] });
  });
});

describe('an import that is confirmed whole', () => {
  it('leaves those out of whose name somebody else is, says how many, and each of them is confirmed alone', async () => {
    const [name, other] = [called(), called()];
    const { id } = await take(mine!, [row(name), row(other)]);
    await take(feed!, [row(name)]);
    expect((await director!.post(`/v1/imports/${id}/confirm`)).body).toMatchObject({
      confirmed: 1,
      unconfirmed: 1,
      twins: 1,
    });
    const left = (await director!.get(`/v1/persons?importId=${id}&confirmed=false`)).body.items;
    expect(left).toMatchObject([{ name: { fr: `${name.Prenom} ${name.Nom}` } }]);
    expect((await director!.post(`/v1/persons/${left[0].id}/confirm`)).body.confirmed).toBe(true);
    expect((await director!.post(`/v1/imports/${id}/confirm`)).body).toMatchObject({
      confirmed: 0,
      unconfirmed: 0,
      twins: 0,
    });
  });

  it('takes those for two of whom an official has said that they are', async () => {
    const name = called();
    const { id } = await take(mine!, [row(name)]);
    const [stated] = (await director!.get(`/v1/persons?importId=${id}`)).body.items;
    await take(feed!, [row(name)]);
    await database.db.asActor(actorOf('system'), (tx) =>
      tx.query(sql`
        update person set distinct_from = array[${stated.id}::uuid]
        where id <> ${stated.id} and given_fr = ${name.Prenom}`),
    );
    expect((await director!.post(`/v1/imports/${id}/confirm`)).body).toMatchObject({ confirmed: 1, twins: 0 });
  });
});
