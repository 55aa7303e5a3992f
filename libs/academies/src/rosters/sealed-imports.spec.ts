import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '@takwin/platform/auth';
import type { ServiceWithAdmin } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import { CinKeys, CinVault } from '../persons/cin.js';
import { academiesService } from '../testing/academies-service.js';
import { CIN_KEYS } from '../testing/cin-keys.js';
import { fileOf, rowOf } from '../testing/konosys-file.js';
import { rosterImports } from './roster-imports.rows.js';
import { RunImportHandler } from './run-import.js';

const CARD = 'ZQ765432';
const system = systemActor('spec');
const TEXT = { headers: { 'content-type': 'text/csv' } };

let service: ServiceWithAdmin;
let admin: ServiceWithAdmin['admin'];
let site: string;
beforeAll(async () => {
  service = await academiesService();
  admin = service.admin;
  site = (await rows<{ code: string }>(sql`select code from academy order by code limit 1`))[0]!.code;
});
afterAll(() => service?.close());

const rows = <R>(statement: Sql): Promise<R[]> => service.database.db.readAs(system, (tx) => tx.query<R>(statement));
const vault = (): CinVault => service.running.get(CinVault);
const work = (id: string) => new RunImportHandler(service.database.db, vault()).run(id);
const send = async (file: string): Promise<string> =>
  (await admin.post('/v1/imports?kind=konosys', file, TEXT)).body.id;
const rejectedOf = async (id: string): Promise<string> =>
  String((await admin.get(`/v1/imports/${id}/rejected.csv`)).body);

/** All that is kept of files, as text. */
const kept = async (): Promise<string> =>
  JSON.stringify(
    await rows(sql`select i::text, r::text from import i left join import_rejected_row r on r.import_id = i.id`),
  );
const isInClear = async (text: string): Promise<boolean> => {
  const all = await kept();
  return all.includes(text) || all.includes(Buffer.from(text).toString('hex'));
};

const bad = (): string => fileOf(rowOf({ Site: site, Nom: '', CIN: CARD }), rowOf({ Site: site, CIN: 'AB777001' }));

/** A file as the release before keeps it. */
async function sentBefore(file: string, dryRun = false): Promise<string> {
  const [made] = await rows<{ id: string }>(sql`
    insert into import(kind, dry_run, actor, file, encoding, accepted_at, created_by)
    values ('konosys', ${dryRun}, ${JSON.stringify(system)}, ${gzipSync(file)}, 'utf-8', now(), 'spec') returning id`);
  return made!.id;
}

describe('what a file says', () => {
  it('is sealed from the moment it is accepted, and opened to who may read the rejected rows', async () => {
    const id = await send(bad());
    const [{ file }] = (await rows(sql`select file from import where id = ${id}`)) as [{ file: Buffer }];
    expect(file).toHaveLength(0);
    await work(id);
    expect((await admin.get(`/v1/imports/${id}`)).body).toMatchObject({ state: 'done', accepted: 1, rejected: 1 });
    expect(await rejectedOf(id)).toContain(CARD);
    expect(await isInClear(CARD)).toBe(false);
  });

  it('is sealed where a header names it, too', async () => {
    const id = await send(`${CARD},TAZI\nAB123456,ALAMI\n`);
    await work(id);
    const { body } = await admin.get(`/v1/imports/${id}`);
    expect(body).toMatchObject({ state: 'refused', code: 'HEADER_UNKNOWN' });
    expect(body.detail).toContain(CARD);
    expect(await isInClear(CARD)).toBe(false);
  });

  it('of a file that the release before accepted is sealed once it is worked', async () => {
    const id = await sentBefore(bad());
    await work(id);
    expect(await rejectedOf(id)).toContain(CARD);
    expect(await isInClear(CARD)).toBe(false);
  });
});

describe('what the release before kept in clear', () => {
  it('is sealed step by step, and told as before', async () => {
    const [waiting, done, refused] = [await sentBefore(bad()), await sentBefore(bad()), await sentBefore(bad())];
    await rows(sql`update import set state = 'done', file = '', header = '{Nom,CIN}', files = '[]' where id = ${done}`);
    await rows(sql`insert into import_rejected_row(import_id, line, code, reason, cells)
      select ${done}, n, 'INVALID_NAME', 'x', array['', ${CARD}] from generate_series(1, 2500) n`);
    await rows(sql`update import set state = 'refused', file = '', code = 'HEADER_UNKNOWN', detail = 'x',
      about = ${JSON.stringify({ columns: [CARD], known: [] })} where id = ${refused}`);
    const told = async () => [await rejectedOf(done), (await admin.get(`/v1/imports/${refused}`)).body];
    const before = await told();
    const imports = rosterImports(service.database.db, vault());
    const sealed: number[] = [];
    for (let some = 1; some > 0;) sealed.push((some = await imports.sealSome(2)));
    expect(sealed).toEqual([2, 1, 1000, 1000, 500, 0]);
    expect(await isInClear(CARD)).toBe(false);
    expect(await told()).toEqual(before);
    await work(waiting);
    expect((await admin.get(`/v1/imports/${waiting}`)).body).toMatchObject({ state: 'done' });
    expect(await rejectedOf(waiting)).toContain(CARD);
  });

  it('a worker of the release before leaves a sealed file to one of this', async () => {
    const id = await send(bad());
    // What it writes of a file that it finds empty.
    await rows(
      sql`update import set state = 'refused', code = 'FILE_IS_EMPTY', detail = 'x', about = '{}', file = '' where id = ${id}`,
    );
    expect((await admin.get(`/v1/imports/${id}`)).body).toMatchObject({ state: 'accepted' });
    await work(id);
    expect((await admin.get(`/v1/imports/${id}`)).body).toMatchObject({ state: 'done' });
  });
});

describe('when the key is changed', () => {
  it('files go by the new one, and open as before', async () => {
    const id = await send(bad());
    await work(id);
    const told = await rejectedOf(id);
    const second = `2:${randomBytes(32).toString('base64')}`;
    const keys = (text: string) => CinVault.of(CinKeys.parse({ ...CIN_KEYS, CIN_ENCRYPTION_KEY: text }));
    const rotated = rosterImports(service.database.db, keys(`${second} ${CIN_KEYS.CIN_ENCRYPTION_KEY}`));
    await expect(rosterImports(service.database.db, keys(second)).demandKeys()).rejects.toThrow(
      'CIN_ENCRYPTION_KEY: key 1 is missing, with which kept files are sealed',
    );
    for (let some = 1; some > 0;) some = await rotated.sealSome(100);
    expect(await rotated.left()).toBe(0);
    const words = { tellOf: () => undefined, sentenceOf: () => undefined, phraseOf: () => undefined } as never;
    const again = rosterImports(service.database.db, keys(second));
    await again.demandKeys();
    expect((await again.rejected(system, id, { words, language: 'en' })).split('\r\n')[1]!.slice(0, 60)).toBe(
      told.split('\r\n')[1]!.slice(0, 60),
    );
  });
});
