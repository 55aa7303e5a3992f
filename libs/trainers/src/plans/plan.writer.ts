import { CONVENTION } from '@takwin/contracts/convention';
import { legalDayOf } from '@takwin/platform/clock';
import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import type { NewPlanItem } from './plan.js';

/** Agrees these items for a trainer whom the transaction holds; those that the plan has already take the new day by which they are due. */
export async function agreeItems(
  tx: Tx,
  trainerId: string,
  items: readonly z.output<typeof NewPlanItem>[],
): Promise<void> {
  await tx.query(sql`
    insert into plan_item(trainer_id, kind, ref, due_on, agreed_at, agreed_by, counts_from)
    select ${trainerId}, kind, ref, "dueOn", ${tx.at}, ${tx.actor.subject}, ${legalDayOf(tx.at)}
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as asked(kind text, ref text, "dueOn" date)
    on conflict on constraint plan_item_once do update set due_on = excluded.due_on`);
}

/** Takes an open item out of a plan whose trainer the transaction holds, and keeps why. */
export async function withdrawItem(tx: Tx, itemId: string, reason: string): Promise<void> {
  await tx.query(sql`
    with gone as (delete from plan_item where id = ${itemId} and completed_on is null returning *)
    insert into plan_item_withdrawn(id, trainer_id, kind, ref, due_on, agreed_at, agreed_by, withdrawn_at, withdrawn_by, reason)
    select id, trainer_id, kind, ref, due_on, agreed_at, agreed_by, ${tx.at}, ${tx.actor.subject}, ${reason} from gone`);
}

/** Completes an item that nothing proves yet by a document, of who asks, on a day (ISO date). */
export async function completeByDocument(tx: Tx, itemId: string, document: string, day: string): Promise<void> {
  await tx.query(sql`
    update plan_item set completed_on = ${day}, evidence_kind = 'document', evidence_ref = ${document},
      recorded_by = ${tx.actor.subject}, recorded_at = ${tx.at}
    where id = ${itemId} and evidence_kind is null and agreed_by is distinct from ${tx.actor.subject}`);
}

/** Gives items of plans to whose they are now, but those that the person has to learn already; what was withdrawn of one comes along. */
export async function mergePlans(tx: Tx, merges: Merges): Promise<void> {
  const items = movesOf('i', merges, 'trainer_id');
  await tx.query(sql`
    update plan_item i set ${items.set} where i.id in (
      select distinct on (${items.to}, i.kind, i.ref) i.id from plan_item i
      where ${items.where} and not exists (
        select from plan_item own where own.trainer_id = ${items.to} and own.kind = i.kind and own.ref = i.ref)
      order by ${items.to}, i.kind, i.ref, i.completed_on nulls last, i.id)`);
  const withdrawn = movesOf('w', merges, 'trainer_id');
  await tx.query(sql`update plan_item_withdrawn w set ${withdrawn.set} where ${withdrawn.where}`);
}

/** A trainer one of whose items has another evidence than before; `lost` where one has none any more. */
type Proven = { trainerId: string; lost: boolean };

/**
 * Completes the items of these trainers, whom the transaction holds, by what the copies tell of the convention's time: an exam by its
 * first pass, a course by its first completion, but none that rests on the word of who agreed the item; of who has left, none of later
 * days. What was met before the item was agreed counts from no day until the one after. What is withdrawn there completes no more;
 * documents and words of before stay.
 */
export function proveItems(tx: Tx, trainerIds: readonly string[]): Promise<Proven[]> {
  return tx.query<Proven>(sql`
    with changed as (
      update plan_item i
      set completed_on = fact.day, evidence_kind = fact.kind, evidence_ref = fact.ref, recorded_by = fact.recorder,
        counts_from = case when fact.met_at < item.agreed_at then greatest(item.counts_from, fact.day + 1) else item.counts_from end
      from plan_item item left join lateral (
        select kind, ref, day, met_at, recorder from (${FACTS}) known
        where day >= ${CONVENTION.startsOn} and (item.agreed_by = any(words)) is not true
          and day <= coalesce((select left_on from trainer t where t.id = item.trainer_id), 'infinity') order by day, ref limit 1
      ) fact on true
      where i.id = item.id and item.trainer_id = any(${trainerIds}::uuid[]) and item.evidence_kind is distinct from 'document'
        and case when fact.ref is null then item.evidence_kind is not null
          else (item.evidence_ref, item.completed_on, item.recorded_by) is distinct from (fact.ref, fact.day, fact.recorder)
            or fact.met_at < item.agreed_at and item.counts_from <= fact.day end
      returning i.trainer_id, fact.ref is null as lost
    )
    select trainer_id as "trainerId", bool_or(lost) as lost from changed group by trainer_id`);
}

/** What could prove an `item`, when that was met and on whose words it rests. What is made up for trials proves nothing. */
const FACTS = sql`
  select 'exam-passed' as kind, subject as ref, day, sat_at as met_at, null as recorder, '{}'::text[] as words from exam_pass_copy
  where item.kind = 'exam' and person_id = item.trainer_id and exam_code = item.ref
  union all
  select 'course-completed', done.subject, done.day, done.reached_at, done.recorded_by,
    array_append(done.confirmed_by, done.recorded_by) from completion_copy done
  join course_copy course on course.subject = done.course_id::text and course.code = item.ref and not course.synthetic
  where item.kind = 'course' and done.person_id = item.trainer_id`;
