import { Injectable } from '@nestjs/common';
import { SittingId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database } from '@takwin/platform/postgres';
import { type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import type { ExamDayRecordView } from './exam-day-record.js';
import { selectExamDayRecords } from './exam-day-record.rows.js';
import { INVIGILATORS } from './record-exam-day.js';
import { isRunBy } from './run-by.rows.js';
import { isCandidateThere, isSittingThere } from '../told-of-prisons.js';

export const FindExamDayRecords = query(
  'FindExamDayRecords',
  { ...INVIGILATORS, auditor: 'programme' },
  { sittingId: SittingId, ...paging },
  {
    summary: 'List what was recorded of a sitting',
    description:
      'Lists the records of a sitting in the order in which things happened, a page at a time; those that were' +
      ' taken back too.',
  },
);
export type FindExamDayRecords = z.output<typeof FindExamDayRecords>;

const Place = z.tuple([z.iso.datetime(), z.uuid()]);

@Injectable()
export class FindExamDayRecordsHandler {
  constructor(private readonly db: Database) {}

  /** All that was recorded of a sitting, what was taken back too, in the order in which it happened. Refuses NOT_FOUND of a sitting that is not the actor's. */
  run(actor: Actor, asked: FindExamDayRecords): Promise<Page<ExamDayRecordView>> {
    const { last, limit, page } = pagesFor(FindExamDayRecords, actor, asked, Place, (one: ExamDayRecordView) => [
      one.at,
      one.id,
    ]);
    return this.db.readAs(actor, async (tx) => {
      const mine = sql`${isRunBy(actor)} and ${isSittingThere(actor)}`;
      // What a machine recorded itself is no news to it.
      const there = sql`(${isSittingThere(actor)} and ${isCandidateThere(actor, sql`d.registration_id`)} or d.recorded_by = ${actor.subject})`;
      const where = [sql`d.sitting_id = ${asked.sittingId}`, isRunBy(actor), there];
      const total = counting(
        this.db,
        actor,
        sql`exam_day_record d join sitting s on s.id = d.sitting_id where ${join(where, ' and ')}`,
      );
      if (last) where.push(sql`(d.happened_at, d.id) > (${last[0]}::timestamptz, ${last[1]}::uuid)`);
      const rest = sql`order by d.happened_at, d.id limit ${limit}`;
      const rows = await selectExamDayRecords(tx, join(where, ' and '), rest);
      if (rows.length === 0 && !(await tx.one(sql`select from sitting s where s.id = ${asked.sittingId} and ${mine}`)))
        throw new NotFound('sitting');
      return page(rows, total);
    });
  }
}
