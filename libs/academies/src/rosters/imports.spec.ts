import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '@takwin/contracts/refusals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { loadAcademiesReference } from '../index.js';
import { CinVault } from '../persons/cin.js';
import { fileOf, HEADER, newMatricule, rowOf } from '../testing/konosys-file.js';
import { TAKEN_COLUMNS } from './konosys-header.js';
import { RunImportHandler } from './run-import.js';
import { academiesService } from '../testing/academies-service.js';

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
let [here, there]: { id: string; code: string }[] = [];

beforeAll(async () => {
  [here, there] = (await admin.get('/v1/academies?first=2')).body.items;
});

const row = (about: Record<string, string> = {}): string => rowOf({ Site: here!.code, ...about });

async function take(file: string | Uint8Array, { dryRun = false, as = admin, query = '' } = {}) {
  const { body, status } = await as.post(`/v1/imports?kind=konosys&dryRun=${dryRun}${query}`, file, {
    headers: { 'content-type': 'text/csv' },
  });
  expect(status).toBe(202);
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  return (await as.get(`/v1/imports/${body.id}`)).body;
}
/** Line and code of each row in a file of rejected ones. */
const codesIn = (file: unknown): string[] =>
  String(file)
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',').slice(13, 15).join(' '));

const count = async (table: 'person' | 'placement' | 'event_new' | 'event'): Promise<number> => {
  const query = { person: sql`person`, placement: sql`placement`, event_new: sql`event_new`, event: sql`event` }[table];
  const [found] = await database.db.readAs(actorOf('system'), (tx) =>
    tx.query<{ count: number }>(sql`select count(*)::int as count from ${query}`),
  );
  return found!.count;
};

describe('the registers that ship with the product', () => {
  it('hold exactly 100 academies and 420 trainers, and are loaded once', async () => {
    const [persons, events] = [await count('person'), await count('event_new')];
    expect(persons).toBe(420);
    await loadAcademiesReference(database.db);
    expect([await count('person'), await count('event_new')]).toEqual([persons, events]);
    const codes = new Set<string>();
    for (let after = ''; ;) {
      const { body } = await admin.get(`/v1/academies?first=30${after && `&after=${after}`}`);
      for (const { code } of body.items) codes.add(code);
      if (!(after = body.nextCursor)) break;
    }
    expect(codes.size).toBe(100);
  });
});

describe('a file whose caller leaves in the middle', () => {
  it.each(['content-length: 5000', 'transfer-encoding: chunked'])('is nothing: %s', async (length) => {
    const before = (await admin.get('/v1/imports?kind=konosys&first=1')).body.items;
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
    const token = await tokens.of({ role: 'programme-admin' });
    const head = ['POST /v1/imports?kind=konosys HTTP/1.1', 'host: here', `authorization: Bearer ${token}`];
    const file = length.startsWith('content') ? HEADER : `${HEADER.length.toString(16)}\r\n${HEADER}\r\n`;
    socket.write([...head, 'content-type: text/csv', length, '', file].join('\r\n'));
    await pause(300);
    socket.destroy();
    await pause(100);
    const { status, body } = await admin.get('/v1/imports?kind=konosys&first=1');
    expect(status).toBe(200);
    expect(body.items).toEqual(before);
  });
});

