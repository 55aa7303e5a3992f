import { Injectable } from '@nestjs/common';
import { AcademyId, RegionCode, TrainerId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { counting, Database, within } from '@takwin/platform/postgres';
import { Flag, idPagesFor, OneLine, LocalDate, type Page, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import { UpskillingState } from '../plans/plan.js';
import { IS_PROVEN } from '../plans/read-proven.js';
import { selectTrainers } from './read-trainers.js';
import { noSuchTrainer } from './refusals.js';
import type { TrainerView } from './trainer.js';

const readers = {
  'programme-admin': 'programme',
  'regional-director': 'region',
  'academy-manager': 'academy',
  trainer: 'self',
  integrator: 'programme',
  auditor: 'programme',
} as const;

export const FindTrainers = query(
  'FindTrainers',
  readers,
  {
    academyId: AcademyId.optional(),
    region: RegionCode.optional(),
    topic: OneLine({ max: 60 }).optional(),
    mayProctor: Flag.optional(),
    upskilling: UpskillingState.optional(),
    upskillingProven: Flag.optional().describe(
      'true: those whom the convention counts; a plan may be completed and not proven',
    ),
    expiresBefore: LocalDate.optional().describe('With a qualification whose last day is this one or earlier'),
    ...paging,
  },
  {
    summary: 'List trainers',
    description:
      'Lists trainers in the order of their ids, a page at a time, cut by academy, region, topic, state of the' +
      ' upskilling plan, whether evidence proves it, and expiry of qualifications.',
  },
);
export type FindTrainers = z.output<typeof FindTrainers>;

export const FindTrainer = query(
  'FindTrainer',
  readers,
  { id: TrainerId },
  {
    summary: 'Read a trainer',
    description: 'Answers one trainer with the qualifications held and where the upskilling plan stands.',
  },
);
export type FindTrainer = z.output<typeof FindTrainer>;

const mine = (actor: Actor) => within(actor, { region: sql`t.region`, academy: sql`t.academy_id`, person: sql`t.id` });

@Injectable()
export class FindTrainersHandler {
  constructor(private readonly db: Database) {}

  /** Trainers in the order of their ids, a page at a time. */
  run(actor: Actor, asked: FindTrainers): Promise<Page<TrainerView>> {
    const { academyId, region, topic, mayProctor, upskilling, upskillingProven, expiresBefore } = asked;
    const { last, limit, page } = idPagesFor<TrainerView>(FindTrainers, actor, asked);
    return this.db.readAs(actor, async (tx) => {
      const where = [mine(actor)];
      if (academyId) where.push(sql`t.academy_id = ${academyId}`);
      if (region) where.push(sql`t.region = ${region}`);
      if (topic) where.push(sql`${topic} = any(q.topics)`);
      if (mayProctor !== undefined) where.push(sql`coalesce(q.may_proctor, false) = ${mayProctor}`);
      if (upskilling) where.push(sql`t.upskilling = ${upskilling}`);
      if (upskillingProven !== undefined) where.push(sql`${IS_PROVEN} = ${upskillingProven}`);
      if (expiresBefore)
        where.push(
          sql`exists (select from qualification one where one.trainer_id = t.id and one.expires_on <= ${expiresBefore})`,
        );
      // What qualifications say is computed for each trainer: not for all, to count them.
      const isComputed = topic !== undefined || mayProctor !== undefined;
      const total = isComputed ? undefined : counting(this.db, actor, sql`trainer t where ${join(where, ' and ')}`);
      if (last) where.push(sql`t.id > ${last[0]}`);
      return page(await selectTrainers(tx, join(where, ' and '), sql`order by t.id limit ${limit}`), total);
    });
  }

  /** One trainer, or NOT_FOUND. */
  async one(actor: Actor, { id }: FindTrainer): Promise<TrainerView> {
    const found = (await this.byIds(actor, [id])).get(id);
    if (!found) throw noSuchTrainer();
    return found;
  }

  /** The trainers among these ids whom the actor may know of: one statement for any number. */
  byIds = (actor: Actor, ids: readonly string[]): Promise<Map<string, TrainerView>> =>
    this.db.readAs(actor, async (tx) => {
      const rows = await selectTrainers(tx, sql`t.id = any(${ids}::uuid[]) and ${mine(actor)}`);
      return new Map(rows.map((row) => [row.id, row]));
    });
}
