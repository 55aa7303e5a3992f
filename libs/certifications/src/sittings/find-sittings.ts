import { Injectable } from '@nestjs/common';
import { AcademyId, ExamCode, RegionCode, SittingId } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { NotFound, reversed } from '@takwin/platform/errors';
import { counting, Database, type Lists, selectLists } from '@takwin/platform/postgres';
import { Flag, Instant, type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import type { SittingView } from './sitting.js';
import { OFFERED_THEN } from '../exams/read-exam-days.js';
import { selectSittings } from './sitting.rows.js';

export const FindSittings = query(
  'FindSittings',
  EVERYONE,
  {
    academyId: AcademyId.optional(),
    region: RegionCode.optional(),
    examCode: ExamCode.optional().describe('Sittings that offer it and are long enough'),
    from: Instant.optional(),
    to: Instant.optional(),
    free: Flag.optional().describe('Only those with a free seat'),
    ...paging,
  },
  {
    summary: 'List sittings',
    description:
      'Lists sittings, the soonest first, a page at a time, cut by academy, region, exam, time, and whether a' +
      ' seat is free.',
  },
);
export type FindSittings = z.output<typeof FindSittings>;

export const FindSitting = query(
  'FindSitting',
  EVERYONE,
  { id: SittingId },
  {
    summary: 'Read a sitting',
    description:
      'Answers one sitting: its room, start and length, its seats and how many are taken, its proctors and its' +
      ' exams.',
  },
);
export type FindSitting = z.output<typeof FindSitting>;

const Place = z.tuple([z.iso.datetime(), z.uuid()]);

@Injectable()
export class FindSittingsHandler {
  constructor(private readonly db: Database) {}

  /** Sittings that were not called off, soonest first, a page at a time. Refuses a time that ends before it begins. */
  async run(actor: Actor, asked: FindSittings): Promise<Page<SittingView>> {
    const { academyId, region, examCode, from, to, free } = asked;
    if (from && to && to < from) throw reversed('to');
    const { last, limit, page } = pagesFor(FindSittings, actor, asked, Place, (one: SittingView) => [
      one.startsAt,
      one.id,
    ]);
    return this.db.readAs(actor, async (tx) => {
      const where = [sql`s.state = 'open'`];
      if (academyId) where.push(sql`s.academy_id = ${academyId}`);
      if (region) where.push(sql`s.region = ${region}`);
      if (from) where.push(sql`s.starts_at >= ${from}`);
      if (to) where.push(sql`s.starts_at < ${to}`);
      if (free) where.push(sql`s.taken < s.seats`);
      if (examCode)
        where.push(sql`(s.exam_codes = '{}' or ${examCode} = any(s.exam_codes)) and exists (select from exam e where e.code = ${examCode}
          and s.minutes >= e.minutes + e.administration_minutes and ${OFFERED_THEN})`);
      const total = counting(this.db, actor, sql`sitting s where ${join(where, ' and ')}`);
      if (last) where.push(sql`(s.starts_at, s.id) > (${last[0]}::timestamptz, ${last[1]}::uuid)`);
      return page(
        await selectSittings(tx, join(where, ' and '), sql`order by s.starts_at, s.id limit ${limit}`),
        total,
      );
    });
  }

  async one(actor: Actor, { id }: FindSitting): Promise<SittingView> {
    const found = (await this.byIds(actor, [id])).get(id);
    if (!found) throw new NotFound('sitting');
    return found;
  }

  byIds = (actor: Actor, ids: readonly string[]): Promise<Map<string, SittingView>> =>
    this.db.readAs(actor, async (tx) => {
      const rows = await selectSittings(tx, sql`s.id = any(${ids}::uuid[])`);
      return new Map(rows.map((row) => [row.id, row]));
    });

  /** The sittings of each academy that are still to come, soonest first. */
  byAcademies: Lists<SittingView> = (actor, academyIds, part) =>
    this.db.readAs(actor, (tx) =>
      selectLists(tx, academyIds, part, {
        from: sql`sitting s`,
        id: sql`s.id`,
        owner: sql`s.academy_id`,
        where: sql`s.state = 'open' and s.starts_at > ${tx.at}`,
        order: sql`s.starts_at, s.id`,
        select: selectSittings,
        ownerOf: ({ academyId }) => academyId,
      }),
    );
}
