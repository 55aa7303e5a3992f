import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { CampaignOpeningView, CampaignSeatsView, CampaignView, OpeningRules } from './campaign.js';
import type { Opening } from './planner/opening.js';
import { legalDayOf } from '../legal-time/legal-time.js';
import { iso } from '../instants.js';

/** Selects campaigns straight into their view. */
export const selectCampaigns = (tx: Tx, where: Sql, rest: Sql = empty): Promise<CampaignView[]> =>
  tx.query<CampaignView>(sql`
    select c.id, c.exam_codes as "examCodes", ${iso('c.earliest')} as earliest, ${iso('c.latest')} as latest,
      c.dry_run as "dryRun", c.state, c.requested, c.booked, c.waitlisted, c.refused, c.moved, c.gap, c.steps, c.days,
      (select count(*)::int from (select from sitting s where s.campaign_id = c.id and s.state = 'open'
        union all select from campaign_opening o where o.campaign_id = c.id) opened) as opened,
      (c.booked + c.waitlisted + c.refused)::float8 / c.requested as progress,
      ${iso('c.accepted_at')} as "acceptedAt", ${iso('c.finished_at')} as "finishedAt", c.version
    from campaign c where ${where} ${rest}`);

/** Where a campaign has its candidates sit: as a dry run planned it, or as they are registered now; soonest first. */
export const selectSeats = (tx: Tx, id: string, after: Sql, limit: number): Promise<CampaignSeatsView[]> =>
  tx.query<CampaignSeatsView>(sql`
    with seats as (
      select p.starts_at, p.sitting_id, p.exam_code, p.candidates from campaign_plan p where p.campaign_id = ${id}
      union all
      select s.starts_at, s.id, r.exam_code, count(*)::int
      from registration r join sitting s on s.id = r.sitting_id
      where r.campaign_id = ${id} and r.state <> 'cancelled' group by s.starts_at, s.id, r.exam_code
    )
    select n.sitting_id as "sittingId", ${iso('n.starts_at')} as "startsAt", s.academy_id as "academyId",
      n.exam_code as "examCode", n.candidates
    from seats n join sitting s on s.id = n.sitting_id
    where ${after} order by n.starts_at, n.sitting_id, n.exam_code limit ${limit}`);

/** The sittings that a campaign has opened, or that a dry run would, soonest first. */
export const selectOpenings = (tx: Tx, id: string, after: Sql, limit: number): Promise<CampaignOpeningView[]> =>
  tx.query<CampaignOpeningView>(sql`
    with opened as (
      select null::uuid as sitting_id, o.academy_id, o.room_id, o.starts_at, o.minutes, o.seats, o.proctors, o.candidates
      from campaign_opening o where o.campaign_id = ${id}
      union all
      select s.id, s.academy_id, s.room_id, s.starts_at, s.minutes, s.seats,
        (select count(*)::int from sitting_proctor p where p.sitting_id = s.id),
        (select count(*)::int from registration r
          where r.sitting_id = s.id and r.campaign_id = ${id} and r.state <> 'cancelled')
      from sitting s where s.campaign_id = ${id} and s.state = 'open'
    )
    select n.sitting_id as "sittingId", n.academy_id as "academyId", n.room_id as "roomId",
      ${iso('n.starts_at')} as "startsAt", n.minutes, n.seats, n.proctors, n.candidates
    from opened n where ${after} order by n.starts_at, n.room_id limit ${limit}`);

/** A campaign at work: `version` is its fence, as only who knows the present one may go on. */
export type RunningCampaign = {
  id: string;
  examCodes: string[];
  persons: string[];
  earliest: Date;
  latest: Date;
  consent: boolean;
  dryRun: boolean;
  anew: boolean;
  opening: OpeningRules | null;
  openingAcademies: string[];
  version: number;
};

/** Takes a campaign up, away from whoever had it; nothing where it is done or cancelled. */
export const takeUp = (tx: Tx, id: string): Promise<RunningCampaign | undefined> =>
  tx.one<RunningCampaign>(sql`
    update campaign set state = 'booking', touched_at = ${tx.at}, version = version + 1
    where id = ${id} and state in ('accepted', 'booking')
    returning id, exam_codes as "examCodes", persons, earliest, latest, consent, dry_run as "dryRun", anew, opening,
      opening_academies as "openingAcademies", version`);

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
    where id = ${id} returning version`);
  return row!.version;
}

/** Says that a campaign is still worked on; returns its new version. */
export const touch = (tx: Tx, campaign: RunningCampaign): Promise<number> => advance(tx, campaign, {});

/** Notes how good the plan is that is being carried out; of several, the worst. */
export async function noteGap(tx: Tx, { id }: RunningCampaign, gap: number): Promise<{ lost: 0; version: number }> {
  const row = await tx.one<{ version: number }>(sql`
    update campaign set gap = greatest(gap, ${gap}), touched_at = ${tx.at}, version = version + 1
    where id = ${id} returning version`);
  return { lost: 0, version: row!.version };
}

/** Ends a campaign: sums up how far and how late its candidates sit and, where it was planned anew, who waits now. */
export async function finish(tx: Tx, { id, earliest }: RunningCampaign): Promise<void> {
  await tx.query(sql`
    update campaign c set state = 'done', finished_at = ${tx.at}, version = version + 1, steps = sums.steps, days = sums.days,
      waitlisted = case when c.anew then sums.waiting else c.waitlisted end,
      booked = case when c.anew then c.booked + c.waitlisted - sums.waiting else c.booked end
    from (
      select count(*) filter (where r.state in ('waitlisted', 'requested'))::int as waiting,
        coalesce(sum(case when s.id is null or r.academy_id = s.academy_id then 0 when h.region <> s.region then 3
          when h.province = a.province then 1 else 2 end), 0)::int as steps,
        coalesce(sum(left(s.wall_time, 10)::date - ${legalDayOf(earliest)}::date), 0)::int as days
      from registration r
      left join sitting s on s.id = r.sitting_id and r.state <> 'cancelled'
      left join academy_copy a on a.subject = s.academy_id::text
      left join academy_copy h on h.subject = r.academy_id::text
      where r.campaign_id = ${id}
    ) sums where c.id = ${id}`);
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
      waitlisted = ${waitlisted}, refused = refused + ${refused}, steps = ${steps}, days = ${days} where id = ${id}`);
}

/** Locks the campaign as this worker's; false where it was cancelled or taken up by another. */
export async function isStillMine(tx: Tx, { id, version }: RunningCampaign): Promise<boolean> {
  const row = await tx.one(
    sql`select from campaign where id = ${id} and version = ${version} and state = 'booking' for update`,
  );
  return row !== undefined;
}
