import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { legalDayOf } from '@takwin/platform/clock';
import { campaignLife as life } from './campaign.life.js';
import type { OpeningRules } from './campaign.js';
import type { RunningCampaign } from './campaign.rows.js';
import type { Opening } from './planner/opening.js';

/** A campaign that is to be; of the `requested` places, those of unknown persons are refused from the start. */
export type NewCampaign = {
  examCodes: readonly string[];
  persons: readonly string[];
  earliest: Date;
  latest: Date;
  consent: boolean;
  dryRun: boolean;
  opening: OpeningRules | undefined;
  /** The ids of the academies that may open sittings for it, as an SQL array. */
  openingAcademies: Sql;
  requested: number;
  refused: number;
};

/** Accepts a campaign; returns its id. */
export async function accept(tx: Tx, one: NewCampaign): Promise<string> {
  const opening = one.opening ? JSON.stringify(one.opening) : null;
  const accepted = await tx.one<{ id: string }>(sql`
    insert into campaign(exam_codes, persons, earliest, latest, consent, dry_run, opening, opening_academies, requested,
      refused, accepted_at, touched_at, created_by, planner_id)
    values (${one.examCodes}, ${one.persons}::uuid[], ${one.earliest}, ${one.latest}, ${one.consent}, ${one.dryRun},
      ${opening}::jsonb, ${one.openingAcademies}, ${one.requested}, ${one.refused}, ${tx.at}, ${tx.at},
      ${tx.actor.subject}, ${tx.actor.personId ?? null}) returning id`);
  return accepted!.id;
}

/** Ends a campaign, whose row is locked, before it is done: it books nobody more. */
export const cancel = (tx: Tx, id: string) =>
  tx.query(sql`
    update campaign set state = 'cancelled', finished_at = ${tx.at}, version = version + 1
    where id = ${id} and state = any(${life.from('cancel')})`);

/** Has a campaign, whose row is locked, planned anew. */
export const replan = (tx: Tx, id: string) =>
  tx.query(sql`
    update campaign set state = 'accepted', anew = true, moved = 0, gap = null, finished_at = null, touched_at = ${tx.at},
      version = version + 1
    where id = ${id} and state = any(${life.from('replan')})`);

/** Takes a campaign up, away from whoever had it; nothing where it is done or cancelled. */
export const takeUp = (tx: Tx, id: string): Promise<RunningCampaign | undefined> =>
  tx.one<RunningCampaign>(sql`
    update campaign set state = 'booking', touched_at = ${tx.at}, version = version + 1
    where id = ${id} and state = any(${life.from('takeUp')})
    returning id, exam_codes as "examCodes", persons, earliest, latest, consent, dry_run as "dryRun", anew, opening,
      opening_academies as "openingAcademies", created_by as "createdBy", planner_id as "plannerId", version`);

type Progress = { booked?: number; waitlisted?: number; refused?: number; moved?: number };

/** Counts what the transaction has decided; returns the campaign's new version. */
export async function advance(
  tx: Tx,
  { id }: RunningCampaign,
  { booked = 0, waitlisted = 0, refused = 0, moved = 0 }: Progress,
): Promise<number> {
  const row = await tx.one<{ version: number }>(sql`
    update campaign set booked = booked + ${booked}, waitlisted = waitlisted + ${waitlisted},
      refused = refused + ${refused}, moved = moved + ${moved}, touched_at = ${tx.at}, version = version + 1
    where id = ${id} and state = any(${life.from('advance')}) returning version`);
  return row!.version;
}

/** Says that a campaign is still worked on; returns its new version. */
export const touch = (tx: Tx, campaign: RunningCampaign): Promise<number> => advance(tx, campaign, {});

/** Notes how good the plan is that is being carried out; of several, the worst. */
export async function noteGap(tx: Tx, { id }: RunningCampaign, gap: number): Promise<{ lost: 0; version: number }> {
  const row = await tx.one<{ version: number }>(sql`
    update campaign set gap = greatest(gap, ${gap}), touched_at = ${tx.at}, version = version + 1
    where id = ${id} and state = any(${life.from('advance')}) returning version`);
  return { lost: 0, version: row!.version };
}

/** Ends a campaign: sums up how far and how late its candidates sit and, where it was planned anew, who has got a seat. */
export async function finish(tx: Tx, { id, earliest }: RunningCampaign): Promise<void> {
  await tx.query(sql`
    update campaign c set state = 'done', finished_at = ${tx.at}, version = version + 1, steps = sums.steps, days = sums.days,
      waitlisted = case when c.anew then c.booked + c.waitlisted - sums.seated else c.waitlisted end,
      booked = case when c.anew then sums.seated else c.booked end
    from (
      select count(*) filter (where r.cancellation is not null
          or r.state not in ('waitlisted', 'requested', 'refused', 'cancelled'))::int as seated,
        coalesce(sum(case when s.id is null or r.academy_id = s.academy_id then 0 when h.region <> s.region then 3
          when h.province = a.province then 1 else 2 end), 0)::int as steps,
        coalesce(sum(left(s.wall_time, 10)::date - ${legalDayOf(earliest)}::date), 0)::int as days
      from registration r
      left join sitting s on s.id = r.sitting_id and r.state <> 'cancelled'
      left join academy_copy a on a.subject = s.academy_id::text
      left join academy_copy h on h.subject = r.academy_id::text
      where r.campaign_id = ${id}
    ) sums where c.id = ${id} and c.state = any(${life.from('finish')})`);
}

type Outcome = { gap: number; booked: number; waitlisted: number; refused: number; steps: number; days: number };
type PlannedSeats = { starts: Date; sitting: string; exam: string; candidates: number };
export type PlannedOpening = Opening & { candidates: number };

/** Ends a dry run with its plan, in place of any that was kept before. */
export async function keepPlan(
  tx: Tx,
  { id }: RunningCampaign,
  { gap, booked, waitlisted, refused, steps, days }: Outcome,
  seats: readonly PlannedSeats[],
  openings: readonly PlannedOpening[],
): Promise<void> {
  await tx.query(sql`
    insert into campaign_plan(campaign_id, starts_at, sitting_id, exam_code, candidates)
    select ${id}, p.starts, p.sitting, p.exam, p.candidates from jsonb_to_recordset(${JSON.stringify(seats)}::jsonb)
      as p(starts timestamptz, sitting uuid, exam text, candidates int)`);
  const opened = openings.map(({ at, roomId, span, seats: count, proctors, candidates }) => ({
    starts: new Date(span.from),
    room: roomId,
    academy: at.academyId,
    minutes: Math.round((span.to - span.from) / 60_000),
    seats: count,
    proctors,
    candidates,
  }));
  await tx.query(sql`
    insert into campaign_opening(campaign_id, starts_at, room_id, academy_id, minutes, seats, proctors, candidates)
    select ${id}, o.* from jsonb_to_recordset(${JSON.stringify(opened)}::jsonb) as o(starts timestamptz, room uuid,
      academy uuid, minutes int, seats int, proctors int, candidates int)`);
  await tx.query(sql`
    update campaign set state = 'done', finished_at = ${tx.at}, version = version + 1, gap = ${gap}, booked = ${booked},
      waitlisted = ${waitlisted}, refused = refused + ${refused}, steps = ${steps}, days = ${days}
    where id = ${id} and state = any(${life.from('finish')})`);
}
