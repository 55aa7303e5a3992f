import { Injectable } from '@nestjs/common';
import { ErasureId, PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { ONESELF } from '@takwin/platform/own-records';
import { counting, Database } from '@takwin/platform/postgres';
import { idPagesFor, type Page, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import type { z } from 'zod';
import { ACCREDITORS } from '../rules.js';
import { ErasureState } from './erasure.life.js';
import type { ErasureView } from './erasure.js';
import { ERASURES, isShownErasure, selectErasures } from './erasure.rows.js';

const READERS = { ...ACCREDITORS, ...ONESELF, auditor: 'programme' } as const;

export const FindErasures = query(
  'FindErasures',
  READERS,
  { state: ErasureState.optional(), personId: PersonId.optional(), ...paging },
  {
    summary: 'List requests for erasure',
    description:
      'Lists who asked to be erased, what was decided, and how far each service is with it, a page at a time.',
  },
);
export type FindErasures = z.output<typeof FindErasures>;

export const FindErasure = query(
  'FindErasure',
  READERS,
  { id: ErasureId },
  {
    summary: 'Read a request for erasure',
    description: 'Answers one request to be erased, what was decided, and how far each service is with it.',
  },
);
export type FindErasure = z.output<typeof FindErasure>;

@Injectable()
export class FindErasuresHandler {
  constructor(private readonly db: Database) {}

  /** Those of persons whom the actor may read, or might until they were erased, a page at a time. */
  run(actor: Actor, asked: FindErasures): Promise<Page<ErasureView>> {
    const { state, personId } = asked;
    const { last, limit, page } = idPagesFor<ErasureView>(FindErasures, actor, asked);
    const where = [isShownErasure(actor)];
    if (state) where.push(sql`e.state = ${state}`);
    if (personId) where.push(sql`coalesce(p.id, e.person_id) = ${personId}`);
    const total = counting(this.db, actor, sql`${ERASURES} where ${join(where, ' and ')}`);
    if (last) where.push(sql`e.id > ${last[0]}`);
    return this.db.readAs(actor, async (tx) =>
      page(await selectErasures(tx, join(where, ' and '), sql`order by e.id limit ${limit}`), total),
    );
  }

  /** Refuses NOT_FOUND. */
  async one(actor: Actor, { id }: FindErasure): Promise<ErasureView> {
    const which = sql`e.id = ${id} and ${isShownErasure(actor)}`;
    const [found] = await this.db.readAs(actor, (tx) => selectErasures(tx, which));
    if (!found) throw new NotFound('erasure');
    return found;
  }
}
