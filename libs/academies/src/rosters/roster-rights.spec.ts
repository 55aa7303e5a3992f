import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { actorOf, apiOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CinVault } from '../persons/cin.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';
import { RunImportHandler } from './run-import.js';
import { academiesService } from '../testing/academies-service.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; code: string; region: string };

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
let mine: Api;
let theirs: Api;
/** Two academies of one region, and one of another. */
let [here, near, far]: AcademySeen[] = [];

const managerOf = async (...places: AcademySeen[]): Promise<Api> =>
  admin.as(
    await tokens.of({
      role: 'academy-manager',
      subject: `manager of ${places.map(({ code }) => code).join()}`,
      academies: places.map(({ id }) => id),
    }),
  );

beforeAll(async () => {
  const ordinary: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = ordinary[0]!;
  near = ordinary.find(({ id, region }) => id !== here!.id && region === here!.region)!;
  far = ordinary.find(({ region }) => region !== here!.region)!;
  [mine, theirs] = [await managerOf(here), await managerOf(far)];
});

type Taken = { accepted: number; rejected: number; faults: string[] };

/** Imports a file as somebody; `faults` are the line, code, column and reason of each rejected row. */
async function take(as: Api, rows: string[], dryRun = false): Promise<Taken> {
  const { body } = await as.post(`/v1/imports?kind=konosys&dryRun=${dryRun}`, fileOf(...rows), {
    headers: { 'content-type': 'text/csv' },
  });
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  const { accepted, rejected } = (await as.get(`/v1/imports/${body.id}`)).body;
  const csv = String((await as.get(`/v1/imports/${body.id}/rejected.csv`)).body);
  const faults = csv.trim().split('\r\n').slice(1);
  return { accepted, rejected, faults: faults.map((line) => line.split(',').slice(13).join()) };
}

const personOf = async (as: Api, matricule: string) =>
  (await as.post('/v1/persons/search', { matricule })).body.items[0];

const conflicting = (column: string): string =>
  `CONFLICTING_IDENTITY,${column},Ce que dit cette colonne contredit ce que l’on sait de la personne de ce matricule.`;
let made = 0;
const stranger = () => ({ Nom: 'BERRADA', Prenom: `Hamza ${inLetters(++made)}`, DateNaissance: '03/04/2004' });
let cards = 100_000;
const newCard = (): string => `TK${++cards}`;

describe('a roster row about a person whom its sender may not read', () => {
  it('makes one of the own academy, judged by the home academy as reads are: the latest active placement, else the last home', async () => {
    const both = { ...stranger(), MatriculeEtudiant: newMatricule() };
    await take(admin, [rowOf({ ...both, Site: here!.code }), rowOf({ ...both, Site: far!.code, anneeEtude: '2' })]);
    expect(await personOf(mine, both.MatriculeEtudiant)).toBeUndefined();
    expect(await take(mine, [rowOf({ ...both, Site: here!.code, anneeEtude: '3' })])).toMatchObject({ accepted: 1 });
    expect(await personOf(mine, both.MatriculeEtudiant)).toMatchObject({ academyId: here!.id, confirmed: false });
    const gone = { ...stranger(), MatriculeEtudiant: newMatricule(), EtudiantActif: 'non' };
    await take(mine, [rowOf({ ...gone, Site: here!.code })]);
    expect(await take(theirs, [rowOf({ ...gone, Site: far!.code })])).toMatchObject({ accepted: 1 });
    const back = { ...gone, EtudiantActif: 'oui', Site: here!.code };
    const { id } = await personOf(mine, gone.MatriculeEtudiant);
    expect(await take(mine, [rowOf(back)])).toMatchObject({ accepted: 1 });
    expect(await personOf(mine, gone.MatriculeEtudiant)).toMatchObject({ id, state: 'active' });
  });
});

