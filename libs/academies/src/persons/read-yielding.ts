import type { Actor } from '@takwin/platform/auth';
import sql, { type Sql } from 'sql-template-tag';
import { isVisible } from './read-persons.js';
import { yieldsTo } from './read-provenance.js';

/**
 * Persons who are an academy's word alone and stand against `rows` of an official's roster, one for each person: the `holder` whom they
 * are to claim to be, and whether the matricule (`number`) or the card is that one's.
 */
export const yieldingTo = (rows: Sql, sender: Actor): Sql => sql`
  select p.id, (array_agg(coalesce(r.person_id, r.new_id) order by r.line))[1] as holder,
    coalesce(bool_or(p.matricule = r.matricule), false) as number,
    coalesce(bool_or(p.cin_hash = any(r.cin_hashes)), false) as card
  from (${rows}) r join person p on (p.id = any(r.not_of) or p.id = any(r.alike_of) or p.cin_hash = any(r.cin_hashes))
    and p.id is distinct from r.person_id
  where ${yieldsTo(sender)} and ${isVisible(sender, 'p')} group by p.id`;

/** What a person `p` is who gives way as `y` tells: one who claims to be the holder, whose numbers are stated and no longer the person's. */
export const YIELDED = sql`
  matricule = case when not y.number then p.matricule end,
  claimed_matricule = case when y.number then p.matricule else p.claimed_matricule end,
  cin_hash = case when not y.card then p.cin_hash end, cin_sealed = case when not y.card then p.cin_sealed end,
  claimed_cin_hash = case when y.card then p.cin_hash else p.claimed_cin_hash end,
  claimed_cin_sealed = case when y.card then p.cin_sealed else p.claimed_cin_sealed end,
  claims = coalesce(p.claims, y.holder), claims_for = coalesce(p.claims_for, p.academy_id)`;
