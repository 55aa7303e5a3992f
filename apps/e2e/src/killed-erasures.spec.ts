import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '@takwin/platform/auth';
import { testDatabase, type TestDatabase } from '@takwin/platform/testing';
import sql, { raw, type Sql } from 'sql-template-tag';
import { loadApp } from '@takwin/services/load-app';

const CHILD = ['.config/run.js', 'apps/e2e/dist/testing/erase-trainer.js'];
const system = systemActor('spec');
/** What the erasure of a trainer comes to, in the order in which it does: it stands still where somebody holds one of them. */
const MOMENTS = [
  'qualification',
  'plan_item',
  'plan_item_withdrawn',
  'kept_work',
  'subject_person',
  'erasure_work',
  'event_new',
];

let database: TestDatabase;
beforeAll(async () => {
  const { migrations = [] } = await loadApp('trainers');
  database = await testDatabase({ schema: 'trainers', migrations });
});
afterAll(() => database?.close());

const ask = <R>(statement: Sql): Promise<R[]> => database.db.asActor(system, (tx) => tx.query<R>(statement));

/** Somebody who is to be erased, of whom something is said in each table. */
async function trainer(): Promise<string> {
  const id = crypto.randomUUID();
  const planned = sql`${id}, 'course', 'EXCEL', '2027-01-31', now(), 'x'`;
  await ask(sql`
    insert into person_copy(subject, version, generation, kind, active) values (${id}, 1, 1, 'trainer', false)`);
  await ask(sql`insert into trainer(id, academy_id, region, created_by) values (${id}, ${id}, 'MA-04', 'x')`);
  await ask(sql`
    insert into qualification(trainer_id, kind, obtained_on, evidence) values (${id}, 'proctor', '2026-01-10', 'a word')`);
  await ask(sql`insert into plan_item(trainer_id, kind, ref, due_on, agreed_at, agreed_by, counts_from, evidence_ref, evidence_kind, completed_on)
    values (${planned}, '2026-11-01', 'a word', 'document', '2026-11-02')`);
  await ask(sql`
    insert into plan_item_withdrawn(id, trainer_id, kind, ref, due_on, agreed_at, agreed_by, withdrawn_at, withdrawn_by, reason)
    values (gen_random_uuid(), ${planned}, now(), 'y', 'a word')`);
  await ask(sql`insert into kept_work(subject, key, place, asked, answer, kept_at)
    values (${id}, 'k', '', 'x', ${`{"id":"${id}","evidence":"a word"}`}, now())`);
  await ask(sql`insert into subject_person values (${id}, ${id})`);
  await ask(sql`update person_copy set erasure = 'erased' where subject = ${id}`);
  return id;
}

/** How many words are left of somebody, and what was told of them. */
async function stateOf(id: string): Promise<{ words: number; told: string[]; stage: string | undefined }> {
  const words = sql`
    select 1 from qualification where trainer_id = ${id} and evidence <> '' union all
    select 1 from plan_item where trainer_id = ${id} and evidence_ref is not null union all
    select 1 from plan_item_withdrawn where trainer_id = ${id} and reason <> '' union all
    select 1 from kept_work where subject = ${id} and answer like '%a word%' union all
    select 1 from subject_person where person_id = ${id}`;
  const told = await ask<{ type: string }>(sql`
    select type from event_new, jsonb_array_elements(body -> 'changes') c where c ->> 's' = ${id}`);
  const [work] = await ask<{ stage: string }>(sql`select stage from erasure_work where person_id = ${id}`);
  return { words: (await ask(words)).length, told: told.map(({ type }) => type), stage: work?.stage };
}

const begin = (id: string) =>
  spawn(process.execPath, [...CHILD, database.url, id], { stdio: ['ignore', 'pipe', 'inherit'] });
const waits = async (table: string): Promise<boolean> =>
  (await ask(sql`select from pg_locks where relation = ${table}::regclass and not granted`)).length > 0;

describe('the worker of an erasure that is killed', () => {
  it.each(MOMENTS)(
    'as it comes to %s has done nothing, and another does all of it, and tells it once',
    async (table) => {
      const id = await trainer();
      const before = await stateOf(id);
      expect(before).toEqual({ words: 5, told: [], stage: undefined });
      await database.db.asActor(system, async (tx) => {
        await tx.query(sql`lock table ${raw(table)} in share row exclusive mode`);
        const child = begin(id);
        const ended = once(child, 'exit');
        while (!(await waits(table))) {
          if (child.exitCode !== null) throw new Error('it was done before it came there');
          await pause(50);
        }
        child.kill('SIGKILL');
        await ended;
      });
      expect(await stateOf(id)).toEqual(before);
      const others = [begin(id), begin(id)];
      await Promise.all(others.map((child) => once(child, 'exit')));
      expect(await stateOf(id)).toEqual({ words: 0, told: ['ErasureDone'], stage: 'erased' });
    },
    180_000,
  );
});
