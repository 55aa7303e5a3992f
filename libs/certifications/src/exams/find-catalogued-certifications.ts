import { Injectable } from '@nestjs/common';
import { ExamCode } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database } from '@takwin/platform/postgres';
import { type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import { type CataloguedCertificationView, CataloguedCertificationId } from './catalogued-certification.js';
import { selectCataloguedCertifications } from './catalogued-certification.rows.js';

export const FindCataloguedCertifications = query(
  'FindCataloguedCertifications',
  EVERYONE,
  { examCode: ExamCode.optional().describe('Only those that this exam counts for'), ...paging },
  {
    summary: 'List certifications of the catalogue',
    description: 'Lists the certifications that exams count for, in the order of their ids, a page at a time.',
  },
);
export type FindCataloguedCertifications = z.output<typeof FindCataloguedCertifications>;

export const FindCataloguedCertification = query(
  'FindCataloguedCertification',
  EVERYONE,
  { id: CataloguedCertificationId },
  {
    summary: 'Read a certification of the catalogue',
    description:
      'Answers one certification with the exams that it asks for, its prerequisites, how long it holds, its days, and where that is known from.',
  },
);
export type FindCataloguedCertification = z.output<typeof FindCataloguedCertification>;

const ById = z.tuple([z.string()]);

@Injectable()
export class FindCataloguedCertificationsHandler {
  constructor(private readonly db: Database) {}

  /** Certifications by id, a page at a time. */
  run(actor: Actor, asked: FindCataloguedCertifications): Promise<Page<CataloguedCertificationView>> {
    const { last, limit, page } = pagesFor(
      FindCataloguedCertifications,
      actor,
      asked,
      ById,
      ({ id }: CataloguedCertificationView) => [id],
    );
    return this.db.readAs(actor, async (tx) => {
      const where = [sql`true`];
      if (asked.examCode)
        where.push(sql`c.id in (select certification_id from requirement where exam_code = ${asked.examCode})`);
      const total = counting(this.db, actor, sql`certification c where ${join(where, ' and ')}`);
      if (last) where.push(sql`c.id > ${last[0]}`);
      const rows = await selectCataloguedCertifications(tx, join(where, ' and '), sql`order by c.id limit ${limit}`);
      return page(rows, total);
    });
  }

  /** Refuses NOT_FOUND. */
  async one(actor: Actor, { id }: FindCataloguedCertification): Promise<CataloguedCertificationView> {
    const [found] = await this.db.readAs(actor, (tx) => selectCataloguedCertifications(tx, sql`c.id = ${id}`));
    if (!found) throw new NotFound('certification');
    return found;
  }
}
