import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { actorOf, writesOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { ChangePerson, ChangePersonHandler } from '../persons/change-person.js';
import { CinVault } from '../persons/cin.js';
import { RegisterPerson, RegisterPersonHandler } from '../persons/register-person.js';
import { AcceptImportHandler } from '../rosters/accept-import.js';
import { Merged, mergeRoster } from '../rosters/merge-roster.js';
import { RunImportHandler } from '../rosters/run-import.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';

type AcademySeen = { id: string; code: string; region: string };

const { database, running, admin, close } = await academiesService();
afterAll(close);
const { db } = database;
let [here, far]: AcademySeen[] = [];
/** Matricules of persons of another academy. */
const taken: string[] = [];
/** Of which the rows are that are merged by themselves. */
let importId: string;
const SAMPLE = 200;
/** Not measured: what is made at the first call. */
const WARM = 20;

beforeAll(async () => {
  const all: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = all[0]!;
  far = all.find(({ region }) => region !== here!.region)!;
  taken.push(...Array.from({ length: 2_000 }, newMatricule));
  await db.asActor(actorOf('system'), (tx) =>
    tx.query(sql`
      insert into person(kind, matricule, family_fr, given_fr, birth_date, academy_id, region, created_by)
      select 'trainee', m, 'ELSEWHERE', 'Salma', '2004-05-06', ${far!.id}, ${far!.region}, 'test' from unnest(${taken}::text[]) m`),
  );
  await db.asActor(actorOf('system'), (tx) => tx.query(sql`analyze person`));
  importId = await accept(newMatricule());
});

const manager = () => actorOf('academy-manager', { academies: [here!.id] });
let names = 0;
const name = () => ({ family: `BAHRI ${inLetters(++names)}`, given: 'Nour' });
const register = (matricule?: string) =>
  running
    .get(RegisterPersonHandler)
    .run(
      manager(),
      RegisterPerson.parse({ kind: 'trainee', academyId: here!.id, name: name(), birthDate: '2004-05-06', matricule }),
    );
/** Takes in a file of one row, without the way over HTTP and the queue: the import's id. */
async function accept(matricule: string): Promise<string> {
  const { family, given } = name();
  const file = fileOf(rowOf({ Site: here!.code, MatriculeEtudiant: matricule, Nom: family, Prenom: given }));
  const bytes = (async function* () {
    yield Buffer.from(file);
  })();
  const accepting = new AcceptImportHandler(db, { wake: () => Promise.resolve() } as never, running.get(CinVault));
  return (await accepting.run(manager(), { kind: 'konosys', dryRun: false } as never, bytes)).id;
}
const roster = async (matricule: string): Promise<void> =>
  new RunImportHandler(db, running.get(CinVault)).run(await accept(matricule));
async function added(): Promise<(matricule: string) => Promise<unknown>> {
  const { id } = await register();
  return (matricule) => running.get(ChangePersonHandler).run(manager(), ChangePerson.parse({ id, matricule }));
}

/** Merges a row as an import does, without the file, in a transaction of its own. */
const merge = (matricule: string): Promise<unknown> =>
  db.asActor(actorOf('system'), (tx) => {
    const { family, given } = name();
    const cells = {
      familyArabic: null,
      givenArabic: null,
      sex: null,
      filiere: null,
      level: null,
      cin: null,
      site: null,
      year: 1,
    };
    const about = {
      matricule,
      family,
      given,
      birthDate: '2004-05-06',
      active: true,
      group: 'DEV101',
      seen: false,
      line: 2,
    };
    const row = { ...cells, ...about, academyId: here!.id, region: here!.region };
    const sent = { sender: manager(), importId };
    return mergeRoster(tx, [row], { number: 1 }, sent, running.get(CinVault), new Merged());
  });

describe('a matricule of somebody of another academy', () => {
  it.each([
    ['registered by a form', () => Promise.resolve(register)],
    ['added by a correction', added],
    ['imported', () => Promise.resolve(roster)],
  ] as [string, () => Promise<(matricule: string) => Promise<unknown>>][])(
    'takes the same statements as one that nobody has: %s',
    async (_, prepared) => {
      const textsOf = async (matricule: string): Promise<string[]> => {
        const act = await prepared();
        return (await writesOf(db, () => act(matricule))).map(({ text }) => text);
      };
      const sent = await textsOf(taken.pop()!);
      expect(sent.length).toBeGreaterThan(3);
      expect(sent).toEqual(await textsOf(newMatricule()));
    },
  );

  it.each([
    ['registered by a form', register],
    ['merged from a roster', merge],
  ])(
    `takes as long as one that nobody has: two samples of ${SAMPLE} are not told apart, %s`,
    async (_, act) => {
      // Beyond 3.3 comes once in a thousand of samples that do not differ, and not twice.
      const first = await standardDeviations(act);
      const apart = Math.abs(first) < 3.3 ? first : await standardDeviations(act);
      expect(Math.abs(apart)).toBeLessThan(3.3);
    },
    120_000,
  );
});

/** How far the times of known and unknown matricules, taken in turns, lie apart: the U of Mann and Whitney in standard deviations. */
async function standardDeviations(act: (matricule: string) => Promise<unknown>): Promise<number> {
  const times: { ms: number; known: boolean }[] = [];
  for (let turn = -WARM; turn < SAMPLE; turn++)
    for (const known of turn % 2 ? [true, false] : [false, true]) {
      const matricule = known ? taken.pop()! : newMatricule();
      const began = performance.now();
      await act(matricule);
      if (turn >= 0) times.push({ ms: performance.now() - began, known });
    }
  times.sort((one, other) => one.ms - other.ms);
  const ranks = times.reduce((sum, { known }, rank) => sum + (known ? rank + 1 : 0), 0);
  const [mean, variance] = [(SAMPLE * (2 * SAMPLE + 1)) / 2, (SAMPLE * SAMPLE * (2 * SAMPLE + 1)) / 12];
  return (ranks - mean) / Math.sqrt(variance);
}
