import { Injectable } from '@nestjs/common';
import { MergeId, PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database } from '@takwin/platform/postgres';
import { idPagesFor, type Page, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import type { z } from 'zod';
import { ACCREDITORS } from '../rules.js';
import { MergeState, type MergeView } from './merge.js';
import { MERGES, selectMerges } from './merge.rows.js';
import { isOfTheirs } from './read-merges.js';

const READERS = { ...ACCREDITORS, auditor: 'programme' } as const;

export const FindMerges = query(
  'FindMerges',
  READERS,
  {
    state: MergeState.optional(),
    personId: PersonId.optional().describe('One of the two records, whichever stayed'),
    ...paging,
  },
  {
    summary: 'List merges',
    description:
      'Lists which records turned out to be of one person, by whom and why, those that were undone too, a page at a time. A region is shown' +
      ' those of whom both records are its own, and those by which it gave somebody away with a claim.',
  },
);
export type FindMerges = z.output<typeof FindMerges>;

export const FindMerge = query(
  'FindMerge',
  READERS,
  { id: MergeId },
  { summary: 'Read a merge', description: 'Answers one merge: which records, by whom and why, and what became of it.' },
);
export type FindMerge = z.output<typeof FindMerge>;

@Injectable()
export class FindMergesHandler {
  constructor(private readonly db: Database) {}

  /** Those that are the actor’s to read, a page at a time. */
  run(actor: Actor, asked: FindMerges): Promise<Page<MergeView>> {
    const { state, personId } = asked;
    const { last, limit, page } = idPagesFor<MergeView>(FindMerges, actor, asked);
    const where = [isOfTheirs(actor)];
    if (state) where.push(sql`m.undone_at is ${state === 'standing' ? sql`null` : sql`not null`}`);
    if (personId) where.push(sql`(m.person_id = ${personId} or m.merged_id = ${personId})`);
    const total = counting(this.db, actor, sql`${MERGES} where ${join(where, ' and ')}`);
    if (last) where.push(sql`m.id > ${last[0]}`);
    return this.db.readAs(actor, async (tx) =>
      page(await selectMerges(tx, join(where, ' and '), sql`order by m.id limit ${limit}`), total),
    );
  }

  /** Refuses NOT_FOUND. */
  async one(actor: Actor, { id }: FindMerge): Promise<MergeView> {
    const [found] = await this.db.readAs(actor, (tx) => selectMerges(tx, sql`m.id = ${id} and ${isOfTheirs(actor)}`));
    if (!found) throw new NotFound('merge');
    return found;
  }
}
