import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, it } from '@jest/globals';
import { processingOf } from '@takwin/platform/jobs';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CinVault } from '../persons/cin.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';
import { ImportProcessor } from './import.processor.js';
import { RunImportHandler } from './run-import.js';

const { database, running, admin, close } = await academiesService();
afterAll(close);

const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz');
const given = (index: number): string => [1, 26, 676].map((power) => LETTERS[Math.floor(index / power) % 26]).join('');

it('tells of a file what was read of it so far, while it runs', async () => {
  const [here] = (await admin.get('/v1/academies?first=1')).body.items;
  const rows = Array.from({ length: 2_100 }, (_, index) =>
    rowOf({ Site: here.code, Nom: index === 100 ? '' : 'TAZI', Prenom: given(index) }),
  );
  const csv = { headers: { 'content-type': 'text/csv' } };
  const { body } = await admin.post(`/v1/imports?kind=konosys`, fileOf(...rows), csv);
  const seen = async () => (await admin.get(`/v1/imports/${body.id}`)).body;
  expect(await seen()).toMatchObject({ state: 'accepted', rows: 0, accepted: 0, rejected: 0 });
  const told: { state: string; rows: number; accepted: number; rejected: number }[] = [];
  // What was rejected is written at the end, which waits here.
  const working = await database.db.asActor(actorOf('system'), async (tx) => {
    await tx.query(sql`lock table import_rejected_row in exclusive mode`);
    const done = new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
    while ((told.at(-1)?.rows ?? 0) < 2_000) {
      told.push(await seen());
      await pause(20);
    }
    return { done };
  });
  await working.done;
  told.push(await seen());
  expect(told.at(-2)).toMatchObject({ state: 'accepted', rows: 2_000, rejected: 1 });
  expect(told.at(-2)!.accepted).toBeGreaterThanOrEqual(999);
  expect(told.at(-1)).toMatchObject({ state: 'done', rows: 2_100, accepted: 2_099, rejected: 1 });
  for (const count of ['rows', 'accepted', 'rejected'] as const)
    expect(told.map((one) => one[count])).toEqual(told.map((one) => one[count]).toSorted((one, other) => one - other));
  expect((await admin.get('/v1/imports?kind=konosys&first=1')).body.items).toEqual([told.at(-1)]);
  const left = await database.db.readAs(actorOf('system'), (tx) => tx.query(sql`select from import_progress`));
  expect(left).toEqual([]);
});

it('lets a short file be done while a long one is worked', async () => {
  const [here] = (await admin.get('/v1/academies?first=1')).body.items;
  const send = async (...rows: string[]): Promise<string> => {
    const csv = { headers: { 'content-type': 'text/csv' } };
    return (await admin.post('/v1/imports?kind=konosys', fileOf(...rows), csv)).body.id;
  };
  const processor = new ImportProcessor(new RunImportHandler(database.db, running.get(CinVault)));
  const known = newMatricule();
  await processor.run({ ids: [await send(rowOf({ Site: here.code, MatriculeEtudiant: known }))] });
  const long = await send(rowOf({ Site: here.code, MatriculeEtudiant: known, Code: 'DEV102' }));
  const short = await send(rowOf({ Site: here.code }));
  const stateOf = async (id: string) => (await admin.get(`/v1/imports/${id}`)).body.state;
  const working = await database.db.asActor(actorOf('system'), async (tx) => {
    await tx.query(sql`select from person where matricule = ${known} for update`);
    const done = processor.run({ ids: [long] });
    while (!(await tx.one(sql`select from pg_locks where not granted`))) await pause(20);
    await processor.run({ ids: [short] });
    expect([await stateOf(long), await stateOf(short)]).toEqual(['accepted', 'done']);
    return { done };
  });
  await working.done;
  expect(await stateOf(long)).toBe('done');
  expect(processingOf(ImportProcessor)!.concurrency).toBeGreaterThan(1);
});
