import { Injectable } from '@nestjs/common';
import { CorrectionRequestId, PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { ONESELF } from '@takwin/platform/own-records';
import { counting, Database } from '@takwin/platform/postgres';
import { idPagesFor, type Page, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import type { z } from 'zod';
import { isVisible } from '../persons/read-persons.js';
import { ACCREDITORS } from '../rules.js';
import { CorrectionRequestState } from './correction-request.life.js';
import type { CorrectionRequestView } from './correction-request.js';
import { CORRECTION_REQUESTS, selectCorrectionRequests } from './correction-request.rows.js';

const READERS = { ...ACCREDITORS, ...ONESELF, auditor: 'programme' } as const;

export const FindCorrectionRequests = query(
  'FindCorrectionRequests',
  READERS,
  { state: CorrectionRequestState.optional(), personId: PersonId.optional(), ...paging },
  {
    summary: 'List requests for a correction',
    description: 'Lists what persons ask to have corrected of who they are, and what became of it, a page at a time.',
  },
);
export type FindCorrectionRequests = z.output<typeof FindCorrectionRequests>;

export const FindCorrectionRequest = query(
  'FindCorrectionRequest',
  READERS,
  { id: CorrectionRequestId },
  {
    summary: 'Read a request for a correction',
    description: 'Answers what a person asks to have corrected of who they are, and what became of it.',
  },
);
export type FindCorrectionRequest = z.output<typeof FindCorrectionRequest>;

@Injectable()
export class FindCorrectionRequestsHandler {
  constructor(private readonly db: Database) {}

  /** Those of persons whom the actor may read, a page at a time. */
  run(actor: Actor, asked: FindCorrectionRequests): Promise<Page<CorrectionRequestView>> {
    const { state, personId } = asked;
    const { last, limit, page } = idPagesFor<CorrectionRequestView>(FindCorrectionRequests, actor, asked);
    const where = [isVisible(actor, 'p')];
    if (state) where.push(sql`r.state = ${state}`);
    if (personId) where.push(sql`p.id = ${personId}`);
    const total = counting(this.db, actor, sql`${CORRECTION_REQUESTS} where ${join(where, ' and ')}`);
    if (last) where.push(sql`r.id > ${last[0]}`);
    return this.db.readAs(actor, async (tx) =>
      page(await selectCorrectionRequests(tx, join(where, ' and '), sql`order by r.id limit ${limit}`), total),
    );
  }

  /** Refuses NOT_FOUND. */
  async one(actor: Actor, { id }: FindCorrectionRequest): Promise<CorrectionRequestView> {
    const which = sql`r.id = ${id} and ${isVisible(actor, 'p')}`;
    const [found] = await this.db.readAs(actor, (tx) => selectCorrectionRequests(tx, which));
    if (!found) throw new NotFound('correction request');
    return found;
  }
}
