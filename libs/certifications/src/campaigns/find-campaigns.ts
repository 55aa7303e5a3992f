import { Injectable } from '@nestjs/common';
import { CampaignId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database } from '@takwin/platform/postgres';
import { type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { CampaignOpeningView, CampaignSeatsView, CampaignView } from './campaign.js';
import { selectCampaigns, selectOpenings, selectSeats } from './campaign.rows.js';

const READERS = { ...MANAGERS, auditor: 'programme' } as const;

export const FindCampaign = query(
  'FindCampaign',
  READERS,
  { id: CampaignId },
  {
    summary: 'Read a campaign',
    description:
      'Answers how far a campaign is: its state, how many candidates are requested, booked, waiting and' +
      ' refused, and how far at most the plan is from the best one.',
  },
);
export type FindCampaign = z.output<typeof FindCampaign>;

export const FindCampaigns = query('FindCampaigns', READERS, paging, {
  summary: 'List campaigns',
  description:
    'Lists campaigns, the latest first, a page at a time: all of them to who sees the whole programme, to' +
    ' others their own.',
});
export type FindCampaigns = z.output<typeof FindCampaigns>;

export const FindCampaignSeats = query(
  'FindCampaignSeats',
  READERS,
  { id: CampaignId, ...paging },
  {
    summary: 'List what a campaign plans',
    description:
      'Lists how many candidates sit which exam in which sitting by the plan of a campaign, soonest first, a' +
      ' page at a time.',
  },
);
export type FindCampaignSeats = z.output<typeof FindCampaignSeats>;

export const FindCampaignOpenings = query(
  'FindCampaignOpenings',
  READERS,
  { id: CampaignId, ...paging },
  {
    summary: 'List the sittings that a campaign opens',
    description: 'Lists the sittings that a campaign opens by itself, soonest first, a page at a time.',
  },
);
export type FindCampaignOpenings = z.output<typeof FindCampaignOpenings>;

const Place = z.tuple([z.iso.datetime(), z.uuid()]);
const SeatsPlace = z.tuple([z.iso.datetime(), z.uuid(), z.string()]);

/** A campaign may span academies: whoever is not of the whole programme sees the own ones. */
export const campaignsOf = ({ scope, subject }: Actor): Sql =>
  scope === 'programme' ? sql`true` : sql`c.created_by = ${subject}`;

@Injectable()
export class FindCampaignsHandler {
  constructor(private readonly db: Database) {}

  /** Campaigns, the latest first, a page at a time. */
  run(actor: Actor, asked: FindCampaigns): Promise<Page<CampaignView>> {
    const whose = { ...asked, planner: actor.scope === 'programme' ? undefined : actor.subject };
    const { last, limit, page } = pagesFor(FindCampaigns, actor, whose, Place, (one: CampaignView) => [
      one.acceptedAt,
      one.id,
    ]);
    const [at, id] = last ?? ['infinity', null];
    return this.db.readAs(actor, async (tx) => {
      const rows = await selectCampaigns(
        tx,
        sql`${campaignsOf(actor)} and (${id}::uuid is null or (c.accepted_at, c.id) < (${at}::timestamptz, ${id}::uuid))`,
        sql`order by c.accepted_at desc, c.id desc limit ${limit}`,
      );
      return page(rows, counting(this.db, actor, sql`campaign c where ${campaignsOf(actor)}`));
    });
  }

  async one(actor: Actor, { id }: FindCampaign): Promise<CampaignView> {
    const found = (await this.byIds(actor, [id])).get(id);
    if (!found) throw new NotFound('campaign');
    return found;
  }

  byIds = (actor: Actor, ids: readonly string[]): Promise<Map<string, CampaignView>> =>
    this.db.readAs(actor, async (tx) => {
      const rows = await selectCampaigns(tx, sql`c.id = any(${ids}::uuid[]) and ${campaignsOf(actor)}`);
      return new Map(rows.map((row) => [row.id, row]));
    });

  /** The plan: how many candidates sit which exam in which sitting, soonest first, a page at a time. */
  async seats(actor: Actor, asked: FindCampaignSeats): Promise<Page<CampaignSeatsView>> {
    await this.one(actor, asked);
    const { last, limit, page } = pagesFor(FindCampaignSeats, actor, asked, SeatsPlace, (one: CampaignSeatsView) => [
      one.startsAt,
      one.sittingId,
      one.examCode,
    ]);
    return this.db.readAs(actor, async (tx) => {
      const later = last
        ? sql`(n.starts_at, n.sitting_id, n.exam_code) > (${last[0]}::timestamptz, ${last[1]}::uuid, ${last[2]})`
        : sql`true`;
      return page(await selectSeats(tx, asked.id, later, limit));
    });
  }

  /** The sittings that it opens, soonest first, a page at a time. */
  async openings(actor: Actor, asked: FindCampaignOpenings): Promise<Page<CampaignOpeningView>> {
    await this.one(actor, asked);
    const { last, limit, page } = pagesFor(FindCampaignOpenings, actor, asked, Place, (one: CampaignOpeningView) => [
      one.startsAt,
      one.roomId,
    ]);
    return this.db.readAs(actor, async (tx) => {
      const later = last ? sql`(n.starts_at, n.room_id) > (${last[0]}::timestamptz, ${last[1]}::uuid)` : sql`true`;
      return page(await selectOpenings(tx, asked.id, later, limit));
    });
  }
}
