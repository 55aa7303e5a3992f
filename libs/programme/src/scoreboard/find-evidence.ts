import { Injectable } from '@nestjs/common';
import { RegionCode } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { Forbidden } from '@takwin/platform/errors';
import { counting, Database, type Tx, within } from '@takwin/platform/postgres';
import { type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { Day, dayOf } from './day.js';
import type { EvidenceShown, EvidenceView } from './evidence.js';
import { countedRows, EvidencePlace, evidencePlace, isRegionOf, selectEvidence } from './evidence.rows.js';
import { TargetId } from './target.js';
import { EVIDENCE_READERS } from '../rules.js';

export const FindEvidence = query(
  'FindEvidence',
  EVIDENCE_READERS,
  {
    id: TargetId,
    region: RegionCode.optional(),
    on: Day,
    ...paging,
  },
  {
    summary: 'List what proves a figure of the scoreboard',
    description:
      'Lists everything that the figure of a target counts, each with the fact that proves it and its day, a' +
      ' page at a time, for what the caller may see: the page says how much of the figure that is. A day to come is refused as INVALID_INPUT.',
  },
);
export type FindEvidence = z.output<typeof FindEvidence>;

const shownTo = ({ scope, regions }: Actor, region?: string): EvidenceShown => {
  const own = scope === 'region' ? [...regions] : null;
  return { scope, regions: region ? [region] : own };
};

@Injectable()
export class FindEvidenceHandler {
  constructor(private readonly db: Database) {}

  /**
   * What a figure counts, a page at a time: of what the actor may see as if there were nothing else, so that a region's director is
   * shown what the region's figure counts. Refuses INVALID_INPUT of a day to come, and FORBIDDEN of a region where the actor sees nothing.
   */
  run(actor: Actor, asked: FindEvidence): Promise<Page<EvidenceView> & EvidenceShown> {
    const { id, region } = asked;
    return this.db.readAs(actor, async (tx) => {
      // Tomorrow's list is another one: the pages of one day are not mixed with those of the next.
      const on = dayOf(asked.on, tx.at);
      const pages = pagesFor(FindEvidence, actor, { ...asked, on }, EvidencePlace, evidencePlace);
      if (region) await this.demandRegion(tx, actor, region);
      const mine = within(actor, { region: sql`region`, academy: sql`academy_id`, person: sql`person_id` });
      const where = region ? sql`${mine} and region = ${region}` : mine;
      const total = counting(this.db, actor, countedRows({ id, on, where }));
      return Object.assign(await selectEvidence(tx, { id, on, where }, pages, total), shownTo(actor, region));
    });
  }

  /** A region's director has the own ones, a manager those of the academies; one's own counts wherever it is told of. */
  private async demandRegion(tx: Tx, { scope, regions, academies }: Actor, region: string): Promise<void> {
    const isOwn =
      (scope !== 'region' || regions.includes(region)) &&
      (scope !== 'academy' || (await isRegionOf(tx, academies, region)));
    if (!isOwn) throw new Forbidden('evidence is of the own region');
  }
}
