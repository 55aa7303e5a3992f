import { legalDayOf } from '@takwin/platform/clock';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { FamilyIsRetired } from './voucher.js';

/** Refuses FAMILY_IS_RETIRED where no exam of a family is offered on any day from today to the last. */
export async function demandFamily(tx: Tx, family: string, last: string | null = null): Promise<void> {
  const days = sql`daterange(${legalDayOf(tx.at)}::date, ${last}::date, '[]')`;
  if (!(await tx.one(sql`select from exam where family = ${family} and days && ${days} limit 1`)))
    throw new FamilyIsRetired(family);
}
