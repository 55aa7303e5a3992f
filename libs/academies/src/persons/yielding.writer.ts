import type { Actor } from '@takwin/platform/auth';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { openClaims } from '../claims/claim.writer.js';
import { announcePersons } from './announce-persons.js';
import { personLife as life } from './person.life.js';
import { Outrun } from './person.writer.js';
import { isVisible, selectWholePersons } from './read-persons.js';
import { yieldsTo } from './read-provenance.js';

/**
 * Has persons who are an academy's word alone give way to those whom `rows` of an official's roster, one for each person, tell of: they
 * claim to be these, and the matricule or card that these have is one that they state. Returns who did.
 */
export async function yieldNumbers(tx: Tx, rows: Sql, sender: Actor): Promise<string[]> {
  const yielded = await tx.query<{ id: string }>(sql`
    update person p set
      matricule = case when not y.number then p.matricule end,
      claimed_matricule = case when y.number then p.matricule else p.claimed_matricule end,
      cin_hash = case when not y.card then p.cin_hash end, cin_sealed = case when not y.card then p.cin_sealed end,
      claimed_cin_hash = case when y.card then p.cin_hash else p.claimed_cin_hash end,
      claimed_cin_sealed = case when y.card then p.cin_sealed else p.claimed_cin_sealed end,
      claims = coalesce(p.claims, y.holder), claims_for = coalesce(p.claims_for, p.academy_id), version = p.version + 1
    from (
      select p.id, (array_agg(coalesce(r.person_id, r.new_id) order by r.line))[1] as holder,
        coalesce(bool_or(p.matricule = r.matricule), false) as number,
        coalesce(bool_or(p.cin_hash = any(r.cin_hashes)), false) as card
      from (${rows}) r join person p on (p.id = any(r.not_of) or p.id = any(r.alike_of) or p.cin_hash = any(r.cin_hashes))
        and p.id is distinct from r.person_id
      where ${yieldsTo(sender)} and ${isVisible(sender, 'p')} group by p.id
    ) y where p.id = y.id returning p.id`);
  return yielded.map(({ id }) => id);
}

/** Asks whether those who gave way are whom they claim to be, as who stated them would, and tells the others of them. */
export async function claimYielded(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const astray = await tx.one(sql`
    select from person p where p.id = any(${ids}::uuid[]) and not exists (select from person o where o.id = p.claims) limit 1`);
  if (astray) throw new Outrun();
  await openClaims(tx, ids, { subject: sql`p.stated_by[1]`, importId: null });
  await announcePersons(
    tx,
    life.transitions.change.event,
    await selectWholePersons(tx, sql`p.id = any(${ids}::uuid[])`),
  );
}
