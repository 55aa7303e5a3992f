import { Injectable } from '@nestjs/common';
import { RegionCode } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { Database, within } from '@takwin/platform/postgres';
import { type Page, paging, query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { Day, dayOf } from './day.js';
import type { EvidenceView } from './evidence.js';
import { selectEvidence } from './evidence.rows.js';
import { TargetId } from './target.js';
import { EVIDENCE_READERS } from '../rules.js';

export const FindEvidence = query('FindEvidence', EVIDENCE_READERS, {
  id: TargetId,
  region: RegionCode.optional(),
  on: Day,
  ...paging,
});
export type FindEvidence = z.output<typeof FindEvidence>;

@Injectable()
export class FindEvidenceHandler {
  constructor(private readonly db: Database) {}

  /**
   * What a figure counts, a page at a time: of what the actor may see as if there were nothing else, so that a region's director is
   * shown what the region's figure counts. Refuses INVALID_INPUT of a day to come.
   */
  run(actor: Actor, { id, region, on, first, after }: FindEvidence): Promise<Page<EvidenceView>> {
    return this.db.readAs(actor, (tx) => {
      const mine = within(actor, { region: sql`region`, academy: sql`academy_id`, person: sql`person_id` });
      const where = region ? sql`${mine} and region = ${region}` : mine;
      return selectEvidence(tx, { id, on: dayOf(on, tx.at), where, first, after });
    });
  }
}
