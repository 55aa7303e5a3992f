import { Injectable } from '@nestjs/common';
import { AcademyId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { counting, Database, iso, within } from '@takwin/platform/postgres';
import { type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import type { Mismatch } from './result.js';
import { startsWithin } from '../exam-day/read-attendance.js';
import { RESULTS_SCOPE } from '../rules.js';
import { isResultThere } from '../told-of-prisons.js';

export const FindMismatches = query(
  'FindMismatches',
  { ...MANAGERS, auditor: 'programme' },
  { academyId: AcademyId.optional(), ...paging },
  {
    summary: 'List where results and sittings do not match',
    description:
      'Lists, in the order of registrations and a page at a time, seats without a result 48 hours after the' +
      ' sitting, results that two sources tell differently, and exams that began outside their sitting.',
  },
  RESULTS_SCOPE,
);
export type FindMismatches = z.output<typeof FindMismatches>;

const HOUR = 3_600_000;
/** Vendors report within two days. */
const PATIENCE = 48 * HOUR;

const Place = z.tuple([z.uuid(), z.string()]);

@Injectable()
export class FindMismatchesHandler {
  constructor(private readonly db: Database) {}

  /** What does not match between sittings and results, in the order of registrations, a page at a time. */
  run(actor: Actor, asked: FindMismatches): Promise<Page<Mismatch>> {
    const { academyId } = asked;
    const { last, limit, page } = pagesFor(FindMismatches, actor, asked, Place, (one: Mismatch) => [
      one.registrationId,
      one.kind,
    ]);
    return this.db.readAs(actor, async (tx) => {
      const where = [within(actor, { region: sql`r.region`, academy: sql`r.academy_id` }), isResultThere(actor)];
      if (academyId) where.push(sql`r.academy_id = ${academyId}`);
      const [id, kind] = last ?? [null, ''];
      const mine = join(where, ' and ');
      // Who was interrupted, and is to go on in a sitting that fell, has no hours.
      const during = sql`coalesce(r.during, (select s.during from sitting s where s.id = r.sitting_id))`;
      // Who never had a seat, or gave it up, has no sitting: the start that was told stands for it.
      const seen = sql`select r.id, r.person_id, r.exam_code, r.academy_id, ${during} as during, r.score, r.started_at`;
      const found = sql`(
          ${seen}, 'missing' as kind, null::int as other, null as source, null::timestamptz as told_at from registration r
          where r.state in ('booked', 'sat') and r.lapsed_at is null and upper(${during}) < ${new Date(tx.at.getTime() - PATIENCE)} and ${mine}
            and not exists (select from result n where n.registration_id = r.id and n.sitting_id = r.sitting_id and n.state = 'held')
          union all
          ${seen}, 'conflict', c.score, c.source, c.started_at from result_conflict c join registration r on r.id = c.registration_id
          where (c.score, c.started_at) is distinct from (r.score, r.started_at) and ${mine}
          union all
          ${seen}, 'outside-sitting', null, null, null from registration r
          where r.state in ('passed', 'failed') and ${mine}
            and not ${startsWithin(sql`r.id`, sql`r.sitting_id`, sql`r.started_at`)}
        ) m`;
      const rows = await tx.query<Mismatch>(sql`
        select m.kind, m.id as "registrationId", m.person_id as "personId", m.exam_code as "examCode",
          m.academy_id as "academyId", ${iso('coalesce(lower(m.during), m.started_at, m.told_at)')} as "sittingStartsAt", m.score,
          ${iso('m.started_at')} as "startedAt", m.other as "otherScore", m.source
        from ${found}
        where ${id}::uuid is null or (m.id, m.kind) > (${id}::uuid, ${kind})
        order by m.id, m.kind limit ${limit}`);
      return page(rows, counting(this.db, actor, found));
    });
  }
}