describe('a roster', () => {
  it('tried dry changes nothing, and tells what it would', async () => {
    const before = [await count('person'), await count('event_new')];
    const file = fileOf(row(), row({ CIN: 'AB123456' }), row({ DateNaissance: '31/02/2005' }));
    expect(await take(file, { dryRun: true })).toMatchObject({
      state: 'done',
      rows: 3,
      accepted: 2,
      rejected: 1,
      persons: 2,
    });
    expect([await count('person'), await count('event_new')]).toEqual(before);
  });

  it('imported twice changes something once', async () => {
    const twice = row({ MatriculeEtudiant: '9998100000001' });
    const file = fileOf(row(), twice, twice.replace('DEV101', 'DEV201').replace(here!.code, there!.code));
    expect(await take(file)).toMatchObject({ accepted: 3, persons: 2, changes: 2 });
    const events = await count('event_new');
    expect(await take(file)).toMatchObject({ accepted: 3, persons: 2, changes: 0 });
    expect(await count('event_new')).toBe(events);
    const { body } = await admin.graphql(
      '{ person(matricule: "9998100000001") { placements { academy { code } group { code } } } }',
    );
    expect(body.data.person.placements).toHaveLength(2);
  });

  it('gives every bad row back with its line and reason', async () => {
    const known = row({ CIN: 'ZZ700001' });
    await take(fileOf(known));
    const done = await take(
      fileOf(
        row({ Nom: '' }),
        row({ MatriculeEtudiant: '12' }),
        row({ Site: 'ISTA-NOWHERE-9' }),
        known.replace('01/02/2005', '02/02/2005'),
        row({ CIN: 'ZZ700001' }),
        row({ Nom: '=HYPERLINK' }),
      ),
    );
    expect(done).toMatchObject({ rows: 6, accepted: 0, rejected: 6 });
    const { body } = await admin.get(`/v1/imports/${done.id}/rejected.csv`);
    expect(codesIn(body)).toEqual([
      '2 TOO_SMALL',
      '3 INVALID_FORMAT',
      '4 ACADEMY_UNKNOWN',
      '5 CONFLICTING_IDENTITY',
      '6 CIN_OF_ANOTHER_PERSON',
      '7 IS_FORMULA',
    ]);
    expect(body).toMatch(
      /,5,CONFLICTING_IDENTITY,DateNaissance,.*\r\n.*,6,CIN_OF_ANOTHER_PERSON,CIN,.*\r\n.*,7,IS_FORMULA,Nom,/,
    );
    expect(body).toContain('Aucun établissement ne porte ce code, ce nom ou cet identifiant.');
    expect(body).not.toMatch(/must match|expected string/);
  });

  it('lets a row that is refused claim nothing, and takes of two names for one number the first', async () => {
    const [cin, number] = ['ZZ710001', '9998110000001'];
    const done = await take(
      fileOf(
        row({ MatriculeEtudiant: number, DateNaissance: '01/02/2005' }),
        row({ MatriculeEtudiant: number, DateNaissance: '03/02/2005', CIN: cin }),
        row({ MatriculeEtudiant: '9998110000002', CIN: cin }),
        row({ MatriculeEtudiant: '9998110000003', CIN: cin, DateNaissance: '01/01/2004' }),
        row({ MatriculeEtudiant: '9998110000003', DateNaissance: '02/01/2004' }),
        row({ MatriculeEtudiant: number, Nom: 'Tazi', Prenom: 'Omar' }),
      ),
    );
    const codes = codesIn((await admin.get(`/v1/imports/${done.id}/rejected.csv`)).body);
    expect(codes).toEqual(['3 PERSON_TOLD_OTHERWISE', '5 CIN_OF_ANOTHER_PERSON', '7 PERSON_TOLD_OTHERWISE']);
  });

  it('takes its own file of rejected rows back once they are corrected', async () => {
    const number = '9998120000001';
    const done = await take(fileOf(row({ MatriculeEtudiant: number, Site: 'ISTA-NOWHERE-9', Nom: 'Ouali' }), '"1'));
    expect(done).toMatchObject({ rows: 2, accepted: 0, rejected: 2 });
    const rejected = String((await admin.get(`/v1/imports/${done.id}/rejected.csv`)).body);
    expect(rejected).toContain(`"=""${number}"""`);
    const again = await take(rejected.replace('ISTA-NOWHERE-9', here!.code));
    expect(again).toMatchObject({
      state: 'done',
      encoding: 'utf-8',
      encodingBecause: 'valid-utf-8',
      rows: 2,
      accepted: 1,
    });
    expect((await admin.post('/v1/persons/search', { matricule: number })).body.items).toHaveLength(1);
  });

  it('keeps CINs out of every answer and event, and finds by them', async () => {
    await take(fileOf(row({ MatriculeEtudiant: '9998200000001', CIN: 'bk 654321' })));
    const { body } = await admin.post('/v1/persons/search', { cin: 'BK654321' });
    expect(body.items).toMatchObject([{ matricule: '9998200000001' }]);
    expect(JSON.stringify(body)).not.toMatch(/654321/);
    const [told] = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query<{ count: number }>(sql`
        select count(*)::int as count from (select body from event_new union all select body from event) e where body::text like '%654321%'`),
    );
    expect(told!.count).toBe(0);
  });

  it.each([
    ['an empty file', ' \n', 'FILE_IS_EMPTY'],
    ['two headers run together', `${HEADER}${HEADER}\r\n`, 'HEADERS_RUN_TOGETHER'],
    ['an unknown column', `${HEADER},Shoe\r\n`, 'HEADER_UNKNOWN'],
    ['nothing under the header', HEADER, 'FILE_HAS_NO_ROWS'],
    ['no Site column and no academyId', HEADER.replace('Site,', ''), 'SITE_MISSING'],
    ['a column too few', HEADER.replace('Nom,', ''), 'COLUMN_MISSING'],
  ])('of %s is refused whole, and nothing of it is written', async (_, file, code) => {
    const before = await count('person');
    expect(await take(file)).toMatchObject({ state: 'refused', code });
    expect(await count('person')).toBe(before);
  });

  it.each(['', '&encoding=utf-8'])('loses the row alone that holds a NUL%s', async (query) => {
    const done = await take(fileOf(row(), row({ Nom: 'AM\0RANI', Prenom: 'Zoé' }), row()), { query });
    expect(done).toMatchObject({ state: 'done', encoding: 'utf-8', rows: 3, accepted: 2, rejected: 1 });
    expect(codesIn((await admin.get(`/v1/imports/${done.id}/rejected.csv`)).body)).toEqual(['3 INVALID_TEXT']);
  });

  it('loses the row alone whose quotation mark is never closed', async () => {
    const done = await take(`${fileOf(row(), row())}\r\n"EL AMRANI,Salma\r\n`);
    expect(done).toMatchObject({ state: 'done', rows: 3, accepted: 2, rejected: 1 });
    expect(codesIn((await admin.get(`/v1/imports/${done.id}/rejected.csv`)).body)).toEqual(['4 QUOTE_UNPAIRED']);
  });

  it('is refused in the language of who reads it, with the columns that it is about', async () => {
    const { id } = await take(`${HEADER},Shoe,Sock\r\n`);
    for (const language of ['fr', 'ar', 'en'] as const) {
      const send = { headers: { 'accept-language': language } };
      const { body, headers } = await admin.get(`/v1/imports/${id}`, send);
      const [, sentence] = CATALOGUE.refusals['HEADER_UNKNOWN']![language];
      const columns = language === 'ar' ? 'Shoe، Sock' : 'Shoe, Sock';
      expect([body.detail, headers.get('content-language')]).toEqual([
        sentence.replace('{columns}', columns).replace('{known}', TAKEN_COLUMNS.join(language === 'ar' ? '، ' : ', ')),
        language,
      ]);
      const { items } = (await admin.get('/v1/imports?kind=konosys&first=50&state=refused', send)).body;
      expect(items.find((one: { id: string }) => one.id === id).detail).toBe(body.detail);
    }
  });

  it('of another academy is not a manager’s to import', async () => {
    const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [here!.id] }));
    const done = await take(fileOf(row(), row({ Site: there!.code })), { as: manager });
    expect(done).toMatchObject({ accepted: 1, rejected: 1 });
    expect((await manager.get(`/v1/imports/${done.id}/rejected.csv`)).body).toMatch(/FORBIDDEN_ACADEMY/);
  });

  it('sent again under one Idempotency-Key is the same import, and another file of the same length is refused', async () => {
    const send = (file: string) =>
      admin.post('/v1/imports?kind=konosys', file, {
        headers: { 'content-type': 'text/csv', 'idempotency-key': 'roster-1' },
      });
    const file = fileOf(row());
    const first = await send(file);
    expect(await send(file)).toMatchObject({ status: 202, body: { id: first.body.id } });
    const other = file.replace(/.$/s, (last) => (last === 'x' ? 'y' : 'x'));
    expect(await send(other)).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('gives a person a hundred placements at most, whatever the number of rows and files', async () => {
    const MatriculeEtudiant = newMatricule();
    const groups = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => row({ MatriculeEtudiant, Code: `G${from + index}` }));
    expect(await take(fileOf(...groups(0, 60)))).toMatchObject({ accepted: 60, rejected: 0 });
    const over = await take(fileOf(...groups(40, 1_140)));
    expect(over).toMatchObject({ accepted: 60, rejected: 1_040, changes: 1 });
    const { body } = await admin.get(`/v1/imports/${over.id}/rejected.csv`);
    expect(body).toContain('TOO_MANY_PLACEMENTS,,Cette personne a plus d’affectations');
    expect(await take(fileOf(...groups(0, 100)))).toMatchObject({ accepted: 100, rejected: 0, changes: 1 });
  });

  it('tried dry by two workers at once is told of once', async () => {
    const { body } = await admin.post('/v1/imports?kind=konosys&dryRun=true', fileOf(row({ Nom: '' })), {
      headers: { 'content-type': 'text/csv' },
    });
    const work = () => new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
    const blocked = () =>
      database.db.readAs(actorOf('system'), (tx) =>
        tx.query(sql`select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`),
      );
    const both = await database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`lock table import_rejected_row in exclusive mode`);
      const working: Promise<void>[] = [];
      while (working.length < 2) {
        working.push(work());
        while ((await blocked()).length < working.length) await pause(10);
      }
      return { done: Promise.all(working) };
    });
    await both.done;
    expect((await admin.get(`/v1/imports/${body.id}`)).body).toMatchObject({ state: 'done', rows: 1, rejected: 1 });
  });

  it('told to many workers is imported once', async () => {
    const before = await count('person');
    const { body } = await admin.post('/v1/imports?kind=konosys', fileOf(...Array.from({ length: 50 }, () => row())), {
      headers: { 'content-type': 'text/csv' },
    });
    await Promise.all([1, 2, 3].map(() => new RunImportHandler(database.db, running.get(CinVault)).run(body.id)));
    expect(await count('person')).toBe(before + 50);
    expect((await admin.get(`/v1/imports/${body.id}`)).body).toMatchObject({ state: 'done', accepted: 50 });
  });
});

