import { Injectable } from '@nestjs/common';
import { EnrolmentId, OfferingId, PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database, type Lists, selectLists } from '@takwin/platform/postgres';
import { idPagesFor, type Page, paging, query } from '@takwin/platform/schema';
import sql, { join, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { EnrolmentState, type EnrolmentView } from './enrolment.js';
import { mayReadEnrolment, selectEnrolments } from './read-enrolments.js';
import { RECORD_READERS } from '../rules.js';

export const FindEnrolments = query(
  'FindEnrolments',
  RECORD_READERS,
  { personId: PersonId.optional(), offeringId: OfferingId.optional(), state: EnrolmentState.optional(), ...paging },
  {
    summary: 'List enrolments',
    description:
      'Lists the places in offerings that the caller may read, in every state and in the order of their ids, a' +
      ' page at a time.',
  },
);
export type FindEnrolments = z.output<typeof FindEnrolments>;

export const FindEnrolment = query(
  'FindEnrolment',
  RECORD_READERS,
  { id: EnrolmentId },
  {
    summary: 'Read an enrolment',
    description:
      'Answers one place in an offering: its state, the hours learnt for it, and when and how it was completed.',
  },
);
export type FindEnrolment = z.output<typeof FindEnrolment>;

/** What an offering or a person lists: places that were not given up, also those that ended with their offering. */
const notGivenUp = (actor: Actor): Sql =>
  sql`(e.state <> 'withdrawn' or e.reason = 'OFFERING_FINISHED') and ${mayReadEnrolment(actor)}`;

@Injectable()
export class FindEnrolmentsHandler {
  constructor(private readonly db: Database) {}

  /** Enrolments in the order of their ids, a page at a time. */
  run(actor: Actor, cut: FindEnrolments): Promise<Page<EnrolmentView>> {
    const { last, limit, page } = idPagesFor<EnrolmentView>(FindEnrolments, actor, cut);
    return this.db.readAs(actor, async (tx) => {
      const where = [mayReadEnrolment(actor)];
      if (cut.personId) where.push(sql`e.person_id = ${cut.personId}`);
      if (cut.offeringId) where.push(sql`e.offering_id = ${cut.offeringId}`);
      if (cut.state) where.push(sql`e.state = ${cut.state}`);
      const total = counting(
        this.db,
        actor,
        sql`enrolment e join offering o on o.id = e.offering_id where ${join(where, ' and ')}`,
      );
      if (last) where.push(sql`e.id > ${last[0]}`);
      return page(await selectEnrolments(tx, join(where, ' and '), sql`order by e.id limit ${limit}`), total);
    });
  }

  async one(actor: Actor, { id }: FindEnrolment): Promise<EnrolmentView> {
    const found = (await this.byIds(actor, [id])).get(id);
    if (!found) throw new NotFound('enrolment');
    return found;
  }

  byIds = (actor: Actor, ids: readonly string[]): Promise<Map<string, EnrolmentView>> =>
    this.db.readAs(actor, async (tx) => {
      const rows = await selectEnrolments(tx, sql`e.id = any(${ids}::uuid[]) and ${mayReadEnrolment(actor)}`);
      return new Map(rows.map((row) => [row.id, row]));
    });

  /** The places of each person that were not given up, in one statement for any number of persons. */
  byPersons = this.placesOf(sql`e.person_id`, ({ personId }) => personId);

  /** The same of each offering. */
  byOfferings = this.placesOf(sql`e.offering_id`, ({ offeringId }) => offeringId);

  private placesOf(owner: Sql, ownerOf: (place: EnrolmentView) => string): Lists<EnrolmentView> {
    return (actor, ids, part) =>
      this.db.readAs(actor, (tx) =>
        selectLists(tx, ids, part, {
          ...{ from: sql`enrolment e`, id: sql`e.id`, order: sql`e.id`, select: selectEnrolments },
          ...{ owner, ownerOf, where: notGivenUp(actor) },
        }),
      );
  }
}
