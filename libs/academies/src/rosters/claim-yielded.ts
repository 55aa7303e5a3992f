import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { openClaims } from '../claims/claim.writer.js';
import { announcePersons } from '../persons/announce-persons.js';
import { personLife as life } from '../persons/person.life.js';
import { Outrun } from '../persons/person.js';
import { selectWholePersons } from '../persons/read-persons.js';

/** Who stated the person `p`: an academy, or an official of whom the record claims to be somebody. */
const STATED_BY = sql`coalesce(p.stated_by[1], (select c.asked_by from claim c where c.provisional_id = p.id order by c.asked_at limit 1), p.created_by)`;

/** Asks whether those who gave way are whom they claim to be, as who stated them would, and tells the others of them. */
export async function claimYielded(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const astray = await tx.one(sql`
    select from person p where p.id = any(${ids}::uuid[]) and not exists (select from person o where o.id = p.claims) limit 1`);
  if (astray) throw new Outrun();
  await openClaims(tx, ids, { subject: STATED_BY, importId: null });
  await announcePersons(
    tx,
    life.transitions.change.event,
    await selectWholePersons(tx, sql`p.id = any(${ids}::uuid[])`),
  );
}
