import type { Actor } from '@takwin/platform/auth';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { yieldsTo } from '../persons/read-provenance.js';
import { isConfirmer } from '../rules.js';
import { CONTRADICTS, readRenamed } from './read-contradicted.js';

/**
 * Parts rows of an official source from persons who are an academy's word alone and not whom the rows tell of: these are somebody else.
 * Whether there were any, so that the rows are met anew.
 */
export async function partRows(tx: Tx, sender: Actor): Promise<boolean> {
  if (!isConfirmer(sender)) return false;
  const yields = yieldsTo(sender);
  const lines = (await readRenamed(tx, yields)).map(({ line }) => line);
  const parted = await tx.query(sql`
    update roster r set not_of = r.not_of || p.id, person_id = null from person p
    where p.id = r.person_id and ${yields} and (${CONTRADICTS} or r.line = any(${lines}::int[])) returning r.line`);
  return parted.length > 0;
}
