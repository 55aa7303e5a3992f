import type { Actor } from '@takwin/platform/auth';
import type { Tx } from '@takwin/platform/postgres';
import sql, { raw } from 'sql-template-tag';
import { numberYieldsTo } from '../persons/read-provenance.js';
import { isConfirmer } from '../rules.js';
import { contradicts, readRenamed } from './read-contradicted.js';

/**
 * Parts rows of an official source from persons who have the number by an academy's word alone and are not whom the rows tell of: these are somebody else.
 * Whether there were any, so that the rows are met anew.
 */
export async function partRows(tx: Tx, sender: Actor): Promise<boolean> {
  if (!isConfirmer(sender)) return false;
  const met = await partFrom(tx, sender, 'person_id');
  return (await partFrom(tx, sender, 'matricule_of')) || met;
}

/** The same of those whom the sender may read, or of those who have the number elsewhere. */
async function partFrom(tx: Tx, sender: Actor, whom: 'person_id' | 'matricule_of'): Promise<boolean> {
  const yields = numberYieldsTo(sender, 'matricule');
  const of = raw(`r.${whom}`);
  const lines = (await readRenamed(tx, yields, of)).map(({ line }) => line);
  const parted = await tx.query(sql`
    update roster r set not_of = r.not_of || p.id, ${raw(whom)} = null from person p
    where p.id = ${of} and ${yields} and (${contradicts(sender)} or r.line = any(${lines}::int[])) returning r.line`);
  return parted.length > 0;
}
