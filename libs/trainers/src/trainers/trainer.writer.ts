import { legalDayOf } from '@takwin/platform/clock';
import { type Merges, refusing, type Tx, within } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { planLife } from '../plans/plan.life.js';
import type { Standing } from '../plans/plan.js';
import {
  addMissingQualifications,
  addQualification,
  type NewQualification,
} from '../qualifications/qualification.writer.js';
import { announce } from './announce-trainers.js';
import { noSuchTrainer, TrainerExists, TrainerHasLeft } from './refusals.js';
import { trainerLife as life } from './trainer.life.js';
import type { TrainerState, TrainerView } from './trainer.js';

/** What changes where a plan stands. */
export type PlanStep = 'plan' | 'learn' | 'disprove' | 'withdraw' | 'merge';
type Home = { academyId: string; region: string };

/** Makes a trainer of a person. Refuses TRAINER_EXISTS. */
export async function registerTrainer(tx: Tx, id: string, { academyId, region }: Home): Promise<void> {
  await refusing(
    tx.query(sql`
      insert into trainer(id, academy_id, region, created_by)
      values (${id}, ${academyId}, ${region}, ${tx.actor.subject})`),
    { trainer_pkey: () => new TrainerExists() },
  );
  await announce(tx, life.transitions.register.event, [id]);
}

/** Makes synthetic trainers of those who are none yet, with what `qualificationsOf` says of each. */
export async function registerSynthetic(
  tx: Tx,
  persons: readonly (Home & { id: string })[],
  qualificationsOf: (id: string) => NewQualification[],
): Promise<void> {
  const added = await tx.query<{ id: string }>(sql`
    insert into trainer(id, academy_id, region, synthetic)
    select id, "academyId", region, true
    from jsonb_to_recordset(${JSON.stringify(persons)}::jsonb) as r(id uuid, "academyId" uuid, region text)
    on conflict do nothing returning id`);
  const ids = added.map(({ id }) => id);
  await addMissingQualifications(tx, ids.flatMap(qualificationsOf));
  await announce(tx, life.transitions.register.event, ids);
}

/** Makes trainers of those who are by another record of theirs that was merged, where they are none yet. */
export async function registerMerged(tx: Tx, { gone }: Merges): Promise<void> {
  const added = await tx.query<{ id: string }>(sql`
    insert into trainer(id, academy_id, region, created_by)
    select distinct on (p.subject) p.subject::uuid, p.academy_id, p.region, ${tx.actor.subject}::text
    from trainer t join person_copy p on p.subject = person_now(t.id)::text
    where t.id = any(${gone}::uuid[]) and p.subject::uuid <> t.id order by p.subject on conflict do nothing returning id`);
  await announce(
    tx,
    life.transitions.register.event,
    added.map(({ id }) => id),
  );
}

/**
 * Has those of `those` (a condition on a trainer `t`) leave whose person has left, and those return whose person is here again. The day
 * of leaving is the person's; where nobody knows that, today.
 */
export async function followPlaces(tx: Tx, those: Sql): Promise<void> {
  const moved = await tx.query<{ id: string; active: boolean }>(sql`
    select t.id, p.active from trainer t join person_copy p on p.subject = t.id::text
    where ${those} and p.active <> (t.state = 'active') order by t.id for no key update of t`);
  const left = moved.filter(({ active }) => !active).map(({ id }) => id);
  const back = moved.filter(({ active }) => active).map(({ id }) => id);
  await tx.query(sql`
    update trainer t set state = 'left', left_on = coalesce(p.left_on, ${legalDayOf(tx.at)}), version = t.version + 1
    from person_copy p
    where p.subject = t.id::text and t.id = any(${left}::uuid[]) and t.state = any(${life.from('leave')})`);
  await tx.query(sql`
    update trainer set state = 'active', left_on = null, version = version + 1
    where id = any(${back}::uuid[]) and state = any(${life.from('return')})`);
  await announce(tx, life.transitions.leave.event, left);
  await announce(tx, life.transitions.return.event, back);
}

/**
 * Holds a trainer whom the actor may change until the transaction ends: the day of leaving (ISO date) of who has left. Refuses NOT_FOUND,
 * and TRAINER_HAS_LEFT by the life.
 */
export async function holdTrainer(tx: Tx, id: string, by: keyof typeof life.transitions): Promise<string | null> {
  const mine = within(tx.actor, { region: sql`region`, academy: sql`academy_id`, person: sql`id` });
  const known = await tx.one<{ state: TrainerState; leftOn: string | null }>(
    sql`select state, left_on::text as "leftOn" from trainer where id = ${id} and ${mine} for no key update`,
  );
  if (!known) throw noSuchTrainer();
  if (!life.allows(known.state, by)) throw new TrainerHasLeft(known.leftOn);
  return known.leftOn;
}

/** Gives a trainer whom the actor may change a qualification; refuses as `holdTrainer` and `addQualification` do. */
export async function qualifyTrainer(
  tx: Tx,
  qualification: NewQualification,
  confirmed: boolean,
): Promise<TrainerView> {
  const { trainerId } = qualification;
  await holdTrainer(tx, trainerId, 'qualify');
  await addQualification(tx, qualification, confirmed);
  await tx.query(sql`
    update trainer set version = version + 1 where id = ${trainerId} and state = any(${life.from('qualify')})`);
  const [qualified] = await announce(tx, life.transitions.qualify.event, [trainerId]);
  return qualified!;
}

/**
 * Writes where the plan of a trainer stands whom the transaction holds, as its items have it after a transition; `completedOn` where all of
 * them are completed. Returns the trainer's version from now on.
 */
export async function settleUpskilling(
  tx: Tx,
  trainerId: string,
  transition: PlanStep,
  { state, completedOn }: Standing,
): Promise<number> {
  const by = state === 'completed' ? 'upskill' : transition;
  await tx.query(sql`
    update trainer
    set upskilling = ${state}, upskilling_completed_on = ${completedOn}, version = version + 1,
      upskilling_disproved = ${by !== 'upskill'} and (upskilling_disproved or ${by === 'disprove'})
    where id = ${trainerId} and state = any(${life.from(by)}) and upskilling = any(${planLife.from(by)})`);
  const [settled] = await announce(tx, life.transitions[by].event, [trainerId]);
  return settled!.version;
}
