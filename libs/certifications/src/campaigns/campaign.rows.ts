import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { CampaignOpeningView, CampaignSeatsView, CampaignView, OpeningRules } from './campaign.js';
import { consentFor, type KeptConsent } from '../booking/consent.js';

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
  /** Who planned it, and which person that is, where they are one. */
  createdBy: string;
  plannerId: string | null;
  version: number;
};

/** The consent that counts for a person of a campaign: see `consentFor`. */
export const consentIn = ({ consent, createdBy, plannerId }: RunningCampaign, personId: string): KeptConsent =>
  consentFor(personId, { consent }, { subject: createdBy, personIds: new Set(plannerId === null ? [] : [plannerId]) });

/** Locks the campaign as this worker's; false where it was cancelled or taken up by another. */
export async function isStillMine(tx: Tx, { id, version }: RunningCampaign): Promise<boolean> {
  const row = await tx.one(
    sql`select from campaign where id = ${id} and version = ${version} and state = 'booking' for update`,
  );
  return row !== undefined;
}
