import { Injectable } from '@nestjs/common';
import { AcademyId, CourseId, OfferingId, RegionCode } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database, type Lists, selectLists } from '@takwin/platform/postgres';
import { idPagesFor, type Page, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import type { z } from 'zod';
import type { OfferingView } from './offering.js';
import { selectOfferings } from './offering.rows.js';

export const FindOfferings = query(
  'FindOfferings',
  EVERYONE,
  {
    courseId: CourseId.optional(),
    academyId: AcademyId.optional(),
    region: RegionCode.optional(),
    ...paging,
  },
  {
    summary: 'List offerings',
    description:
      'Lists dated runs of courses in the order of their ids, a page at a time, cut by course, academy and region.',
  },
);
export type FindOfferings = z.output<typeof FindOfferings>;

export const FindOffering = query(
  'FindOffering',
  EVERYONE,
  { id: OfferingId },
  {
    summary: 'Read an offering',
    description:
      'Answers one dated run of a course: its academy, trainer, days and seats. Its ETag is the version that a' +
      ' change has to name.',
  },
);
export type FindOffering = z.output<typeof FindOffering>;

@Injectable()
export class FindOfferingsHandler {
  constructor(private readonly db: Database) {}

  /** Offerings in the order of their ids, a page at a time. They name nobody, so everyone may read them. */
  run(actor: Actor, asked: FindOfferings): Promise<Page<OfferingView>> {
    const { courseId, academyId, region } = asked;
    const { last, limit, page } = idPagesFor<OfferingView>(FindOfferings, actor, asked);
    return this.db.readAs(actor, async (tx) => {
      const where = [sql`true`];
      if (courseId) where.push(sql`o.course_id = ${courseId}`);
      if (academyId) where.push(sql`o.academy_id = ${academyId}`);
      if (region) where.push(sql`o.region = ${region}`);
      const total = counting(this.db, actor, sql`offering o where ${join(where, ' and ')}`);
      if (last) where.push(sql`o.id > ${last[0]}`);
      return page(await selectOfferings(tx, join(where, ' and '), sql`order by o.id limit ${limit}`), total);
    });
  }

  async one(actor: Actor, { id }: FindOffering): Promise<OfferingView> {
    const found = (await this.byIds(actor, [id])).get(id);
    if (!found) throw new NotFound('offering');
    return found;
  }

  byIds = (actor: Actor, ids: readonly string[]): Promise<Map<string, OfferingView>> =>
    this.db.readAs(actor, async (tx) => {
      const rows = await selectOfferings(tx, sql`o.id = any(${ids}::uuid[])`);
      return new Map(rows.map((row) => [row.id, row]));
    });

  /** The offerings of each academy that have not ended, soonest first. */
  byAcademies: Lists<OfferingView> = (actor, academyIds, part) =>
    this.db.readAs(actor, (tx) =>
      selectLists(tx, academyIds, part, {
        from: sql`offering o`,
        id: sql`o.id`,
        owner: sql`o.academy_id`,
        where: sql`o.state = 'open' and o.ends_on >= ${legalDayOf(tx.at)}`,
        order: sql`o.starts_on, o.id`,
        select: selectOfferings,
        ownerOf: ({ academyId }) => academyId,
      }),
    );
}
