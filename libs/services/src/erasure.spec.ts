import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '@takwin/platform/auth';
import { emptyRows, Erases, type ErasedRows, erasing, type Whom } from '@takwin/platform/erasure';
import type { Works } from '@takwin/platform/jobs';
import type { Tx } from '@takwin/platform/postgres';
import { testDatabase, type TestDatabase } from '@takwin/platform/testing';
import type { Log } from '@takwin/platform/telemetry';
import sql from 'sql-template-tag';
import { loadApp } from './load-app.js';

const PERSON = '00000000-0000-4000-8000-000000000001';
const FORMER = '00000000-0000-4000-8000-000000000002';
const system = systemActor('spec');

let database: TestDatabase;
beforeAll(async () => {
  const { migrations = [] } = await loadApp('trainers');
  database = await testDatabase({ schema: 'trainers', migrations });
});
afterAll(() => database?.close());

const ask = <R>(statement: ReturnType<typeof sql>): Promise<R[]> =>
  database.db.asActor(system, (tx) => tx.query<R>(statement));

/** The work of one process, which does what `erase` says. */
function processOf(
  hindrance: (tx: Tx) => string | null | Promise<string | null>,
  erase: (tx: Tx, whom: Whom) => Promise<void>,
  told: string[],
): Works {
  class Spec extends Erases {
    readonly told = sql`
      select p.subject::uuid as id, p.erasure as stage, false as "keepsCredentials", array[p.subject::uuid, ${FORMER}::uuid] as ids
      from person_copy p where p.erasure is not null`;
    override clear = async (tx: Tx) => hindrance(tx);
    erase = erase;
  }
  const { providers = [] } = erasing(
    'trainers',
    async (_, { version, stage, because }) => void told.push(`${version} ${stage} ${because}`),
    Spec,
  );
  const Erasing = providers.at(-1) as new (...args: unknown[]) => Works;
  return new Erasing(database.db, new Spec(), { info: () => {} } as unknown as Log);
}
const copy = (stage: string) => sql`
  insert into person_copy(subject, version, generation, erasure) values (${PERSON}, 1, 1, ${stage})
  on conflict (subject) do update set erasure = excluded.erasure`;
const ROWS: readonly ErasedRows[] = [
  { table: 'subject_person', whose: ({ ids }) => sql`x.person_id = any(${ids}::uuid[])`, go: true },
];

describe('what a service does of a person who is erased', () => {
  it('waits, goes on, and is done once: whole or not at all, however many processes there are and die', async () => {
    const told: string[] = [];
    let hindrance: string | null = 'exam-to-come';
    let dies = true;
    let times = 0;
    const erase = async (tx: Tx, whom: Whom): Promise<void> => {
      await emptyRows(tx, whom, ROWS);
      await pause(50);
      if (dies) throw new Error('killed');
      times++;
    };
    const [one, other] = [1, 2].map(() => processOf(() => hindrance, erase, told));
    const run = (by = one!) => by.run({ ids: [PERSON] } as never, new AbortController().signal);
    await ask(
      sql`insert into subject_person values ('self', ${PERSON}), ('former', ${FORMER}), ('other', gen_random_uuid())`,
    );
    await ask(sql`
      insert into kept_work(subject, key, place, asked, answer, kept_at)
      values ('s', 'k', '', 'x', ${`{"id":"${PERSON}"}`}, now()), ('s', 'other', '', 'x', '{}', now())`);
    expect(await one!.waiting(10, new Date())).toEqual([]);
    await ask(copy('begun'));
    for (let twice = 0; twice < 2; twice++) await run();
    expect(told).toEqual(['1 waiting exam-to-come']);
    expect(await one!.waiting(10, new Date())).toEqual([PERSON]);
    hindrance = null;
    await run();
    expect(await one!.waiting(10, new Date())).toEqual([]);

    await ask(copy('erased'));
    expect(await one!.waiting(10, new Date())).toEqual([PERSON]);
    await expect(run()).rejects.toThrow('killed');
    expect(await ask(sql`select subject from subject_person`)).toHaveLength(3);
    expect(await one!.waiting(10, new Date())).toEqual([PERSON]);
    dies = false;
    await Promise.all([run(), run(other)]);
    expect(times).toBe(1);
    expect(told).toEqual(['1 waiting exam-to-come', '2 cleared null', '3 erased null']);
    expect(await ask(sql`select subject from subject_person`)).toEqual([{ subject: 'other' }]);
    expect(await ask(sql`select key, answer from kept_work order by key`)).toEqual([
      { key: 'k', answer: 'erased' },
      { key: 'other', answer: '{}' },
    ]);
    expect(await one!.waiting(10, new Date())).toEqual([]);
  });
});

describe('what is said of a person while they are erased', () => {
  const said = (evidence: string) => sql`
    insert into qualification(trainer_id, kind, topic, obtained_on, evidence) values (${PERSON}, 'teach', ${evidence}, '2026-01-10', ${evidence})`;

  it('is waited for, and from then on refused PERSON_ERASED, also where it is changed', async () => {
    await ask(sql`delete from erasure_work`);
    await ask(copy('begun'));
    await ask(sql`insert into trainer(id, academy_id, region, created_by) values (${PERSON}, ${FORMER}, 'MA-04', 'x')`);
    const seen: number[] = [];
    const looks = processOf(
      async (tx) => {
        seen.push((await tx.query(sql`select from qualification where trainer_id = ${PERSON}`)).length);
        return null;
      },
      () => Promise.resolve(),
      [],
    );
    const run = () => looks.run({ ids: [PERSON] } as never, new AbortController().signal);
    let working: Promise<void> | undefined;
    await database.db.asActor(system, async (tx) => {
      await tx.query(said('excel'));
      working = run();
      await pause(300);
      expect(seen).toEqual([]);
    });
    await working;
    expect(seen).toEqual([1]);
    for (const later of [said('word'), sql`update qualification set evidence = 'y'`])
      await expect(ask(later)).rejects.toMatchObject({ code: 'PERSON_ERASED' });
    await ask(sql`update qualification set expires_on = '2030-01-01'`);
  });
});
