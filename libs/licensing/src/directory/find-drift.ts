import { Injectable } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { counting, Database, within } from '@takwin/platform/postgres';
import { type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import { DriftKind, type DriftView } from './drift.js';
import { selectDrift } from './drift.rows.js';
import { isThere } from '../told-of-prisons.js';
import { READERS } from '../rules.js';

export const FindDrift = query(
  'FindLicenceDrift',
  READERS,
  { kind: DriftKind.optional(), ...paging },
  {
    summary: 'List where the directory differs from the licences',
    description:
      'Lists where the Microsoft directory, when it was read last, differed from the licences that are on' +
      ' record here, in the order of persons, a page at a time.',
  },
);
export type FindDrift = z.output<typeof FindDrift>;

const Place = z.tuple([z.uuid(), z.guid()]);

@Injectable()
export class FindDriftHandler {
  constructor(private readonly db: Database) {}

  /** Where the directory differed from our licences when it was read last, a page at a time. */
  run(actor: Actor, asked: FindDrift): Promise<Page<DriftView>> {
    const { kind } = asked;
    const { last, limit, page } = pagesFor(FindDrift, actor, asked, Place, (one: DriftView) => [
      one.personId,
      one.skuId,
    ]);
    return this.db.readAs(actor, async (tx) => {
      const where = [
        within(actor, { region: sql`d.region`, academy: sql`d.academy_id` }),
        isThere(actor, sql`d.academy_id`, sql`d.person_id`),
      ];
      if (kind) where.push(sql`d.kind = ${kind}`);
      const total = counting(this.db, actor, sql`drift d where ${join(where, ' and ')}`);
      if (last) where.push(sql`(d.person_id, d.sku_id) > (${last[0]}::uuid, ${last[1]}::uuid)`);
      const rest = sql`order by d.person_id, d.sku_id limit ${limit}`;
      return page(await selectDrift(tx, join(where, ' and '), rest), total);
    });
  }
}
