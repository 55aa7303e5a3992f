import { Injectable } from '@nestjs/common';
import { AcademyId, PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { counting, Database, within } from '@takwin/platform/postgres';
import { idPagesFor, type Page, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import type { z } from 'zod';
import { CANDIDATE_READERS } from '../rules.js';
import { isThere } from '../told-of-prisons.js';
import { type ChargeBalances, ChargeState, type ChargeView } from './charge.js';
import { selectCharges } from './charge.rows.js';

const { trainer: _, ...READERS } = CANDIDATE_READERS;

export const FindCharges = query(
  'FindCharges',
  READERS,
  {
    academyId: AcademyId.optional(),
    personId: PersonId.optional(),
    state: ChargeState.optional(),
    ...paging,
  },
  {
    summary: 'List charges',
    description:
      'Lists the charges that the caller may see in the order of their ids, a page at a time: to candidates' +
      ' those that they bear themselves.',
  },
);
export type FindCharges = z.output<typeof FindCharges>;

export const FindChargeBalances = query(
  'FindChargeBalances',
  { ...MANAGERS, auditor: 'programme' },
  { academyId: AcademyId.optional() },
  {
    summary: 'Sum up charges by academy',
    description: 'Answers how much each academy has been charged in dirhams: what is due, settled and waived.',
  },
);
export type FindChargeBalances = z.output<typeof FindChargeBalances>;

@Injectable()
export class FindChargesHandler {
  constructor(private readonly db: Database) {}

  /** Charges in the order of their ids, a page at a time. */
  run(actor: Actor, asked: FindCharges): Promise<Page<ChargeView>> {
    const { academyId, personId, state } = asked;
    const { last, limit, page } = idPagesFor<ChargeView>(FindCharges, actor, asked);
    return this.db.readAs(actor, async (tx) => {
      const place = { region: sql`c.region`, academy: sql`c.academy_id` };
      // What the academy bears is no charge of the candidate's.
      const theirs = sql`(c.payer = 'candidate' or ${within({ ...actor, persons: [] }, place)})`;
      const there = isThere(actor, sql`c.academy_id`, sql`c.person_id`);
      const where = [within(actor, { ...place, person: sql`c.person_id` }), theirs, there];
      if (academyId) where.push(sql`c.academy_id = ${academyId}`);
      if (personId) where.push(sql`c.person_id = ${personId}`);
      if (state) where.push(sql`c.state = ${state}`);
      const total = counting(this.db, actor, sql`charge c where ${join(where, ' and ')}`);
      if (last) where.push(sql`c.id > ${last[0]}`);
      return page(await selectCharges(tx, join(where, ' and '), sql`order by c.id limit ${limit}`), total);
    });
  }

  /** What each academy has been charged, in dirhams. */
  balances(actor: Actor, { academyId }: FindChargeBalances): Promise<ChargeBalances> {
    return this.db.readAs(actor, async (tx) => {
      const where = [within(actor, { region: sql`c.region`, academy: sql`c.academy_id` })];
      if (academyId) where.push(sql`c.academy_id = ${academyId}`);
      const items = await tx.query<ChargeBalances['items'][number]>(sql`
        select c.academy_id as "academyId", coalesce(sum(dirhams) filter (where state = 'booked'), 0)::int as due,
          coalesce(sum(dirhams) filter (where state = 'settled'), 0)::int as settled,
          coalesce(sum(dirhams) filter (where state = 'waived'), 0)::int as waived
        from charge c where ${join(where, ' and ')} group by c.academy_id order by c.academy_id`);
      return { items };
    });
  }
}
