import { Injectable } from '@nestjs/common';
import { ClaimId, PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database } from '@takwin/platform/postgres';
import { idPagesFor, type Page, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import type { z } from 'zod';
import type { ClaimView } from './claim.js';
import { ClaimState } from './claim.life.js';
import { CLAIMS, selectClaims } from './claim.rows.js';
import { isOfTheirs, mayBeTold } from './read-claim.js';
import { CLAIM_DECIDERS } from '../rules.js';

/** No machine: what it sends makes claims, and who asks is not told of them. */
const READERS = { ...CLAIM_DECIDERS, auditor: 'programme' } as const;

export const FindClaims = query(
  'FindClaims',
  READERS,
  {
    state: ClaimState.optional(),
    personId: PersonId.optional().describe('The person whom they claim'),
    ...paging,
  },
  {
    summary: 'List claims',
    description:
      'Lists where another academy states somebody as its own who may be a person of the caller’s scope, a page at a time. Who states' +
      ' such a person is not told that there is a claim. One that a prison makes, or that is on a person or a number of whom an academy’s word is all there is, is for the region and the programme.',
  },
);
export type FindClaims = z.output<typeof FindClaims>;

export const FindClaim = query(
  'FindClaim',
  READERS,
  { id: ClaimId },
  {
    summary: 'Read a claim',
    description: 'Answers one claim: who states which person of the caller’s scope as its own, and what became of it.',
  },
);
export type FindClaim = z.output<typeof FindClaim>;

/** Whether the actor may read the person claimed, or has decided the claim: who accepted one gave the person away with it. */
const isTold = (actor: Actor) => sql`(${isOfTheirs(actor)} or c.decided_by = ${actor.subject} and ${mayBeTold(actor)})`;

@Injectable()
export class FindClaimsHandler {
  constructor(private readonly db: Database) {}

  /** Those about persons whom the actor may read, and those that they decided, a page at a time. */
  run(actor: Actor, asked: FindClaims): Promise<Page<ClaimView>> {
    const { state, personId } = asked;
    const { last, limit, page } = idPagesFor<ClaimView>(FindClaims, actor, asked);
    const where = [isTold(actor)];
    if (state) where.push(sql`c.state = ${state}`);
    if (personId) where.push(sql`c.person_id = ${personId}`);
    const total = counting(this.db, actor, sql`${CLAIMS} where ${join(where, ' and ')}`);
    if (last) where.push(sql`c.id > ${last[0]}`);
    return this.db.readAs(actor, async (tx) =>
      page(await selectClaims(tx, join(where, ' and '), sql`order by c.id limit ${limit}`), total),
    );
  }

  /** Refuses NOT_FOUND. */
  async one(actor: Actor, { id }: FindClaim): Promise<ClaimView> {
    const which = sql`c.id = ${id} and ${isTold(actor)}`;
    const [found] = await this.db.readAs(actor, (tx) => selectClaims(tx, which));
    if (!found) throw new NotFound('claim');
    return found;
  }
}
