import { Injectable } from '@nestjs/common';
import { AcademyId, ReadinessProofId } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database, within } from '@takwin/platform/postgres';
import { idPagesFor, LocalDate, type Page, paging, query } from '@takwin/platform/schema';
import sql, { join, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { ReadinessKind, type ReadinessProofView, type ReadinessView } from './readiness-proof.js';
import { ReadinessProofState } from './readiness-proof.life.js';
import { PROVERS } from '../rules.js';
import { PROOFS, selectProofs, selectReadiness } from './readiness-proof.rows.js';

const READERS = { ...PROVERS, auditor: 'programme' } as const;

export const FindReadiness = query(
  'FindReadiness',
  EVERYONE,
  { academyId: AcademyId, on: LocalDate.optional().describe('Today when absent') },
  {
    summary: 'Read how ready an academy is',
    description:
      'Answers how ready an academy is to hold exams on a day: for each thing whether it is proven, and until when, and' +
      ' a score of 100.',
  },
);
export type FindReadiness = z.output<typeof FindReadiness>;

export const FindReadinessProofs = query(
  'FindReadinessProofs',
  READERS,
  {
    academyId: AcademyId.optional(),
    kind: ReadinessKind.optional(),
    state: ReadinessProofState.optional(),
    ...paging,
  },
  {
    summary: 'List proofs of readiness',
    description: 'Lists proofs of readiness of the academies of the caller’s scope, a page at a time.',
  },
);
export type FindReadinessProofs = z.output<typeof FindReadinessProofs>;

export const FindReadinessProof = query(
  'FindReadinessProof',
  READERS,
  { id: ReadinessProofId },
  {
    summary: 'Read a proof of readiness',
    description:
      'Answers one proof of readiness: of what, from which day to which, by which document, and whether it counts.',
  },
);
export type FindReadinessProof = z.output<typeof FindReadinessProof>;

const mine = (actor: Actor): Sql => within(actor, { region: sql`a.region`, academy: sql`a.id` });

@Injectable()
export class FindReadinessHandler {
  constructor(private readonly db: Database) {}

  /** Refuses NOT_FOUND. */
  async readiness(actor: Actor, { academyId, on }: FindReadiness): Promise<ReadinessView> {
    const [found] = await this.db.readAs(actor, (tx) => selectReadiness(tx, [academyId], on ?? legalDayOf(tx.at)));
    if (!found) throw new NotFound('academy');
    return found;
  }

  /** How each of these academies stands today, in one statement. */
  byAcademies = (actor: Actor, ids: readonly string[]): Promise<Map<string, ReadinessView>> =>
    this.db.readAs(actor, async (tx) => {
      const found = await selectReadiness(tx, ids, legalDayOf(tx.at));
      return new Map(found.map((one) => [one.academyId, one]));
    });

  /** Proofs by id, a page at a time. */
  run(actor: Actor, asked: FindReadinessProofs): Promise<Page<ReadinessProofView>> {
    const { academyId, kind, state } = asked;
    const { last, limit, page } = idPagesFor<ReadinessProofView>(FindReadinessProofs, actor, asked);
    const where = [mine(actor)];
    if (academyId) where.push(sql`p.academy_id = ${academyId}`);
    if (kind) where.push(sql`p.kind = ${kind}`);
    if (state) where.push(sql`p.state = ${state}`);
    const total = counting(this.db, actor, sql`${PROOFS} where ${join(where, ' and ')}`);
    if (last) where.push(sql`p.id > ${last[0]}`);
    return this.db.readAs(actor, async (tx) =>
      page(await selectProofs(tx, join(where, ' and '), sql`order by p.id limit ${limit}`), total),
    );
  }

  /** Refuses NOT_FOUND. */
  async one(actor: Actor, { id }: FindReadinessProof): Promise<ReadinessProofView> {
    const [found] = await this.db.readAs(actor, (tx) => selectProofs(tx, sql`p.id = ${id} and ${mine(actor)}`));
    if (!found) throw new NotFound('readiness proof');
    return found;
  }
}
