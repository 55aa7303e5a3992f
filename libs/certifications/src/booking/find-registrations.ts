import { Injectable } from '@nestjs/common';
import { AcademyId, ExamCode, PersonId, RegionCode, RegistrationId, SittingId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database, type Lists, selectLists, within } from '@takwin/platform/postgres';
import { idPagesFor, type Page, paging, query } from '@takwin/platform/schema';
import sql, { join, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { RegistrationState, type RegistrationView } from './registration.js';
import { selectRegistrations } from './registration.rows.js';
import { CANDIDATE_READERS } from '../rules.js';
import { isRegistrationThere } from '../told-of-prisons.js';

export const FindRegistrations = query(
  'FindRegistrations',
  CANDIDATE_READERS,
  {
    personId: PersonId.optional(),
    sittingId: SittingId.optional(),
    academyId: AcademyId.optional().describe('The candidate’s, or that of the sitting'),
    examCode: ExamCode.optional(),
    region: RegionCode.optional().describe('The candidate’s'),
    state: RegistrationState.optional(),
    ...paging,
  },
  {
    summary: 'List registrations',
    description:
      'Lists the registrations for exams that the caller may see, in every state and in the order of their ids,' +
      ' a page at a time.',
  },
);
export type FindRegistrations = z.output<typeof FindRegistrations>;

export const FindRegistration = query(
  'FindRegistration',
  CANDIDATE_READERS,
  { id: RegistrationId },
  {
    summary: 'Read a registration',
    description:
      'Answers one registration: its state, the sitting it has a seat in, and the score once the exam was sat.',
  },
);
export type FindRegistration = z.output<typeof FindRegistration>;

// Candidates' own academies see them, and so do those in which they sit: it is they who call the roll.
const mine = (actor: Actor): Sql => {
  const place = { region: sql`r.region`, academy: sql`r.academy_id`, person: sql`r.person_id` };
  const own = sql`(${within(actor, place)} and ${isRegistrationThere(actor)})`;
  if (actor.scope !== 'academy') return own;
  const there = within(actor, { academy: sql`s.academy_id` });
  return sql`(${own} or r.sitting_id in (select s.id from sitting s where ${there}))`;
};

@Injectable()
export class FindRegistrationsHandler {
  constructor(private readonly db: Database) {}

  /** Registrations in the order of their ids, a page at a time. */
  run(actor: Actor, cut: FindRegistrations): Promise<Page<RegistrationView>> {
    const { last, limit, page } = idPagesFor<RegistrationView>(FindRegistrations, actor, cut);
    return this.db.readAs(actor, async (tx) => {
      const where = [mine(actor)];
      if (cut.personId) where.push(sql`r.person_id = ${cut.personId}`);
      if (cut.sittingId) where.push(sql`r.sitting_id = ${cut.sittingId}`);
      if (cut.academyId)
        where.push(sql`(r.academy_id = ${cut.academyId}
          or r.sitting_id in (select s.id from sitting s where s.academy_id = ${cut.academyId}))`);
      if (cut.examCode) where.push(sql`r.exam_code = ${cut.examCode}`);
      if (cut.region) where.push(sql`r.region = ${cut.region}`);
      if (cut.state) where.push(sql`r.state = ${cut.state}`);
      const total = counting(this.db, actor, sql`registration r where ${join(where, ' and ')}`);
      if (last) where.push(sql`r.id > ${last[0]}`);
      return page(await selectRegistrations(tx, join(where, ' and '), sql`order by r.id limit ${limit}`), total);
    });
  }

  async one(actor: Actor, { id }: FindRegistration): Promise<RegistrationView> {
    const found = (await this.byIds(actor, [id])).get(id);
    if (!found) throw new NotFound('registration');
    return found;
  }

  byIds = (actor: Actor, ids: readonly string[]): Promise<Map<string, RegistrationView>> =>
    this.db.readAs(actor, async (tx) => {
      const rows = await selectRegistrations(tx, sql`r.id = any(${ids}::uuid[]) and ${mine(actor)}`);
      return new Map(rows.map((row) => [row.id, row]));
    });

  /** The registrations of each person, oldest first, in one statement for any number of persons. */
  byPersons: Lists<RegistrationView> = (actor, personIds, part) =>
    this.db.readAs(actor, (tx) =>
      selectLists(tx, personIds, part, {
        from: sql`registration r`,
        id: sql`r.id`,
        owner: sql`r.person_id`,
        where: mine(actor),
        order: sql`r.queued`,
        select: selectRegistrations,
        ownerOf: ({ personId }) => personId,
      }),
    );

  /** The same of each sitting: who has a seat there, or had one. */
  bySittings: Lists<RegistrationView> = (actor, sittingIds, part) =>
    this.db.readAs(actor, (tx) =>
      selectLists(tx, sittingIds, part, {
        from: sql`registration r`,
        id: sql`r.id`,
        owner: sql`r.sitting_id`,
        where: mine(actor),
        order: sql`r.queued`,
        select: selectRegistrations,
        ownerOf: ({ sittingId }) => sittingId!,
      }),
    );
}
