import { refusing, type Tx, within } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
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
export type PlanStep = 'plan' | 'learn' | 'disprove' | 'withdraw';
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

/** Holds a trainer whom the actor may change until the transaction ends. Refuses NOT_FOUND, and TRAINER_HAS_LEFT by the life. */
export async function holdTrainer(tx: Tx, id: string, by: keyof typeof life.transitions): Promise<void> {
  const mine = within(tx.actor, { region: sql`region`, academy: sql`academy_id`, person: sql`id` });
  const known = await tx.one<{ state: TrainerState }>(
    sql`select state from trainer where id = ${id} and ${mine} for no key update`,
  );
  if (!known) throw noSuchTrainer();
  if (!life.allows(known.state, by)) throw new TrainerHasLeft();
}

/** Gives a trainer whom the actor may change a qualification; refuses as `holdTrainer` and `addQualification` do. */
export async function qualifyTrainer(tx: Tx, qualification: NewQualification): Promise<TrainerView> {
  const { trainerId } = qualification;
  await holdTrainer(tx, trainerId, 'qualify');
  await addQualification(tx, qualification);
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
    set upskilling = ${state}, upskilling_completed_on = ${completedOn}, version = version + 1
    where id = ${trainerId} and state = any(${life.from(by)}) and upskilling = any(${planLife.from(by)})`);
  const [settled] = await announce(tx, life.transitions[by].event, [trainerId]);
  return settled!.version;
}