describe('a roster row about a person whom its sender may read', () => {
  it('moves the person between the academies of the sender: of a manager, a region, the programme', async () => {
    const moved = { ...stranger(), MatriculeEtudiant: newMatricule(), CIN: newCard() };
    const director = admin.as(await tokens.of({ role: 'regional-director', regions: [here!.region] }));
    const integrator = admin.as(await tokens.of({ role: 'integrator', scopes: ['*'] }));
    const moves: [Api, AcademySeen, string][] = [
      [await managerOf(here!, near!), here!, '1'],
      [director, near!, '2'],
      [integrator, far!, '3'],
      [admin, here!, '4'],
    ];
    for (const [sender, { id, code }, anneeEtude] of moves) {
      expect(await take(sender, [rowOf({ ...moved, Site: code, anneeEtude })])).toMatchObject({ accepted: 1 });
      expect(await personOf(admin, moved.MatriculeEtudiant)).toMatchObject({ academyId: id });
    }
    await take(integrator, [rowOf({ ...moved, Site: far!.code, anneeEtude: '5' })]);
    await take(director, [rowOf({ ...moved, Site: here!.code, anneeEtude: '5' })]);
    expect(await personOf(admin, moved.MatriculeEtudiant)).toMatchObject({ academyId: far!.id });
  });

  it('is judged by where the person was when the file began, in whichever batch it comes', async () => {
    const both = { ...stranger(), MatriculeEtudiant: newMatricule() };
    const own = { ...both, Site: here!.code, anneeEtude: '2' };
    await take(admin, [rowOf({ ...both, Site: far!.code }), rowOf(own)]);
    const others = Array.from({ length: 1000 }, () => rowOf({ Site: here!.code }));
    const leaves = rowOf({ ...own, EtudiantActif: 'non' });
    const returns = rowOf({ ...own, Code: 'DEV201' });
    expect(await take(mine, [leaves, ...others, returns], true)).toMatchObject({ rejected: 0 });
    expect(await take(mine, [leaves])).toMatchObject({ rejected: 0 });
    const { id } = await personOf(admin, both.MatriculeEtudiant);
    expect(await take(mine, [returns])).toMatchObject({ accepted: 1 });
    expect((await personOf(mine, both.MatriculeEtudiant)).id).not.toBe(id);
  });

  it('says who somebody without a birth date is by the CIN or the name, never by the matricule alone', async () => {
    const register = async (family: string, about: object = {}): Promise<string> => {
      const matricule = newMatricule();
      const name = { family, given: 'Salma' };
      await admin.post('/v1/persons', { kind: 'trainee', academyId: here!.id, matricule, name, ...about });
      return matricule;
    };
    const [CIN, Site] = [newCard(), here!.code];
    const [byNothing, byName, byCard] = [
      await register('Slaoui'),
      await register('Tazi'),
      await register('Marriee', { cin: CIN }),
    ];
    const done = await take(mine, [
      rowOf({ MatriculeEtudiant: byNothing, Nom: 'OTHER', Prenom: 'Salma', Site }),
      rowOf({ MatriculeEtudiant: byName, Prenom: 'Salma', Site }),
      rowOf({ MatriculeEtudiant: byCard, Nom: 'MARRIÉE', Prenom: 'Salma', CIN, Site }),
    ]);
    expect(done.faults).toEqual([`2,${conflicting('Nom')}`]);
    expect(await personOf(mine, byNothing)).toMatchObject({
      name: { fr: 'Salma Slaoui' },
      birthDate: null,
      version: 1,
    });
    expect(await personOf(mine, byName)).toMatchObject({ birthDate: '2005-02-01' });
    expect(await personOf(mine, byCard)).toMatchObject({ birthDate: '2005-02-01', name: { fr: 'Salma MARRIÉE' } });
  });

  it('spells the name anew, and says no other one, whoever sent it', async () => {
    const known = { MatriculeEtudiant: newMatricule(), Site: here!.code };
    const nameNow = async () => (await personOf(mine, known.MatriculeEtudiant)).name.fr;
    const row = (Nom: string) => [rowOf({ ...known, Prenom: 'Salma', Nom })];
    await take(mine, row('BENJELLOUNE'));
    expect(await take(mine, row('Ben-Jelloun'))).toMatchObject({ accepted: 1 });
    const director = admin.as(await tokens.of({ role: 'regional-director', regions: [here!.region] }));
    // Whom an academy alone states yields to an official's row: see official-rows.spec.ts.
    expect(await take(director, row('Ben-Jelloun'))).toMatchObject({ accepted: 1 });
    for (const sender of [mine, director, admin])
      for (const Nom of ['TAZI', 'Ben-Jellou', 'Benkirane'])
        expect((await take(sender, row(Nom))).faults).toEqual([`2,${conflicting('Nom')}`]);
    expect(await nameNow()).toBe('Salma Ben-Jelloun');
    expect(await take(director, row('Benjelloun'))).toMatchObject({ accepted: 1 });
    expect(await nameNow()).toBe('Salma Benjelloun');
  });

  it('about a trainer or staff gives them no birth date of a child', async () => {
    const matricule = newMatricule();
    const about = { kind: 'staff', academyId: here!.id, matricule, name: { family: 'Kadiri', given: 'Salma' } };
    expect((await admin.post('/v1/persons', about)).status).toBe(201);
    const { faults } = await take(mine, [
      rowOf({
        MatriculeEtudiant: matricule,
        Nom: 'KADIRI',
        Prenom: 'Salma',
        DateNaissance: '01/01/2012',
        Site: here!.code,
      }),
    ]);
    expect(faults).toMatchObject([expect.stringMatching(/^2,IMPLAUSIBLE_AGE,DateNaissance,/)]);
  });

  it('contradicts the CIN of an earlier row of the file also after one without', async () => {
    const same = { MatriculeEtudiant: newMatricule(), Site: here!.code };
    const rows = [rowOf(same), rowOf({ ...same, CIN: newCard() }), rowOf({ ...same, CIN: newCard() })];
    expect((await take(mine, rows)).faults).toEqual([expect.stringMatching(/^4,PERSON_TOLD_OTHERWISE,CIN,/)]);
  });
});

