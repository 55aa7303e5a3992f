import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { columns, erased, fateOf } from '@takwin/contracts/personal-data';
import { clientsOf } from '@takwin/demo/clients';
import { MainJob } from '@takwin/demo/main-job';
import { ProgressBars } from '@takwin/demo/progress-bars';
import { apiOf } from '@takwin/platform/testing';
import pg from 'pg';
import { eventually } from './testing/eventually.js';
import { startHouse, TO_START, type House } from './testing/house.js';
import { plantErased, WORD } from './testing/plant-erased.js';

type Api = ReturnType<typeof apiOf>;
type Who = {
  id: string;
  matricule: string;
  family: string;
  given: string;
  born: string;
  academy: string;
  region: string;
};

const SCHEMAS = ['academies', 'trainers', 'courses', 'certifications', 'licensing', 'jobs'];

let running: House;
let admin: Api;
let second: Api;
let db: pg.Client;

beforeAll(async () => {
  running = await startHouse({ SWEEP_SECONDS: '1', ENTITLEMENT_REST_SECONDS: '3600' });
  admin = apiOf(running.url, await running.tokenOf('programme-admin', { subject: 'first official' }));
  second = apiOf(running.url, await running.tokenOf('programme-admin', { subject: 'second official' }));
  db = new pg.Client({ connectionString: running.adminUrl });
  await db.connect();
}, TO_START);

afterAll(async () => {
  await db?.end();
  await running?.close();
});

const one = async <T>(statement: string, values: unknown[] = []): Promise<T> =>
  (await db.query(statement, values)).rows[0] as T;
const selfOf = async ({ id }: { id: string }): Promise<Api> =>
  apiOf(running.url, await running.tokenOf('candidate', { person: id, subject: `self of ${id}` }));

/** How the payload of a JWT begins, in lower case. */
const SIGNED = '.eyj';
/** What is said, with what a JWT in it says. */
const readable = (text: string): string =>
  text.replace(
    /\.(eyJ[\w-]+)\./g,
    (whole, payload: string) => whole + Buffer.from(payload, 'base64url').toString('utf8'),
  );