describe('the list of imports', () => {
  type Listed = { items: { id: string; state: string; acceptedAt: string }[]; nextCursor: string | null };
  const listOf = async (query: string, by = admin): Promise<Listed> =>
    (await by.get(`/v1/imports?kind=konosys${query}`)).body;

  it('shows the files of a kind newest first, by state and a page at a time, to others than the programme the own ones', async () => {
    const manager = admin.as(
      await tokens.of({ role: 'academy-manager', academies: [here!.id], subject: 'who sends two files' }),
    );
    const refused = (await take(HEADER, { as: manager })).id;
    const done = (await take(fileOf(row()), { as: manager })).id;
    const bodies = await listOf('&first=100');
    const [first, ...rest] = bodies.items.map(({ acceptedAt, id }) => `${acceptedAt} ${id}`);
    expect([first, ...rest]).toEqual([first, ...rest].sort().reverse());
    const ids = ({ items }: Listed) => items.map(({ id }) => id);
    expect(ids(bodies)).toEqual(expect.arrayContaining([refused, done]));
    expect(new Set(ids(await listOf('', manager)))).toEqual(new Set([refused, done]));
    expect(ids(await listOf('&state=refused', manager))).toEqual([refused]);
    const paged: string[] = [];
    for (let after = ''; ;) {
      const page = await listOf(`&first=3${after && `&after=${after}`}`);
      paged.push(...ids(page));
      if (!(after = page.nextCursor ?? '')) break;
    }
    expect(paged).toEqual(ids(bodies));
  });

  it('refuses the cursor of another cut, and another kind than its own', async () => {
    const { nextCursor } = await listOf('&first=1');
    const refused = { status: 422, body: { errors: [{ path: 'after', code: 'invalid_cursor' }] } };
    expect(await admin.get(`/v1/imports?kind=konosys&state=done&after=${nextCursor}`)).toMatchObject(refused);
    expect((await admin.get('/v1/imports?kind=results')).body.errors).toMatchObject([{ path: 'kind' }]);
  });
});

