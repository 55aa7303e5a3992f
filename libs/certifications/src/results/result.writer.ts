import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { HeldFor } from './result.js';
import { resultLife as life } from './result.life.js';

/** A result as it was sent, of the sitting that its candidate has then; `correction` says why it is to replace what is recorded: the revision `corrects`. */
export type SentResult = {
  registrationId: string;
  score: number;
  startedAt: Date;
  correction?: string;
  corrects?: number;
};
export type HeldResult = SentResult & { heldFor: HeldFor };

const listed = (results: readonly SentResult[]) => sql`
  jsonb_to_recordset(${JSON.stringify(results.map((one, place) => ({ ...one, place })))}::jsonb)
    as n(place int, "registrationId" uuid, score int, "startedAt" timestamptz, correction text, corrects int, "heldFor" text)`;

const same = sql`h.registration_id = n."registrationId" and h.score = n.score and h.started_at = n."startedAt"
  and (h.correction is null) = (n.correction is null)
  and h.sitting_id is not distinct from (select r.sitting_id from registration r where r.id = n."registrationId")`;

/** Keeps in mind who sent results that were sent before: none of their senders decides about them. Returns those of which that is new. */
export const noteSender = (tx: Tx, ids: readonly string[]): Promise<{ id: string }[]> =>
  tx.query(sql`
    update result set also_sent_by = also_sent_by || ${tx.actor.subject}::text
    where id = any(${ids}::uuid[]) and sent_by <> ${tx.actor.subject} and ${tx.actor.subject} <> all(also_sent_by)
    returning id`);

/** Holds results for a decision; one that is held already, or said twice, stays as it was sent first, but of the revision that holds now. Returns their ids, in the order given. */
export async function holdResults(tx: Tx, results: readonly HeldResult[], source: string): Promise<string[]> {
  if (results.length === 0) return [];
  await tx.query(sql`
    insert into result(registration_id, sitting_id, score, started_at, correction, corrects, state, held_for, source, sent_at, sent_by)
    select distinct on (r.id, n.score, n."startedAt", n.correction is null) r.id, r.sitting_id, n.score, n."startedAt", n.correction,
      n.corrects, ${life.transitions.hold.to}, n."heldFor", ${source}, ${tx.at}, ${tx.actor.subject}
    from ${listed(results)} join registration r on r.id = n."registrationId"
    on conflict (registration_id, sitting_id, score, started_at, (correction is null)) where state = 'held'
      do update set corrects = excluded.corrects where result.corrects is distinct from excluded.corrects`);
  const held = await tx.query<{ id: string }>(sql`
    select h.id from ${listed(results)} join result h on ${same} and h.state = ${life.transitions.hold.to} order by n.place`);
  const ids = held.map(({ id }) => id);
  await noteSender(tx, ids);
  return ids;
}

/** Writes down results that are in force at once, among them what was held and is proven by now. Returns their ids likewise. */
export async function keepResults(tx: Tx, results: readonly SentResult[], source: string): Promise<string[]> {
  if (results.length === 0) return [];
  const kept = await tx.query<{ id: string }>(sql`
    with proven as (
      update result h set state = ${life.transitions.prove.to} from ${listed(results)}
      where ${same} and h.state = any(${life.from('prove')}) returning h.id, n.place
    ), recorded as (
      insert into result(id, registration_id, sitting_id, score, started_at, correction, corrects, state, source, sent_at, sent_by)
      select gen_random_uuid(), r.id, r.sitting_id, n.score, n."startedAt", n.correction, n.corrects, ${life.transitions.record.to},
        ${source}, ${tx.at}, ${tx.actor.subject}
      from ${listed(results)} join registration r on r.id = n."registrationId" where n.place not in (select place from proven) returning id, registration_id
    )
    select id from (
      select id, place from proven
      union all select r.id, n.place from recorded r join ${listed(results)} on n."registrationId" = r.registration_id
    ) kept order by place`);
  const ids = kept.map(({ id }) => id);
  await noteSender(tx, ids);
  return ids;
}

/**
 * Decides about a held result, and says why, over what holds it now. False where somebody has by now, or would decide about what they
 * sent too.
 */
export async function decideResult(
  tx: Tx,
  id: string,
  by: 'accept' | 'reject',
  { reason, heldFor }: { reason: string; heldFor: HeldFor | null },
): Promise<boolean> {
  const decided = await tx.query(sql`
    update result set state = ${life.transitions[by].to}, decided_at = ${tx.at}, decided_by = ${tx.actor.subject},
      reason = ${reason}, held_for = ${by === 'accept' ? sql`${heldFor}` : sql`coalesce(${heldFor}, held_for)`}
    where id = ${id} and state = any(${life.from(by)}) and not same_human(${tx.actor.subject}, sent_by || also_sent_by)
    returning id`);
  return decided.length > 0;
}
