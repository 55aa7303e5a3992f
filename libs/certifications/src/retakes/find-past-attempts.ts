import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { Database, within } from '@takwin/platform/postgres';
import { type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import { demandPerson } from '../demand-person.js';
import { RESULTS_SCOPE } from '../rules.js';
import { isThere, mayDeliver } from '../told-of-prisons.js';
import type { PastAttemptView } from './past-attempt.js';
import { selectPastAttempts } from './past-attempt.rows.js';

export const FindPastAttempts = query(
  'FindPastAttempts',
  { ...MANAGERS, candidate: 'self', auditor: 'programme' },
  { personId: PersonId, ...paging },
  {
    summary: 'List attempts that a person made elsewhere',
    description:
      'Lists what was recorded of a person’s attempts elsewhere, in the order in which they were made, a page' +
      ' at a time; what was taken back too.',
  },
  RESULTS_SCOPE,
);
export type FindPastAttempts = z.output<typeof FindPastAttempts>;

const Place = z.tuple([z.iso.datetime(), z.string(), z.iso.datetime(), z.iso.datetime().nullable()]);

@Injectable()
export class FindPastAttemptsHandler {
  constructor(private readonly db: Database) {}

  /** In the order in which they began, a page at a time. Refuses NOT_FOUND of who is not the actor's. */
  run(actor: Actor, asked: FindPastAttempts): Promise<Page<PastAttemptView>> {
    const { personId } = asked;
    const { last, limit, page } = pagesFor(FindPastAttempts, actor, asked, Place, (one: PastAttemptView) => [
      one.startedAt,
      one.examCode,
      one.recordedAt,
      one.revokedAt,
    ]);
    return this.db.readAs(actor, async (tx) => {
      const where = [sql`o.person_id = ${personId}`];
      where.push(within(actor, { region: sql`p.region`, academy: sql`p.academy_id`, person: sql`o.person_id` }));
      const delivers = mayDeliver(actor);
      if (!delivers) where.push(isThere(actor, sql`p.academy_id`, sql`o.person_id`));
      if (last) {
        const [startedAt, examCode, recordedAt, revokedAt] = last;
        where.push(sql`(o.started_at, o.exam_code, o.recorded_at, coalesce(o.revoked_at, 'infinity')) > (${startedAt}::timestamptz,
          ${examCode}, ${recordedAt}::timestamptz, coalesce(${revokedAt}::timestamptz, 'infinity'))`);
      }
      const rest = sql`order by o.started_at, o.exam_code, o.recorded_at, o.revoked_at limit ${limit}`;
      const rows = await selectPastAttempts(tx, join(where, ' and '), rest);
      if (rows.length === 0) await demandPerson(tx, personId, delivers);
      return page(rows);
    });
  }
}
