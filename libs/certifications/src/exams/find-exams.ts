import { Injectable } from '@nestjs/common';
import { ExamCode } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database } from '@takwin/platform/postgres';
import { type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import { ExamFamily, type ExamView } from './exam.js';
import { selectExams } from './exam.rows.js';

export const FindExams = query(
  'FindExams',
  EVERYONE,
  { family: ExamFamily.optional(), ...paging },
  {
    summary: 'List exams',
    description: 'Lists the exams of the catalogue in the order of their codes, a page at a time.',
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

@Injectable()
export class FindExamsHandler {
  constructor(private readonly db: Database) {}

  /** Exams by code, a page at a time. */
  run(actor: Actor, asked: FindExams): Promise<Page<ExamView>> {
    const { last, limit, page } = pagesFor(FindExams, actor, asked, ByCode, ({ code }: ExamView) => [code]);
    return this.db.readAs(actor, async (tx) => {
      const where = [sql`true`];
      if (asked.family) where.push(sql`e.family = ${asked.family}`);
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
