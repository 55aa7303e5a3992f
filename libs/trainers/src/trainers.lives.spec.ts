import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Refusal } from '@takwin/platform/errors';
import { stableId } from '@takwin/platform/schema';
import { actorOf, testDatabase, type TestDatabase, auditLives } from '@takwin/platform/testing';
import fc from 'fast-check';
import sql, { type Sql } from 'sql-template-tag';
import { trainersMigrations } from './index.js';
import { planLife } from './plans/plan.life.js';
import { CompletePlanItemHandler } from './plans/complete-plan-item.js';
import { PlanUpskillingHandler } from './plans/plan-upskilling.js';
import { WithdrawPlanItemHandler } from './plans/withdraw-plan-item.js';
import { AddQualificationHandler } from './qualifications/add-qualification.js';
import { FindTrainersHandler } from './trainers/find-trainers.js';
import { RegisterTrainerHandler } from './trainers/register-trainer.js';
import { evidence } from './testing/evidence.js';
import { trainerLife } from './trainers/trainer.life.js';

const COMMANDS = Number(process.env.LIVES_COMMANDS ?? 4_000);
const SEED = Number(process.env.LIVES_SEED ?? randomInt(2 ** 31));
const PERSONS = Array.from({ length: 3 }, (_, index) => stableId('test', `trainer ${index}`));
const TOPICS = ['excel', 'word', 'web'];
const REFS = { exam: ['MO-200', 'MO-201', 'MO-300', 'AI-900'], course: ['WORD-1', 'EXCEL-1', 'WEB-1', 'SALE-1'] };

const admin = actorOf('programme-admin');
let database: TestDatabase;
let told: ReturnType<typeof evidence>;

const rows = <R>(statement: Sql): Promise<R[]> => database.db.readAs(admin, (tx) => tx.query<R>(statement));

type Command = () => Promise<unknown>;

const person = fc.constantFrom(...PERSONS);
const day = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-11-01'), noInvalidDate: true });
const isoDay = day.map((date) => date.toISOString().slice(0, 10));
const refOf = (kind: 'course' | 'exam') => fc.record({ kind: fc.constant(kind), ref: fc.constantFrom(...REFS[kind]) });
const item = fc
  .tuple(fc.oneof(refOf('course'), refOf('exam')), isoDay)
  .map(([about, day]) => ({ ...about, dueOn: day.replace('2026', '2027') }));

/** Plans these with what is open still, which is not left out. */
async function plan(
  trainerId: string,
  asked: readonly { kind: string; ref: string; dueOn: string }[],
): Promise<unknown> {
  const open = await rows<{ kind: string; ref: string; dueOn: string }>(sql`
    select kind, ref, due_on::text as "dueOn" from plan_item where trainer_id = ${trainerId} and completed_on is null`);
  const others = open.filter((one) => asked.every(({ kind, ref }) => kind !== one.kind || ref !== one.ref));
  return plans().plan(admin, { trainerId, items: [...asked, ...others] } as never);
}

async function withdraw(trainerId: string, place: number): Promise<unknown> {
  const items = await rows<{ id: string }>(
    sql`select id from plan_item where trainer_id = ${trainerId} order by completed_on nulls first, id limit 3`,
  );
  const itemId = items[place % (items.length || 1)]?.id;
  const by = new WithdrawPlanItemHandler(database.db);
  return (
    itemId &&
    by.run(actorOf('regional-director', { regions: ['MA-04'] }), { trainerId, itemId, reason: 'retired' } as never)
  );
}

const plans = () => new PlanUpskillingHandler(database.db, new FindTrainersHandler(database.db));

async function complete(trainerId: string, place: number, completedOn: string): Promise<unknown> {
  const items = await rows<{ id: string }>(
    sql`select id from plan_item where trainer_id = ${trainerId} order by completed_on nulls first, id limit 3`,
  );
  const itemId = items[place % (items.length || 1)]?.id;
  const by = new CompletePlanItemHandler(database.db);
  return itemId && by.run(admin, { trainerId, itemId, completedOn, document: 'certificate 7' } as never);
}