describe('two imports at once', () => {
  /** Both are at work: the first has merged its row and cannot settle until the second has come to wait for it. */
  async function race(first: string, sender: Api, ...second: string[]): Promise<Taken> {
    const { winner, loser } = await database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`lock table import_rejected_row in exclusive mode`);
      const winner = take(admin, [first]);
      await untilWaiting(1);
      const loser = take(sender, second);
      await untilWaiting(2);
      return { winner, loser };
    });
    expect(await winner).toMatchObject({ accepted: 1 });
    return loser;
  }

  async function untilWaiting(wanted: number): Promise<void> {
    const waiting = () =>
      database.db.readAs(actorOf('system'), (tx) =>
        tx.query(sql`
          select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`),
      );
    while ((await waiting()).length < wanted) await pause(10);
  }

  it('of two managers leave the number to one person: the loser has its own record, as if it had come later', async () => {
    const same = { MatriculeEtudiant: newMatricule() };
    const lost = await race(
      rowOf({ ...stranger(), Prenom: 'Hamza', ...same, Site: far!.code }),
      mine,
      rowOf({ ...same, Prenom: 'Aicha', Site: here!.code }),
    );
    expect(lost).toEqual({ accepted: 1, rejected: 0, faults: [] });
    expect(await personOf(mine, same.MatriculeEtudiant)).toMatchObject({
      name: { fr: 'Aicha TAZI' },
      confirmed: false,
    });
    const made = await personOf(admin, same.MatriculeEtudiant);
    expect(made).toMatchObject({ name: { fr: 'Hamza BERRADA' }, academyId: far!.id, version: 1 });
    expect(made.placements).toHaveLength(1);
  });

  it('leave a new CIN to one person, and lose no row about who came second', async () => {
    const [CIN, Site] = [newCard(), here!.code];
    const MatriculeEtudiant = newMatricule();
    const rows = [rowOf({ MatriculeEtudiant, CIN, Site }), rowOf({ MatriculeEtudiant, Code: 'DEV201', Site })];
    expect(await race(rowOf({ ...stranger(), CIN, Site: far!.code }), mine, ...rows)).toMatchObject({ accepted: 2 });
    const heldBy = async (as: Api) => (await as.post('/v1/persons/search', { cin: CIN })).body.items;
    expect(await heldBy(admin)).toMatchObject([{ academyId: far!.id }]);
    expect(await heldBy(mine)).toMatchObject([{ matricule: MatriculeEtudiant }]);
    expect(await personOf(mine, MatriculeEtudiant)).toMatchObject({
      placements: [{ group: { code: 'DEV101' } }, { group: { code: 'DEV201' } }],
    });
  });

  it('agree on who an own person is: by what the first one said', async () => {
    const own = { MatriculeEtudiant: newMatricule(), Site: here!.code };
    const lost = await race(rowOf(own), mine, rowOf({ ...own, DateNaissance: '09/09/2003' }));
    expect(lost.faults).toEqual([`2,${conflicting('DateNaissance')}`]);
  });

  it('leave a person whom the first one takes away to whoever has the person then', async () => {
    const moved = { ...stranger(), MatriculeEtudiant: newMatricule() };
    await take(mine, [rowOf({ ...moved, Site: here!.code })]);
    const away = rowOf({ ...moved, Site: far!.code, anneeEtude: '2' });
    const lost = await race(away, mine, rowOf({ ...moved, Nom: 'BERADA', Site: here!.code }));
    expect(lost.faults).toEqual([]);
    expect(await personOf(mine, moved.MatriculeEtudiant)).toMatchObject({
      name: { fr: `${moved.Prenom} BERADA` },
      confirmed: false,
    });
    expect(await personOf(theirs, moved.MatriculeEtudiant)).toMatchObject({ name: { fr: `${moved.Prenom} BERRADA` } });
  });

  it('find a person whom one of them has judged held until it is done, also where it changed nothing', async () => {
    const MatriculeEtudiant = newMatricule();
    const row = rowOf({ MatriculeEtudiant, Site: here!.code });
    await take(mine, [row]);
    const free = () =>
      database.db.readAs(actorOf('system'), (tx) =>
        tx.query(sql`select from person where matricule = ${MatriculeEtudiant} for update skip locked`),
      );
    expect(await free()).toHaveLength(1);
    const { again } = await database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`lock table import_rejected_row in exclusive mode`);
      const again = take(mine, [row]);
      await untilWaiting(1);
      expect(await free()).toHaveLength(0);
      return { again };
    });
    expect(await again).toMatchObject({ accepted: 1 });
  });
});