describe('an academy', () => {
  const academy = {
    code: 'ISTA-SPEC-1',
    name: { fr: 'ISTA Spec' },
    kind: 'ISTA',
    region: 'MA-04',
    province: '04.481',
    city: 'Sidi Kacem',
  };

  it('is registered once, accredited, and changed only by who has seen its last version', async () => {
    const key = { headers: { 'idempotency-key': 'spec-1' } };
    const { body, status } = await admin.post('/v1/academies', academy, key);
    expect([status, body.state]).toEqual([201, 'candidate']);
    expect((await admin.post('/v1/academies', academy, key)).body).toEqual(body);
    expect((await admin.post('/v1/academies', academy)).body.code).toBe('ACADEMY_CODE_IS_TAKEN');
    const colleague = admin.as(await tokens.of({ role: 'programme-admin', subject: 'a colleague' }));
    expect((await colleague.post(`/v1/academies/${body.id}/accredit`)).body).toMatchObject({
      state: 'accredited',
      version: 2,
    });
    expect((await admin.post(`/v1/academies/${body.id}/accredit`)).body.code).toBe('ACADEMY_STATE_FORBIDS');
    const stale = await admin.patch(
      `/v1/academies/${body.id}`,
      { city: 'Mechra Bel Ksiri' },
      { headers: { 'if-match': '1' } },
    );
    expect(stale).toMatchObject({ status: 412, body: { code: 'VERSION_MISMATCH', current: 2 } });
    const fresh = await admin.patch(
      `/v1/academies/${body.id}`,
      { city: 'Mechra Bel Ksiri' },
      { headers: { 'if-match': '"2"' } },
    );
    expect(fresh.body).toMatchObject({ city: 'Mechra Bel Ksiri', version: 3 });
    for (const about of [{}, { city: 'Mechra Bel Ksiri', name: academy.name }])
      expect((await admin.patch(`/v1/academies/${body.id}`, about)).body).toEqual(fresh.body);
    expect((await admin.get('/v1/academies?q=mechra')).body.items.map(({ code }: { code: string }) => code)).toContain(
      'ISTA-SPEC-1',
    );
  });
});
