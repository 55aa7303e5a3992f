import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Tx } from '@takwin/platform/postgres';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CinVault } from '../persons/cin.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, newMatricule, rowOf } from '../testing/konosys-file.js';
import { RunImportHandler } from './run-import.js';

const { database, running, tokens, admin, close } = await academiesService();
afterAll(close);
let here: { id: string; code: string; region: string };
beforeAll(async () => {
  here = (await admin.get('/v1/academies?first=1&profile=ordinary')).body.items[0];
});

const CSV = { headers: { 'content-type': 'text/csv' } };
const send = async (as = admin, ...rows: string[]): Promise<string> =>
  (await as.post('/v1/imports?kind=konosys', fileOf(...rows), CSV)).body.id;
const work = (id: string) => new RunImportHandler(database.db, running.get(CinVault)).run(id);
const stateOf = async (id: string) => (await admin.get(`/v1/imports/${id}`)).body;
const cancel = (id: string, as = admin) => as.post(`/v1/imports/${id}/cancel`);
const isKnown = async (matricule: string): Promise<boolean> =>
  (await admin.post('/v1/persons/search', { matricule })).body.items.length > 0;
const inSystem = <T>(run: (tx: Tx) => Promise<T>): Promise<T> => database.db.asActor(actorOf('system'), run);
const left = () => database.db.readAs(actorOf('system'), (tx) => tx.query(sql`select from import_progress`));

describe('an import that is cancelled', () => {
  it('while it waits is taken in by no worker, at either door, and no more than once', async () => {
    const matricule = newMatricule();
    const id = await send(admin, rowOf({ Site: here.code, MatriculeEtudiant: matricule }));
    expect(await cancel(id)).toMatchObject({ status: 200, body: { id, state: 'cancelled', cancelling: false } });
    await work(id);
    expect(await stateOf(id)).toMatchObject({ state: 'cancelled', accepted: 0 });
    expect(await isKnown(matricule)).toBe(false);
    expect(await cancel(id)).toMatchObject({ status: 409, body: { code: 'IMPORT_HAS_ENDED' } });
    const other = await send(admin, rowOf({ Site: here.code }));
    const { body } = await admin.graphql(`mutation { cancelImport(input: { id: "${other}" }) { state } }`);
    expect(body.data.cancelImport).toEqual({ state: 'CANCELLED' });
    const { items } = (await admin.get('/v1/imports?kind=konosys&state=cancelled')).body;
    expect(items.map((one: { id: string }) => one.id).sort()).toEqual([other, id].sort());
    const kept = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query(sql`select from import where state = 'cancelled' and (sealed_file is not null or cancelled_by is null)`),
    );
    expect(kept).toEqual([]);
  });

  it('while it is at work is left by its worker, and nothing of it is there', async () => {
    const [known, fresh] = [newMatricule(), newMatricule()];
    await work(await send(admin, rowOf({ Site: here.code, MatriculeEtudiant: known })));
    const id = await send(
      admin,
      ...[fresh, known].map((MatriculeEtudiant) => rowOf({ Site: here.code, MatriculeEtudiant, Code: 'DEV102' })),
    );
    const working = await inSystem(async (tx) => {
      await tx.query(sql`select from person where matricule = ${known} for update`);
      const done = work(id);
      while (!(await tx.one(sql`select from pg_locks where not granted`))) await pause(20);
      expect(await stateOf(id)).toMatchObject({ state: 'accepted', cancelling: false });
      expect(await cancel(id)).toMatchObject({ status: 200, body: { state: 'accepted', cancelling: true } });
      expect(await stateOf(id)).toMatchObject({ state: 'accepted', cancelling: true });
      const { body } = await admin.graphql(`mutation { cancelImport(input: { id: "${id}" }) { state cancelling } }`);
      expect(body.data.cancelImport).toEqual({ state: 'ACCEPTED', cancelling: true });
      return { done };
    });
    await working.done;
    expect(await stateOf(id)).toMatchObject({ state: 'cancelled', cancelling: false, accepted: 0 });
    expect(await isKnown(fresh)).toBe(false);
    expect(await left()).toEqual([]);
  });

  it('is the one of which a worker died, without another having begun it', async () => {
    const matricule = newMatricule();
    const id = await send(admin, rowOf({ Site: here.code, MatriculeEtudiant: matricule }));
    await inSystem((tx) =>
      tx.query(
        sql`insert into import_progress(import_id, rows, accepted, rejected, cancelled_by) values (${id}, 1, 1, 0, 'who')`,
      ),
    );
    await work(id);
    expect(await stateOf(id)).toMatchObject({ state: 'cancelled' });
    expect(await isKnown(matricule)).toBe(false);
  });

  it('is none that is done, nor one that somebody else has sent', async () => {
    const id = await send(admin, rowOf({ Site: here.code }));
    await work(id);
    expect(await cancel(id)).toMatchObject({ status: 409, body: { code: 'IMPORT_HAS_ENDED' } });
    const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [here.id] }));
    const waiting = await send(admin, rowOf({ Site: here.code }));
    expect(await cancel(waiting, manager)).toMatchObject({ status: 404 });
    const own = await send(manager, rowOf({ Site: here.code }));
    expect(await cancel(own, manager)).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    expect(await cancel(await send(manager, rowOf({ Site: here.code })))).toMatchObject({
      body: { state: 'cancelled' },
    });
    expect(await left()).toEqual([]);
  });

  it('is done or cancelled, and never both, whoever comes first', async () => {
    for (let round = 0; round < 6; round++) {
      const matricule = newMatricule();
      const id = await send(admin, rowOf({ Site: here.code, MatriculeEtudiant: matricule }));
      const worked = work(id);
      await pause(round * 8);
      await Promise.all([worked, cancel(id)]);
      const { state } = await stateOf(id);
      expect(['done', 'cancelled']).toContain(state);
      expect(await isKnown(matricule)).toBe(state === 'done');
    }
    expect(await left()).toEqual([]);
  });
});
