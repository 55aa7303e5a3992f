import { Injectable } from '@nestjs/common';
import { AcademyId, RegionCode } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { dayAfter, legalDayOf } from '@takwin/platform/clock';
import { counting, Database, within } from '@takwin/platform/postgres';
import { idPagesFor, LocalDate, type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { PROVERS } from '../rules.js';
import { AcademyStepKind, type AcademyStepView, type DueDateView } from './academy-step.js';
import { academyLife } from './academy.life.js';
import { DUE, selectDueDates, selectSteps, STEPS } from './academy-step.rows.js';

const READERS = { ...PROVERS, auditor: 'programme' } as const;

export const FindAcademySteps = query(
  'FindAcademySteps',
  READERS,
  { academyId: AcademyId.optional(), step: AcademyStepKind.optional(), ...paging },
  {
    summary: 'List what became of academies',
    description:
      'Lists each step of academies of the caller’s scope in the programme, the oldest first, a page at a time: what, from which day,' +
      ' by whom and by which document. What was before steps were kept is not there.',
  },
);
export type FindAcademySteps = z.output<typeof FindAcademySteps>;

/** Days ahead that are looked at where nobody says until when: as the renewals of trainers begin. */
const AHEAD = 90;

export const FindDueDates = query(
  'FindDueDates',
  READERS,
  {
    academyId: AcademyId.optional(),
    region: RegionCode.optional(),
    until: LocalDate.optional().describe('The last day that is looked at: ninety days ahead when absent'),
    ...paging,
  },
  {
    summary: 'List what is due of academies',
    description:
      'Lists what of academies that are in the programme, or suspended, ends until a day, or is over, the soonest first, a page at a' +
      ' time: memberships, and the last proof of readiness of each kind.',
  },
);
export type FindDueDates = z.output<typeof FindDueDates>;

const Place = z.tuple([z.iso.date(), z.string(), z.string()]);
const mine = (actor: Actor): Sql => within(actor, { region: sql`a.region`, academy: sql`a.id` });

@Injectable()
export class FindAcademyStepsHandler {
  constructor(private readonly db: Database) {}

  /** Steps by their ids, which are in the order of time. */
  run(actor: Actor, asked: FindAcademySteps): Promise<Page<AcademyStepView>> {
    const { academyId, step } = asked;
    const { last, limit, page } = idPagesFor<AcademyStepView>(FindAcademySteps, actor, asked);
    const where = [mine(actor)];
    if (academyId) where.push(sql`s.academy_id = ${academyId}`);
    if (step) where.push(sql`s.step = ${step}`);
    const total = counting(this.db, actor, sql`${STEPS} where ${join(where, ' and ')}`);
    if (last) where.push(sql`s.id > ${last[0]}`);
    return this.db.readAs(actor, async (tx) =>
      page(await selectSteps(tx, join(where, ' and '), sql`order by s.id limit ${limit}`), total),
    );
  }

  /** What is due by day, academy and kind, a page at a time. */
  due(actor: Actor, asked: FindDueDates): Promise<Page<DueDateView>> {
    const { academyId, region } = asked;
    const { last, limit, page } = pagesFor(FindDueDates, actor, asked, Place, (one: DueDateView) => [
      one.on,
      one.academyCode,
      one.due,
    ]);
    return this.db.readAs(actor, async (tx) => {
      const today = legalDayOf(tx.at);
      const until = asked.until ?? dayAfter(today, AHEAD);
      const where = [mine(actor), sql`a.state = any(${academyLife.from('close')})`, sql`a.accredited_on is not null`];
      where.push(sql`d.until <= ${until}::date`);
      if (academyId) where.push(sql`a.id = ${academyId}`);
      if (region) where.push(sql`a.region = ${region}`);
      const total = counting(this.db, actor, sql`${DUE} where ${join(where, ' and ')}`);
      if (last) where.push(sql`(d.until, a.code, d.due) > (${last[0]}::date, ${last[1]}, ${last[2]})`);
      const order = sql`order by d.until, a.code, d.due limit ${limit}`;
      return page(await selectDueDates(tx, today, join(where, ' and '), order), total);
    });
  }
}
