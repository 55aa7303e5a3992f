import { Injectable } from '@nestjs/common';
import { MergeId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandVersion, type Tx } from '@takwin/platform/postgres';
import { command, conditional, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { overturnClaim } from '../claims/claim.writer.js';
import { isOneself } from '../corrections/check-another.js';
import { releasePerson } from '../persons/person.writer.js';
import { lockPersons } from '../persons/read-known.js';
import { ACCREDITORS } from '../rules.js';
import { MergeIsBuiltUpon, MergeIsOld, MergeIsUndone, MergeNeedsAnother, type MergeView, UNDO_DAYS } from './merge.js';
import { MERGES, selectMerges } from './merge.rows.js';
import { isOfTheirs } from './read-merges.js';
import { partPersons, type Standing } from './merge.writer.js';

export const UndoMerge = command(
  'UndoMerge',
  ACCREDITORS,
  {
    id: MergeId,
    ...conditional,
    reason: Text({ max: 300 }).meta({
      description: 'Why the two are not one person after all',
      examples: ['Two cousins of one name: both cards were seen'],
    }),
  },
  {
    summary: 'Undo a merge',
    description:
      'Says that two records that were merged are of two persons: each has what was stated of it before, and what was stated since stays with' +
      ' the one that stayed. The old id answers with its own record again. Within 90 days: else MERGE_IS_OLD; what was merged since is undone' +
      ' first: MERGE_IS_BUILT_UPON. A claim by which they were merged is refused with that. Never by the person: MERGE_NEEDS_ANOTHER.',
  },
);
export type UndoMerge = z.output<typeof UndoMerge>;

type Held = Standing & { version: number; claimId: string | null; state: MergeView['state']; until: string };

@Injectable()
export class UndoMergeHandler {
  constructor(private readonly db: Database) {}

  /** Refuses NOT_FOUND, MERGE_NEEDS_ANOTHER, VERSION_MISMATCH, MERGE_IS_UNDONE, MERGE_IS_OLD, MERGE_IS_BUILT_UPON, MATRICULE_IS_TAKEN and CIN_IS_TAKEN. */
  run(actor: Actor, { id, expectedVersion, reason }: UndoMerge): Promise<MergeView> {
    return this.db.pastBounds(actor, async (tx) => {
      const merge = await this.hold(tx, id);
      demandVersion(expectedVersion, merge.version);
      if (merge.state === 'undone') throw new MergeIsUndone();
      if (legalDayOf(tx.at) > merge.until) throw new MergeIsOld(merge.until);
      await demandLast(tx, merge);
      await partPersons(tx, merge, reason);
      if (merge.claimId) {
        await overturnClaim(tx, merge.claimId, reason);
        await releasePerson(tx, merge.mergedId);
      }
      return (await selectMerges(tx, sql`m.id = ${id}`))[0]!;
    });
  }

  private async hold(tx: Tx, id: string): Promise<Held> {
    const mine = sql`m.id = ${id} and ${isOfTheirs(tx.actor)}`;
    const found = await tx.one<{ personId: string | null }>(
      sql`select p.id as "personId" from ${MERGES} where ${mine}`,
    );
    if (!found?.personId) throw new NotFound('merge');
    await lockPersons(tx, [found.personId]);
    const held = await tx.one<Held>(sql`
      select m.id, m.version, m.merged_id as "mergedId", m.person_id as "personId", m.given, m.claim_id as "claimId",
        case when m.undone_at is null then 'standing' else 'undone' end as state, (m.decided_on + ${UNDO_DAYS}::int)::text as until
      from ${MERGES} where ${mine} for no key update of m`);
    if (!held) throw new NotFound('merge');
    for (const one of [found.personId, held.mergedId]) if (await isOneself(tx, one)) throw new MergeNeedsAnother();
    return held;
  }
}

/** Refuses MERGE_IS_BUILT_UPON where the survivor was merged into somebody else since. */
async function demandLast(tx: Tx, { personId }: Held): Promise<void> {
  const later = await tx.one<{ id: string }>(sql`
    select id from person_merge where merged_id = ${personId} and undone_at is null`);
  if (later) throw new MergeIsBuiltUpon(later.id);
}
