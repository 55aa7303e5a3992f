import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CinVault } from '../persons/cin.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, rowOf } from '../testing/konosys-file.js';
import { ImportProcessor } from './import.processor.js';
import { RunImportHandler } from './run-import.js';

const { database, running, admin, close } = await academiesService();
afterAll(close);
let [here, there]: { id: string; code: string }[] = [];
beforeAll(async () => {
  [here, there] = (await admin.get('/v1/academies?first=2')).body.items;
});

const CSV = { headers: { 'content-type': 'text/csv' } };
const row = (about: Record<string, string> = {}): string => rowOf({ Site: here!.code, ...about });

async function take(file: string, { dryRun = false } = {}) {
  const { body } = await admin.post(`/v1/imports?kind=konosys&dryRun=${dryRun}`, file, CSV);
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  return (await admin.get(`/v1/imports/${body.id}`)).body;
}
/** Line and code of each row in a file of rejected ones. */
const codesIn = (file: unknown): string[] =>
  String(file)
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',').slice(13, 15).join(' '));

describe('a row of another width than the header', () => {
  const rejectedOf = async (id: string) => String((await admin.get(`/v1/imports/${id}/rejected.csv`)).body);

  it('moves nobody: it is refused, and given back as it was sent, with what it has more', async () => {
    const placed = row();
    await take(fileOf(placed));
    const cut = placed.split(',').slice(0, 8).join(',').replace('DEV101', 'DEV1');
    const moved = placed.replace('DEV101', '"Dev",option web');
    const done = await take(fileOf(cut, moved, `${row()},,`));
    expect(done).toMatchObject({ state: 'done', rows: 3, accepted: 1, rejected: 2 });
    const matricule = placed.split(',')[0];
    const { body } = await admin.graphql(
      `{ person(matricule: "${matricule}") { placements { state group { code } } } }`,
    );
    expect(body.data.person.placements).toEqual([{ state: 'ACTIVE', group: { code: 'DEV101' } }]);
    const [header, first, second] = (await rejectedOf(done.id)).trim().split('\r\n');
    expect(header!.endsWith(',anneeEtude,,takwin_line,takwin_code,takwin_column,takwin_reason')).toBe(true);
    expect(first).toMatch(/,DEV1,,,,,,,2,CELLS_MISSING,,"La ligne compte moins de cellules/);
    expect(second).toMatch(/,Dev,option web,.*,1,3,CELLS_TOO_MANY,,"La ligne compte plus de cellules/);
  });

  it('is told what is wrong with the cells that are known all the same, and not with half of one or one that is not there', async () => {
    const bad = row({ Nom: 'NULL', EtudiantActif: 'zz', DateNaissance: 'xx' }).split(',');
    const cut = bad.slice(0, 9);
    const done = await take(fileOf(bad.slice(0, 12).join(','), cut.join(','), [...bad, '1'].join(',')));
    const told = (await rejectedOf(done.id)).trim().split('\r\n').slice(1);
    const also = told.map((line) =>
      [...line.matchAll(/(\w+) \(([A-Z_]+)\)/g)].map(([, column, code]) => `${column} ${code}`),
    );
    const first = ['Nom STANDS_FOR_NONE', 'EtudiantActif INVALID_VALUE'];
    expect(also.map((some) => some.toSorted())).toEqual(
      [[...first, 'DateNaissance INVALID_DATE'], first, [...first, 'DateNaissance INVALID_DATE']].map((some) =>
        some.toSorted(),
      ),
    );
    expect(told.map((line) => /,\d,(CELLS_[A-Z_]+),,/.exec(line)?.[1])).toEqual([
      ...['CELLS_MISSING', 'CELLS_MISSING', 'CELLS_TOO_MANY'],
    ]);
  });

  it('comes in again as the file of rejected rows once it is mended there', async () => {
    const short = row().split(',').slice(0, 10).join(',');
    const done = await take(fileOf(row().replace('DEV101', 'Dev,option web'), short));
    expect(done).toMatchObject({ rejected: 2 });
    const mended = (await rejectedOf(done.id)).replace(/Dev,option web,(.*),1,2,CELLS/, 'DEV101,$1,1,,2,CELLS');
    expect(await take(mended)).toMatchObject({ state: 'done', rows: 2, accepted: 2 });
  });

  it('is not asked about where the header is none', async () => {
    const [header, line] = fileOf(row()).split('\r\n');
    for (const broken of [`"${header}`, `${'x'.repeat(1_100_000)},${header}`])
      expect(await take(`${broken}\r\n${line}`)).toMatchObject({ state: 'refused', code: 'FILE_IS_MALFORMED' });
  });

  it('is none where a spreadsheet wrote empty columns behind the header', async () => {
    const [header, line] = fileOf(row()).split('\r\n');
    expect(await take(`${header},,,\r\n${line},,,`)).toMatchObject({ state: 'done', accepted: 1 });
    const within = await take(`${header!.replace(',Sexe', ',,Sexe')},,\r\n${line},,,`);
    expect(within).toMatchObject({ state: 'done', accepted: 0, rejected: 1 });
  });
});

describe('a file that writes month/day/year', () => {
  const born = (DateNaissance: string) => row({ DateNaissance });

  it.each([false, true])(
    'loses no birth date to another: what reads both ways is refused, tried dry: %s',
    async (dryRun) => {
      const file = fileOf(
        ...[born('04/05/2004'), born('05/05/2004'), born('25/03/2004'), born('03/25/2004'), born('06/07/2004')],
      );
      const done = await take(file, { dryRun });
      expect(done).toMatchObject({ state: 'done', rows: 5, accepted: 2, rejected: 3 });
      expect(codesIn((await admin.get(`/v1/imports/${done.id}/rejected.csv`)).body)).toEqual([
        '2 DATE_ORDER_UNCERTAIN',
        '5 INVALID_DATE',
        '6 DATE_ORDER_UNCERTAIN',
      ]);
    },
  );

  it('is none where no day of it tells so', async () => {
    expect(await take(fileOf(born('04/05/2004'), born('25/03/2004')))).toMatchObject({ accepted: 2 });
  });
});

describe('a file whose job is dead', () => {
  const sent = async (): Promise<string> =>
    (await admin.post('/v1/imports?kind=konosys', fileOf(row()), { headers: { 'content-type': 'text/csv' } })).body.id;
  const processor = (): ImportProcessor =>
    new ImportProcessor(new RunImportHandler(database.db, running.get(CinVault)));

  it('is refused, in words, and its rows are never taken in after that', async () => {
    const id = await sent();
    await processor().giveUp(id);
    const { body } = await admin.get(`/v1/imports/${id}`);
    expect(body).toMatchObject({ state: 'refused', code: 'IMPORT_FAILED', accepted: 0 });
    expect(body.detail).toMatch(/^L’erreur vient de nos services et rien/);
    await processor().run({ ids: [id] });
    expect((await admin.get(`/v1/imports/${id}`)).body.state).toBe('refused');
  });

  it('stays done where it was taken in by then', async () => {
    const id = await sent();
    await processor().run({ ids: [id] });
    await processor().giveUp(id);
    expect((await admin.get(`/v1/imports/${id}`)).body).toMatchObject({ state: 'done', code: null, accepted: 1 });
  });
});

describe('a roster', () => {
  it('finds an academy by its Arabic name, as our own register writes it', async () => {
    const { body } = await admin.get(`/v1/academies/${there!.id}`);
    expect(await take(fileOf(row({ Site: body.name.ar })))).toMatchObject({ accepted: 1, rejected: 0 });
  });

  it('finds an academy by its identifier, and is told of a Site that is empty as of any such cell', async () => {
    expect(await take(fileOf(row({ Site: there!.id.toUpperCase() })))).toMatchObject({ accepted: 1, rejected: 0 });
    const empty = await take(fileOf(row({ Site: ' ' })));
    expect(empty).toMatchObject({ accepted: 0, rejected: 1 });
    expect(codesIn((await admin.get(`/v1/imports/${empty.id}/rejected.csv`)).body)).toEqual(['2 TOO_SMALL']);
  });

  it('is tried dry by true or false, which is said', async () => {
    const { body } = await admin.post('/v1/imports?kind=konosys&dryRun=oui', fileOf(row()), {
      headers: { 'content-type': 'text/csv' },
    });
    expect(body).toMatchObject({ code: 'INVALID_INPUT', errors: [{ path: 'dryRun', message: 'true ou false' }] });
  });
});
