import { Injectable } from '@nestjs/common';
import { RegistrationId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { counting, Database, within } from '@takwin/platform/postgres';
import { type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { ResultState, type ResultView } from './result.js';
import { readResults, told } from './read-results.js';
import { RESULTS_SCOPE } from '../rules.js';
import { isResultThere } from '../told-of-prisons.js';

export const FindResults = query(
  'FindResults',
  { ...MANAGERS, candidate: 'self', auditor: 'programme' },
  { state: ResultState.optional(), registrationId: RegistrationId.optional(), ...paging },
  {
    summary: 'List results',
    description:
      'Lists results as they were sent, a page at a time and the earliest first. Those that are held wait for a' +
      ' decision; candidates see only those in force.',
  },
  RESULTS_SCOPE,
);
export type FindResults = z.output<typeof FindResults>;

const mine = (actor: Actor): Sql =>
  sql`${within(actor, { region: sql`r.region`, academy: sql`r.academy_id`, person: sql`r.person_id` })} and ${told(actor)}
    and ${isResultThere(actor)}`;

const Place = z.tuple([z.iso.datetime(), z.uuid()]);

@Injectable()
export class FindResultsHandler {
  constructor(private readonly db: Database) {}

  /** Of each registration the result in force, the latest correction, else the latest that is held. */
  byRegistrations = (actor: Actor, ids: readonly string[]): Promise<Map<string, ResultView>> =>
    this.db.readAs(actor, async (tx) => {
      const rows = await readResults(
        tx,
        sql`n.registration_id = any(${ids}::uuid[]) and n.state in ('held', 'accepted') and ${mine(actor)}`,
        sql`order by n.state = 'accepted', n.sent_at`,
      );
      return new Map(rows.map((row) => [row.registrationId, row]));
    });

  /** Results in the order in which they were sent, a page at a time. */
  run(actor: Actor, asked: FindResults): Promise<Page<ResultView>> {
    const { state, registrationId } = asked;
    const { last, limit, page } = pagesFor(FindResults, actor, asked, Place, (one: ResultView) => [one.sentAt, one.id]);
    return this.db.readAs(actor, async (tx) => {
      const where = [mine(actor)];
      if (state) where.push(sql`n.state = ${state}`);
      if (registrationId) where.push(sql`n.registration_id = ${registrationId}`);
      const total = counting(
        this.db,
        actor,
        sql`result n join registration r on r.id = n.registration_id where ${join(where, ' and ')}`,
      );
      if (last) where.push(sql`(n.sent_at, n.id) > (${last[0]}::timestamptz, ${last[1]}::uuid)`);
      return page(await readResults(tx, join(where, ' and '), sql`order by n.sent_at, n.id limit ${limit}`), total);
    });
  }
}
