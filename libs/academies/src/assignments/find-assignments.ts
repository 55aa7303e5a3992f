import { Injectable } from '@nestjs/common';
import { AcademyId, AssignmentId, RegionCode } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database, within } from '@takwin/platform/postgres';
import { LocalDate, type Page, pagesFor, paging, query, Text } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import { DELEGATORS } from '../rules.js';
import { AssignedRole, type AssignmentView } from './assignment.js';
import { AssignmentState } from './assignment.life.js';
import { selectAssignments } from './assignment.rows.js';

const READERS = { ...DELEGATORS, auditor: 'programme' } as const;

export const FindAssignments = query(
  'FindAssignments',
  READERS,
  {
    subject: Text({ max: 255 }).optional().describe('Who holds it, as tokens name them'),
    role: AssignedRole.optional().describe('Those of this role'),
    region: RegionCode.optional(),
    academyId: AcademyId.optional(),
    state: AssignmentState.optional(),
    endsBy: LocalDate.optional().describe('Those whose last day is not after this one'),
    notReviewedSince: LocalDate.optional().describe('Those that nobody has reviewed on this day or later'),
    ...paging,
  },
  {
    summary: 'List assignments',
    description:
      'Lists who holds which role where, by the last day, a page at a time: what is to be reviewed is what endsBy and' +
      ' notReviewedSince leave.',
  },
);
export type FindAssignments = z.output<typeof FindAssignments>;

export const FindAssignment = query(
  'FindAssignment',
  READERS,
  { id: AssignmentId },
  {
    summary: 'Read an assignment',
    description: 'Answers one assignment: who holds the role, where, from and until when, and by whom.',
  },
);
export type FindAssignment = z.output<typeof FindAssignment>;

const Place = z.tuple([z.iso.date(), z.uuid()]);

const mineOf = (actor: Actor) => within(actor, { region: sql`region`, academy: sql`academy_id` });

@Injectable()
export class FindAssignmentsHandler {
  constructor(private readonly db: Database) {}

  /** Those within the actor's scope by their last day, a page at a time. */
  run(actor: Actor, asked: FindAssignments): Promise<Page<AssignmentView>> {
    const { subject, role, region, academyId, state, endsBy, notReviewedSince } = asked;
    const { last, limit, page } = pagesFor(FindAssignments, actor, asked, Place, ({ until, id }: AssignmentView) => [
      until,
      id,
    ]);
    const where = [mineOf(actor)];
    if (subject) where.push(sql`subject = ${subject}`);
    if (role) where.push(sql`role = ${role}`);
    if (region) where.push(sql`region = ${region}`);
    if (academyId) where.push(sql`academy_id = ${academyId}`);
    if (state) where.push(sql`state = ${state}`);
    if (endsBy) where.push(sql`until_on <= ${endsBy}`);
    if (notReviewedSince) where.push(sql`(reviewed_on is null or reviewed_on < ${notReviewedSince})`);
    const total = counting(this.db, actor, sql`assignment where ${join(where, ' and ')}`);
    if (last) where.push(sql`(until_on, id) > (${join(last)})`);
    return this.db.readAs(actor, async (tx) =>
      page(await selectAssignments(tx, join(where, ' and '), sql`order by until_on, id limit ${limit}`), total),
    );
  }

  /** Refuses NOT_FOUND. */
  async one(actor: Actor, { id }: FindAssignment): Promise<AssignmentView> {
    const [found] = await this.db.readAs(actor, (tx) => selectAssignments(tx, sql`id = ${id} and ${mineOf(actor)}`));
    if (!found) throw new NotFound('assignment');
    return found;
  }
}