const often = <T>(weight: number, about: fc.Arbitrary<T>, command: (about: T) => Command) => ({
  weight,
  arbitrary: about.map(command),
});
const command = fc.oneof(
  often(1, person, (personId) => () => new RegisterTrainerHandler(database.db).run(admin, { personId } as never)),
  often(
    2,
    fc.record({ trainerId: person, topic: fc.constantFrom(...TOPICS), obtainedOn: isoDay }),
    (about) => () =>
      new AddQualificationHandler(database.db).run(admin, { ...about, kind: 'teach', evidence: 'MO-200' } as never),
  ),
  often(
    3,
    fc.record({
      trainerId: person,
      items: fc.uniqueArray(item, { minLength: 1, maxLength: 3, selector: (i) => i.kind + i.ref }),
    }),
    ({ trainerId, items }) =>
      () =>
        plan(trainerId, items),
  ),
  often(1, fc.tuple(person, fc.constantFrom('active', 'inactive')), (about) => () => told.person(...about)),
  often(3, fc.tuple(person, fc.nat(2)), (about) => () => withdraw(...about)),
  often(3, fc.tuple(person, fc.nat(2), isoDay), (about) => () => complete(...about)),
  often(
    5,
    fc.tuple(person, fc.constantFrom(...REFS.exam), isoDay, fc.constantFrom('passed', 'failed')),
    (about) => () => told.result(...about),
  ),
  often(
    5,
    fc.tuple(person, fc.constantFrom(...REFS.course), fc.option(isoDay, { freq: 2 })),
    (about) => () => told.enrolment(...about),
  ),
);

/** Looked for after every command: the next one on the same plan would mend it. */
const STRAYED = sql`
  select t.id, t.upskilling, p.* from trainer t cross join lateral (
    select count(*) as all, count(completed_on) as done, max(completed_on) as last from plan_item where trainer_id = t.id) p
  where t.upskilling <> case when p.all = 0 then 'none' when p.all = p.done then 'completed'
      when p.done > 0 then 'in-progress' else 'planned' end
    or t.upskilling_completed_on is distinct from case when p.all = p.done then p.last end`;
/** Evidence that nothing tells of any more, and facts that prove nothing though they are asked for. */
const UNPROVEN = sql`
  with fact as (
    select person_id, 'exam' as kind, exam_code as ref, subject, day from exam_pass_copy
    union all select person_id, 'course', code, done.subject, day
      from completion_copy done join course_copy course on course.subject = done.course_id::text
  )
  select i.*, f.subject from plan_item i left join fact f
    on f.person_id = i.trainer_id and f.kind = i.kind and f.ref = i.ref and f.day >= '2026-09-01'
  where i.evidence_kind is distinct from 'document'
    and (i.evidence_ref, i.completed_on) is distinct from (f.subject, f.day)`;
const strayed: unknown[] = [];

beforeAll(async () => {
  database = await testDatabase({ schema: 'trainers', migrations: trainersMigrations });
  await database.db.asActor(admin, (tx) =>
    tx.query(sql`
      insert into person_copy(subject, version, generation, kind, academy_id, region, active)
      select id, 1, 1, 'trainer', ${stableId('academy', 'here')}, 'MA-04', true from unnest(${PERSONS}::text[]) id`),
  );
  told = evidence(database);
  for (const code of REFS.exam) await told.exam(code);
  for (const code of REFS.course) await told.course(code);
  const commands = fc.sample(command, { numRuns: COMMANDS, seed: SEED });
  for (let next = 0; next < COMMANDS; next += 2) {
    await Promise.all(commands.slice(next, next + 2).map((one) => one().catch(unlessRefused)));
    strayed.push(...(await rows(STRAYED)), ...(await rows(UNPROVEN)));
  }
}, COMMANDS * 100);
afterAll(() => database?.close());

function unlessRefused(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

describe(`after ${COMMANDS} commands, two at once (LIVES_SEED=${SEED})`, () => {
  it('every step of each trainer and plan is one of their lives, and the last one told is how they stand', async () => {
    const { faults, latest } = await auditLives(database.db, 'trainer', trainerLife);
    const plan = await auditLives(database.db, 'trainer', planLife, (state) => state['upskilling'] as never);
    expect([...faults, ...plan.faults]).toEqual([]);
    const last = [...latest].map(([id, { version, state }]) => ({
      id,
      version,
      upskilling: state['upskilling'],
      day: state['upskillingCompletedOn'],
      proven: state['upskillingProven'],
      topics: (state['topics'] as string[]).length,
      state: state['state'],
      left: state['leftOn'] !== null,
    }));
    const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
    const held = await rows<{ id: string }>(sql`
      select id, version, upskilling, upskilling_completed_on::text as day,
        upskilling = 'completed' and (select bool_and(evidence_kind is not null) and bool_or(completed_on >= counts_from)
          from plan_item i where i.trainer_id = t.id) as proven,
        (select count(distinct topic)::int from qualification where trainer_id = t.id and t.state = 'active') as topics,
        state, left_on is not null as left from trainer t`);
    expect(last.sort(byId)).toEqual(held.sort(byId));
    expect(last).toHaveLength(PERSONS.length);
  });

  it('each plan stood as its items have it at any time, and each item as its evidence', () => {
    expect(strayed).toEqual([]);
  });
});
