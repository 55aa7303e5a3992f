import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { counting, Database, within } from '@takwin/platform/postgres';
import { idPagesFor, type Page, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import type { z } from 'zod';
import { demandPerson } from '../demand-person.js';
import type { AccommodationView } from './accommodation.js';
import { selectAccommodations } from './accommodation.rows.js';

/** Personal health data: who grants, who runs the exam, and the person; no auditor, no machine. */
export const FindAccommodations = query(
  'FindAccommodations',
  {
    'programme-admin': 'programme',
    'regional-director': 'region',
    'academy-manager': 'academy',
    candidate: 'self',
  },
  { personId: PersonId, ...paging },
  {
    summary: 'List the accommodations of a person',
    description:
      'Lists what a person was granted for exams, what was revoked too, in the order of the ids, a page at a time.',
  },
);
export type FindAccommodations = z.output<typeof FindAccommodations>;

@Injectable()
export class FindAccommodationsHandler {
  constructor(private readonly db: Database) {}

  /** What a person was granted, what is revoked by now too, in the order of ids. Refuses NOT_FOUND of who is not the actor's. */
  run(actor: Actor, asked: FindAccommodations): Promise<Page<AccommodationView>> {
    const { personId } = asked;
    const { last, limit, page } = idPagesFor<AccommodationView>(FindAccommodations, actor, asked);
    return this.db.readAs(actor, async (tx) => {
      const where = [sql`a.person_id = ${personId}`];
      where.push(within(actor, { region: sql`p.region`, academy: sql`p.academy_id`, person: sql`a.person_id` }));
      const total = counting(
        this.db,
        actor,
        sql`accommodation a join person_copy p on p.subject = a.person_id::text where ${join(where, ' and ')}`,
      );
      if (last) where.push(sql`a.id > ${last[0]}`);
      const rows = await selectAccommodations(tx, join(where, ' and '), sql`order by a.id limit ${limit}`);
      if (rows.length === 0) await demandPerson(tx, personId);
      return page(rows, total);
    });
  }
}
