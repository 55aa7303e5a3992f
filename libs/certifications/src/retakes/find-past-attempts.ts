import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { Database, within } from '@takwin/platform/postgres';
import { decodeCursor, encodeCursor, Page, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import { RESULTS_SCOPE } from '../rules.js';
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

@Injectable()
export class FindPastAttemptsHandler {
  constructor(private readonly db: Database) {}

  /** In the order in which they began, a page at a time. */
  run(actor: Actor, { personId, first, after }: FindPastAttempts): Promise<Page<PastAttemptView>> {
    return this.db.readAs(actor, async (tx) => {
      const where = [sql`o.person_id = ${personId}`];
      where.push(within(actor, { region: sql`p.region`, academy: sql`p.academy_id`, person: sql`o.person_id` }));
      if (after) {
        const Last = z.tuple([z.iso.datetime(), z.string(), z.iso.datetime(), z.iso.datetime().nullable()]);
        const [startedAt, examCode, recordedAt, revokedAt] = decodeCursor(after, Last);
        where.push(sql`(o.started_at, o.exam_code, o.recorded_at, coalesce(o.revoked_at, 'infinity')) > (${startedAt}::timestamptz,
          ${examCode}, ${recordedAt}::timestamptz, coalesce(${revokedAt}::timestamptz, 'infinity'))`);
      }
      const rest = sql`order by o.started_at, o.exam_code, o.recorded_at, o.revoked_at limit ${first + 1}`;
      const rows = await selectPastAttempts(tx, join(where, ' and '), rest);
      return new Page(rows.slice(0, first), rows.length > first, ({ startedAt, examCode, recordedAt, revokedAt }) =>
        encodeCursor([startedAt, examCode, recordedAt, revokedAt]),
      );
    });
  }
}