/** By column, which of the words stand in it. */
async function seen(words: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const forms = words.flatMap((word) => [word, Buffer.from(word).toString('hex')]).map((word) => word.toLowerCase());
  const { rows: tables } = await db.query<{ name: string; table: string }>(
    `select concat_ws('.', schemaname, tablename) as name, format('%I.%I', schemaname, tablename) as table
     from pg_tables where schemaname = any($1)`,
    [SCHEMAS],
  );
  for (const { name, table } of tables) {
    const { rows } = await db.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from ${table} t where lower(to_jsonb(t)::text) like any($1)`,
      [[...forms, SIGNED].map((form) => `%${form}%`)],
    );
    for (const { row } of rows)
      for (const [column, value] of Object.entries(row)) {
        const text = readable(JSON.stringify(value)).toLowerCase();
        const here = forms.filter((form) => text.includes(form));
        if (here.length > 0) found.set(`${name}.${column}`, [...(found.get(`${name}.${column}`) ?? []), ...here]);
      }
  }
  return found;
}

/** Says words of somebody by the doors of exams: of a wish that is given up, and of attempts of before, one of which is taken back. */
async function speakOf(personId: string): Promise<void> {
  const { code: examCode } = await one<{ code: string }>(
    `select code from certifications.exam e where e.days @> '[2025-01-01,2028-01-01]'::daterange and not exists (
      select from certifications.registration r where r.person_id = $1 and r.exam_code = e.code) order by code limit 1`,
    [personId],
  );
  const attempts = ['2025-01-10', '2025-03-10'].map((day) => ({
    ...{ personId, examCode, startedAt: `${day}T09:00:00Z`, score: 300 },
  }));
  const recorded = await admin.post('/v1/past-attempts', { attempts, source: `sheet of ${WORD}` });
  expect(recorded.body.outcomes).toEqual(['recorded', 'recorded']);
  const { score: _, ...which } = attempts[0]!;
  expect((await admin.post('/v1/past-attempts/revoke', { ...which, reason: WORD })).status).toBe(200);
  const [earliest, latest] = [200, 300].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
  const wished = await admin.post('/v1/registrations', { personId, examCode, earliest, latest });
  expect({ status: wished.status, body: wished.body }).toMatchObject({ status: 202 });
  const given = await admin.post(`/v1/registrations/${wished.body.id}/cancel`, { reason: `${WORD} fell ill` });
  expect(given.body).toMatchObject({ state: 'cancelled', reason: `${WORD} fell ill` });
}

const FORMER = '00000000-0000-4000-8000-00000000f0f0';
/** Tables of which rows are removed, of files and of persons. */
const removed = [...erased.removed];
const FILED = removed.filter((table) => table.endsWith('import_rejected_row'));
const ABOUT = removed.filter((table) => !FILED.includes(table) && table !== 'licensing.directory_account');

/** How many rows there are of these tables that have one of these ids. */
async function rowsOf(tables: readonly string[], ids: readonly string[]): Promise<number> {
  const counts = tables.map((table) => `(select count(*) from ${table} t where to_jsonb(t)::text like any($1))`);
  const { count } = await one<{ count: string }>(`select ${counts.join(' + ')} as count`, [ids.map((id) => `%${id}%`)]);
  return Number(count);
}

/** What the scoreboard counts, and what the services count in their own rows. */
async function figures() {
  const query = `{ programme { targets { id actual } accreditedAcademies trainersUpskilled
    certificationsAchieved office365Users coursesOffered literacyCompletions } }`;
  type Figures = { targets: { id: string; actual: number }[]; office365Users: number };
  let told: Figures | undefined;
  // A busy service answers for a while that it is.
  await eventually(async () => (told = (await admin.graphql(query)).body.data?.programme) !== undefined);
  return told!;
}
const withoutLicences = ({ targets, office365Users: _, ...recount }: Awaited<ReturnType<typeof figures>>) => ({
  recount,
  targets: targets.filter(({ id }) => id !== 'office365-users'),
});

describe('a person who asks to be erased', () => {
  let who: Who;
  let self: Api;
  let credential: string;
  let words: string[];
  let files: string[];
  let before: Awaited<ReturnType<typeof figures>>;
  let request: { id: string; version: number };

  it('is somebody of whom every service knows', async () => {
    const prepareTenant = async (matricules: readonly string[]): Promise<void> => {
      const users = matricules.map((matricule) => ({
        userPrincipalName: `${matricule}@takwin.test`,
        usageLocation: 'MA',
      }));
      const headers = { 'content-type': 'application/json' };
      await fetch(`${running.urls.simulators}/_simulator/users`, {
        method: 'POST',
        body: JSON.stringify({ users }),
        headers,
      });
    };
    const job = new MainJob(await clientsOf(running.url, running.issuer), new ProgressBars(() => {}), {
      ...{ seed: 7, notice: 30, prepareTenant },
    });
    await job.play(20);
    await eventually(
      async () =>
        (await one(`select from certifications.credential c join licensing.licence l using (person_id)
      where c.state = 'valid' and l.state = 'assigned' limit 1`)) !== undefined,
    );
    const found = await one<
      Who & { credential: string; registration: string; sitting: string; run: string; sku: string }
    >(`
      select p.id, p.matricule, p.family_fr as family, p.given_fr as given, p.birth_date::text as born, p.academy_id as academy, p.region,
        c.id as credential, r.id as registration, r.sitting_id as sitting, o.run_id as run, o.sku_id as sku
      from academies.person p join certifications.credential c on c.person_id = p.id and c.state = 'valid'
      join licensing.licence l on l.person_id = p.id and l.state = 'assigned' join licensing.outcome o on o.person_id = p.id
      join certifications.registration r on r.person_id = p.id and r.state = 'passed' order by p.id limit 1`);
    who = found;
    credential = found.credential;
    // A name that nobody else has, by the door, which prints it on a credential anew.
    const { version } = (await admin.get(`/v1/persons/${who.id}`)).body;
    const identity = {
      name: { family: 'Zqerazi', given: 'Zqsalma', familyArabic: 'زقرازي', givenArabic: 'زقسلمى' },
      ...{ cin: 'ZQ771204', reason: 'the card was seen', document: 'DR-04/2026/118' },
    };
    const renamed = await admin.patch(`/v1/persons/${who.id}/identity`, identity, {
      headers: { 'if-match': `"${version}"` },
    });
    expect(renamed).toMatchObject({ status: 200 });
    self = await selfOf(who);
    const asked = { personId: who.id, birthDate: '2003-02-01', reason: WORD };
    expect((await self.post('/v1/correction-requests', asked)).status).toBe(201);
    await speakOf(who.id);
    const header = 'MatriculeEtudiant,Nom,Prenom,EtudiantActif,DateNaissance,CodeDiplome,Code,Site,CIN,anneeEtude';
    const row = [who.matricule, 'Zqerazi', 'Zqsalma', 'oui', '99/99/1999', 'DEV', 'X', '', 'ZQ771204', '1'].join(',');
    const text = { headers: { 'content-type': 'text/csv' } };
    const roster = (await admin.post('/v1/imports?kind=konosys', [header, row].join('\n'), text)).body.id;
    const results = `matricule,examCode,startedAt,score\n${who.matricule},MO-200,never,1`;
    const marks = (await admin.post('/v1/imports?kind=results', results, text)).body.id;
    files = [roster, marks];
    for (const id of files) await eventually(async () => (await admin.get(`/v1/imports/${id}`)).body.state === 'done');
    const next = async () =>
      one<{ id: string }>(`select id from certifications.credential where person_id = $1 and state = 'valid'`, [
        who.id,
      ]);
    await eventually(async () => ((await next())?.id ?? credential) !== credential);
    credential = (await next()).id;
    await plantErased(running.adminUrl, { ...found, person: who.id, former: FORMER });
    const { hash, sealed } = await one<{ hash: string; sealed: string }>(
      `select encode(cin_hash, 'hex') as hash, encode(cin_sealed, 'hex') as sealed from academies.person where id = $1`,
      [who.id],
    );
    words = [hash, sealed, WORD, 'Zqerazi', 'Zqsalma', 'زقرازي', 'زقسلمى', 'ZQ771204', who.matricule];
    const named = await seen(words);
    const declared = [...columns].flatMap(([column]) => (fateOf(column) === 'emptied' ? [column] : []));
    const cannot = new Set([
      'academies.erasure.sought',
      ...[
        'academies.erasure.asked_by',
        'academies.erasure.reason',
        'academies.erasure.answer',
        'academies.event_new.body',
        'certifications.event_new.body',
        'courses.event.body',
        'courses.event_new.body',
        'trainers.person_copy.born_on',
      ],
      ...['certifications.person_copy.birth_date', 'certifications.credential.proof', 'licensing.person_copy.filieres'],
      ...['licensing.outcome.object_id', 'certifications.result.reason'],
      ...['licensing.account.person_id', 'licensing.account.stated_of'],
    ]);
    expect(declared.filter((column) => !named.has(column) && !cannot.has(column))).toEqual([]);
    expect(await rowsOf(FILED, files)).toBe(2);
  }, 600_000);

  it('is told beforehand what goes and what stays, and why', async () => {
    const { body } = await self.get('/v1/erasure-terms');
    const of = (id: string) => body.kinds.find((kind: { id: string }) => kind.id === id);
    expect(of('identity')).toMatchObject({ erased: expect.stringContaining('names'), stays: null });
    expect(of('exams')).toMatchObject({ stays: expect.stringContaining('figures of the convention') });
  });

  it('asks for it once, and does not decide it', async () => {
    const asked = { personId: who.id, reason: `${WORD}: I left` };
    const { status, body } = await self.post('/v1/erasures', asked);
    expect([status, body.state]).toEqual([201, 'open']);
    request = body;
    expect((await self.post('/v1/erasures', asked)).body.code).toBe('ERASURE_IS_ASKED');
    const himself = apiOf(running.url, await running.tokenOf('programme-admin', { subject: `self of ${who.id}` }));
    const document = 'DR-04/2026/119';
    expect((await himself.post(`/v1/erasures/${request.id}/accept`, { document })).body.code).toBe(
      'ERASURE_NEEDS_ANOTHER',
    );
    expect((await himself.post(`/v1/erasures/${request.id}/refuse`, { answer: 'no' })).body.code).toBe(
      'ERASURE_NEEDS_ANOTHER',
    );
  });

  it('is erased by every service, and no figure but the licence changes', async () => {
    await eventually(async () => JSON.stringify(await figures()) === JSON.stringify(await figures()));
    before = await figures();
    const accepted = await second.post(`/v1/erasures/${request.id}/accept`, {
      document: 'DR-04/2026/119',
      answer: `done, ${WORD}`,
    });
    expect([accepted.status, accepted.body.state]).toEqual([200, 'accepted']);
    expect((await admin.get(`/v1/persons/${who.id}`)).status).toBe(404);
    const progress = async () => (await admin.get(`/v1/erasures/${request.id}`)).body;
    await eventually(async () => (await progress()).state === 'finished', 240_000).catch(async (error) => {
      throw new Error(`${error}: ${JSON.stringify(await progress())}`);
    });
    expect((await progress()).progress.map(({ stage }: { stage: string }) => stage)).toEqual(Array(5).fill('erased'));
    // That there was such an account, nobody's now, is what keeps it from the next of the number.
    const { 'licensing.account.name': taken, ...left } = Object.fromEntries(await seen(words));
    expect(left).toEqual({});
    expect(taken).toEqual([who.matricule]);
    expect(await rowsOf(ABOUT, [who.id, FORMER])).toBe(0);
    expect(await rowsOf(FILED, files)).toBe(0);
    await eventually(
      async () => JSON.stringify(withoutLicences(await figures())) === JSON.stringify(withoutLicences(before)),
    );
    expect(withoutLicences(await figures())).toEqual(withoutLicences(before));
    expect((await figures()).office365Users).toBe(before.office365Users - 1);
  }, 300_000);

  it('has withdrawn credentials, whose page names nobody', async () => {
    const verify = () => fetch(`${running.url}/verify/${credential}?lang=en`);
    await eventually(async () => (await verify()).status !== 503);
    const page = await verify();
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toContain('withdrawn at the request of its holder');
    expect(html).not.toContain('Zqsalma');
    const fetched = await fetch(`${running.url}/v1/credentials/${credential}`);
    expect(fetched.status).toBe(409);
    expect(await fetched.json()).toMatchObject({ code: 'CREDENTIAL_WITHDRAWN' });
  });

  it('is found by no door any more', async () => {
    expect((await self.get(`/v1/persons/${who.id}`)).status).toBe(404);
    const byNumber = await admin.post('/v1/persons/search', { matricule: who.matricule });
    expect(byNumber.body.items ?? byNumber.body).toEqual([]);
    const { body } = await admin.graphql(`{ person(matricule: "${who.matricule}") { id } }`);
    expect(body.data.person).toBeNull();
    const archive = await fetch(`${running.url}/v1/own-data`, {
      headers: { authorization: `Bearer ${await running.tokenOf('candidate', { person: who.id })}` },
    });
    expect(archive.status).toBe(404);
    expect((await self.get('/v1/erasures')).body.items).toMatchObject([
      { id: request.id, state: 'finished', reason: null },
    ]);
  });

  it('is somebody new where a roster brings the same numbers', async () => {
    const said = {
      kind: 'trainee',
      academyId: who.academy,
      matricule: who.matricule,
      cin: 'ZQ771204',
      birthDate: who.born,
    };
    const again = await admin.post('/v1/persons', { ...said, name: { family: 'Zqerazi', given: 'Zqsalma' } });
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(who.id);
  });
});
