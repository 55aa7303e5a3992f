import { Injectable } from '@nestjs/common';
import { ExamCode } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database } from '@takwin/platform/postgres';
import { Flag, LocalDate, type Page, pagesFor, paging, query, Text } from '@takwin/platform/schema';
import sql, { join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { CataloguedCertificationId } from './catalogued-certification.js';
import { ExamFamily, type ExamView } from './exam.js';
import { selectExams } from './exam.rows.js';

export const FindExams = query(
  'FindExams',
  EVERYONE,
  {
    q: Text({ max: 200 })
      .optional()
      .meta({ description: 'Words, or parts of them, that its code and its title have', examples: ['excel'] }),
    family: ExamFamily.optional(),
    certification: CataloguedCertificationId.optional().describe('Only exams that count for this certification'),
    offeredOn: LocalDate.optional().describe('Only exams that can be sat on that day, as far as their days are known'),
    retired: Flag.optional().describe('Whether the last day is over today: true, only such; false, only others'),
    ...paging,
  },
  {
    summary: 'List exams',
    description:
      'Lists the exams of the catalogue in the order of their codes, a page at a time: all, or those that every filter that is given lets' +
      ' through. What can be booked for a day is asked by offeredOn; an exam of which no day is told is offered on any.',
  },
);
export type FindExams = z.output<typeof FindExams>;

export const FindExam = query(
  'FindExam',
  EVERYONE,
  { code: ExamCode },
  {
    summary: 'Read an exam',
    description: 'Answers one exam with its minutes, its pass mark, and the family by whose policy it is retaken.',
  },
);
export type FindExam = z.output<typeof FindExam>;

const ByCode = z.tuple([z.string()]);

/** Whether an exam `e` has each of the words: its code and its English title are few, so that all are looked through. */
const hasWords = (q: string): Sql => sql`(
  select bool_and(strpos(lower(e.code || ' ' || e.title), word) > 0) from unnest(${q.toLowerCase().split(/\s+/)}::text[]) word)`;

@Injectable()
export class FindExamsHandler {
  constructor(private readonly db: Database) {}

  /** Exams by code, a page at a time. */
  run(actor: Actor, asked: FindExams): Promise<Page<ExamView>> {
    const { last, limit, page } = pagesFor(FindExams, actor, asked, ByCode, ({ code }: ExamView) => [code]);
    return this.db.readAs(actor, async (tx) => {
      const where = [sql`true`];
      const { q, family, certification, offeredOn, retired } = asked;
      if (q) where.push(hasWords(q));
      if (family) where.push(sql`e.family = ${family}`);
      if (certification)
        where.push(sql`e.code in (select exam_code from requirement where certification_id = ${certification})`);
      if (offeredOn) where.push(sql`e.days @> ${offeredOn}::date`);
      if (retired !== undefined)
        where.push(sql`coalesce(upper(e.days) <= ${legalDayOf(tx.at)}::date, false) = ${retired}`);
      const total = counting(this.db, actor, sql`exam e where ${join(where, ' and ')}`);
      if (last) where.push(sql`e.code > ${last[0]}`);
      return page(await selectExams(tx, join(where, ' and '), sql`order by e.code limit ${limit}`), total);
    });
  }

  async one(actor: Actor, { code }: FindExam): Promise<ExamView> {
    const found = (await this.byCodes(actor, [code])).get(code);
    if (!found) throw new NotFound('exam');
    return found;
  }

  byCodes = (actor: Actor, codes: readonly string[]): Promise<Map<string, ExamView>> =>
    this.db.readAs(actor, async (tx) => {
      const rows = await selectExams(tx, sql`e.code = any(${codes}::text[])`);
      return new Map(rows.map((row) => [row.code, row]));
    });
}
