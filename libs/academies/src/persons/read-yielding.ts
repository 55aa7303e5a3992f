import type { Actor } from '@takwin/platform/auth';
import sql, { type Sql } from 'sql-template-tag';
import { isOwnOf, numberYieldsTo, yieldsTo } from './read-provenance.js';

/**
 * Persons, wherever they are, who are an academy's word alone, or whose number is, and stand against `rows` of an official's roster, one for each person: the
 * `holder` whom they are to claim to be, and whether the matricule (`number`) or the card is that one's.
 */
export const yieldingTo = (rows: Sql, sender: Actor): Sql => sql`
  select p.id, (array_agg(coalesce(r.person_id, r.new_id) order by r.line))[1] as holder,
    coalesce(bool_or(p.matricule = r.matricule and ${numberYieldsTo(sender, 'matricule')}), false) as number,
    coalesce(bool_or(p.cin_hash = any(r.cin_hashes) and ${numberYieldsTo(sender, 'cin')}), false) as card
  from (${rows}) r join person p on (p.id = any(r.not_of) or p.id = any(r.alike_of) or p.cin_hash = any(r.cin_hashes))
    and p.id is distinct from r.person_id and p.id is distinct from r.matricule_of
  where (${yieldsTo(sender)} or p.matricule = r.matricule and ${numberYieldsTo(sender, 'matricule')}
      or p.cin_hash = any(r.cin_hashes) and ${numberYieldsTo(sender, 'cin')})
  group by p.id`;

/** What a person `p` is who gives way as `y` tells: one who claims to be the holder, whose numbers are stated and no longer the person's. */
export const YIELDED = sql`
  matricule = case when not y.number then p.matricule end,
  claimed_matricule = case when y.number then p.matricule else p.claimed_matricule end,
  cin_hash = case when not y.card then p.cin_hash end, cin_sealed = case when not y.card then p.cin_sealed end,
  claimed_cin_hash = case when y.card then p.cin_hash else p.claimed_cin_hash end,
  claimed_cin_sealed = case when y.card then p.cin_sealed else p.claimed_cin_sealed end,
  claims = coalesce(p.claims, y.holder), claims_for = coalesce(p.claims_for, p.academy_id)`;

/** Of these persons those who claim numbers that nobody has, to have them by the actor's word: which, and the `holder` of what is left. */
export const takersOf = (ids: Sql, actor: Actor): Sql => sql`
  select p.id, p.claimed_matricule is not null and numbered.id is null as number, p.claimed_cin_hash is not null and carded.id is null as card,
    coalesce(numbered.id, carded.id) as holder
  from person p left join person numbered on numbered.matricule = p.claimed_matricule left join person carded on carded.cin_hash = p.claimed_cin_hash
  where p.id in (${ids}) and not ${isOwnOf(actor.subject)}
    and (p.claimed_matricule is not null and numbered.id is null or p.claimed_cin_hash is not null and carded.id is null)`;

/** What a person `p` is who takes what `t` tells of. */
export const TAKEN = sql`
  matricule = case when t.number then p.claimed_matricule else p.matricule end,
  claimed_matricule = case when not t.number then p.claimed_matricule end,
  cin_hash = case when t.card then p.claimed_cin_hash else p.cin_hash end,
  cin_sealed = case when t.card then p.claimed_cin_sealed else p.cin_sealed end,
  claimed_cin_hash = case when not t.card then p.claimed_cin_hash end, claimed_cin_sealed = case when not t.card then p.claimed_cin_sealed end,
  claims = t.holder, claims_for = case when t.holder is not null then p.claims_for end`;

/** A person whose claim is decided, as a row of an official who says that there is this person. */
export const asRow = (id: string): Sql => sql`
  select 1 as line, p.id as person_id, p.id as new_id, p.claimed_matricule as matricule, array[p.claimed_cin_hash] as cin_hashes,
    array[p.claims] as not_of, null::uuid as matricule_of, '{}'::uuid[] as alike_of
  from person p where p.id = ${id} and not exists (select from claim c where c.provisional_id = p.id and c.state = 'open')`;
