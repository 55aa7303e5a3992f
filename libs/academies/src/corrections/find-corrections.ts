import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database } from '@takwin/platform/postgres';
import { type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import { isOneOf, isTold } from '../persons/read-persons.js';
import type { CorrectionView } from './correction.js';
import { CORRECTIONS, selectCorrections } from './correction.rows.js';

export const FindCorrections = query(
  'FindCorrections',
  { ...MANAGERS, candidate: 'self', auditor: 'programme' },
  { personId: PersonId, ...paging },
  {
    summary: 'List what was corrected of a person',
    description:
      'Lists how the name, birth date, matricule and CIN of a person were corrected, oldest first, a page at a time: what each was, what it' +
      ' became, why, by which document and by whom. That the CIN was is told, the CIN is not.',
  },
);
export type FindCorrections = z.output<typeof FindCorrections>;

/** As cursors tell instants: to the millisecond. */
const ORDER = sql`date_trunc('milliseconds', c.corrected_at), c.version, c.id`;
const Place = z.tuple([z.iso.datetime(), z.int(), z.uuid()]);

@Injectable()
export class FindCorrectionsHandler {
  constructor(private readonly db: Database) {}

  /** Those of a person whom the actor may read, under any of the ids that the person has had. Refuses NOT_FOUND. */
  run(actor: Actor, asked: FindCorrections): Promise<Page<CorrectionView>> {
    const { last, limit, page } = pagesFor(FindCorrections, actor, asked, Place, (one: CorrectionView) => [
      one.at,
      one.version,
      one.id,
    ]);
    const whose = sql`${isOneOf([asked.personId])} and ${isTold(actor)}`;
    const total = counting(this.db, actor, sql`${CORRECTIONS} where ${whose}`);
    const where = last ? [whose, sql`(${ORDER}) > (${join(last)})`] : [whose];
    return this.db.readAs(actor, async (tx) => {
      if (!(await tx.one(sql`select from person p where ${whose}`))) throw new NotFound('person');
      const order = sql`order by ${ORDER} limit ${limit}`;
      return page(await selectCorrections(tx, join(where, ' and '), order), total);
    });
  }
}
