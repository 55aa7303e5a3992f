import { Injectable } from '@nestjs/common';
import { EnrolmentId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, type Lists, selectLists } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import type { EnrolmentView } from './enrolment.js';
import { mayReadEnrolment, selectEnrolments } from './read-enrolments.js';
import { RECORD_READERS } from '../rules.js';

export const FindEnrolment = query('FindEnrolment', RECORD_READERS, { id: EnrolmentId });
export type FindEnrolment = z.output<typeof FindEnrolment>;

@Injectable()
export class FindEnrolmentsHandler {
  constructor(private readonly db: Database) {}

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

  /** The places of each person that were not given up, also those that ended with their offering, in one statement for any number of persons. */
  byPersons: Lists<EnrolmentView> = (actor, personIds, part) =>
    this.db.readAs(actor, (tx) =>
      selectLists(tx, personIds, part, {
        from: sql`enrolment e`,
        id: sql`e.id`,
        owner: sql`e.person_id`,
        where: sql`(e.state <> 'withdrawn' or e.reason = 'OFFERING_FINISHED') and ${mayReadEnrolment(actor)}`,
        order: sql`e.id`,
        select: selectEnrolments,
        ownerOf: ({ personId }) => personId,
      }),
    );
}
