import { Injectable } from '@nestjs/common';
import { AcademyId, RegistrationId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { counting, Database, within } from '@takwin/platform/postgres';
import { idPagesFor, type Page, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import type { z } from 'zod';
import { AppealState, type AppealView } from './appeal.js';
import { selectAppeals } from './appeal.rows.js';

const READERS = {
  'programme-admin': 'programme',
  'regional-director': 'region',
  'academy-manager': 'academy',
  candidate: 'self',
  auditor: 'programme',
} as const;

export const FindAppeals = query(
  'FindAppeals',
  READERS,
  {
    registrationId: RegistrationId.optional(),
    academyId: AcademyId.optional(),
    state: AppealState.optional(),
    ...paging,
  },
  {
    summary: 'List appeals',
    description: 'Lists the appeals that the caller may see in the order of their ids, a page at a time.',
  },
);
export type FindAppeals = z.output<typeof FindAppeals>;

@Injectable()
export class FindAppealsHandler {
  constructor(private readonly db: Database) {}

  /** Appeals in the order of their ids, a page at a time. */
  run(actor: Actor, asked: FindAppeals): Promise<Page<AppealView>> {
    const { registrationId, academyId, state } = asked;
    const { last, limit, page } = idPagesFor<AppealView>(FindAppeals, actor, asked);
    return this.db.readAs(actor, async (tx) => {
      const where = [within(actor, { region: sql`r.region`, academy: sql`r.academy_id`, person: sql`r.person_id` })];
      if (registrationId) where.push(sql`a.registration_id = ${registrationId}`);
      if (academyId) where.push(sql`r.academy_id = ${academyId}`);
      if (state) where.push(sql`a.state = ${state}`);
      const total = counting(
        this.db,
        actor,
        sql`appeal a join registration r on r.id = a.registration_id where ${join(where, ' and ')}`,
      );
      if (last) where.push(sql`a.id > ${last[0]}`);
      return page(await selectAppeals(tx, join(where, ' and '), sql`order by a.id limit ${limit}`), total);
    });
  }
}
