import { afterAll, expect, it, jest } from '@jest/globals';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { CinVault } from '../persons/cin.js';
import { academiesService } from '../testing/academies-service.js';
import { HEADER, rowOf } from '../testing/konosys-file.js';
import { RunImportHandler } from './run-import.js';

const { database, running, admin, close } = await academiesService();
afterAll(close);

/** Persons that this transaction has looked at so far. */
async function lookedAt(tx: Tx): Promise<number> {
  const row = await tx.one<{ count: number }>(sql`
    select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as count from pg_stat_xact_user_tables
    where relname = 'person'`);
  return row!.count;
}

it.each([
  ['Arabic', { Nom: '' }],
  ['Latin', { Nom: 'BENJELLOUN' }],
])('looks at no more persons where ever more bear the %s name of all of its rows', async (_, about) => {
  const [{ code: Site }] = (await admin.get('/v1/academies?first=1')).body.items;
  const asActor = database.db.asActor.bind(database.db);
  const ofEach: number[] = [];
  for (const file of 'abc') {
    const nameOf = (index: number): string =>
      `${file}${String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26))}`;
    const rows = Array.from(
      { length: 300 },
      (_, index) => `${rowOf({ Site, ...about, Nom: about.Nom || nameOf(index) })},بنجلون,زينب`,
    );
    const csv = [`${HEADER},Nom_Arabe,Prenom_arabe`, ...rows].join('\r\n');
    const { body } = await admin.post('/v1/imports?kind=konosys', csv, { headers: { 'content-type': 'text/csv' } });
    let looked = 0;
    const spy = jest.spyOn(database.db, 'asActor').mockImplementation((actor, work, ...rest) =>
      asActor(
        actor,
        async (tx) => {
          // As in a register that is too large to be read whole.
          await tx.query(sql`set local enable_seqscan = off`);
          const before = await lookedAt(tx);
          const done = await work(tx);
          looked += (await lookedAt(tx)) - before;
          return done;
        },
        ...rest,
      ),
    );
    await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
    spy.mockRestore();
    ofEach.push(looked);
    expect((await admin.get(`/v1/imports/${body.id}`)).body).toMatchObject({ accepted: 300, rejected: 0 });
  }
  // Each of the persons who came in before is looked at a few times by the file, and not by each of its rows.
  expect(ofEach[2]! - ofEach[0]!).toBeLessThan(20 * 600);
});
