import sql, { type Sql } from 'sql-template-tag';

/** Who is the next to have a number that is nobody's any more: of those who claimed it the first. */
const heirOf = (number: 'claimed_matricule' | 'claimed_cin_hash'): Sql =>
  number === 'claimed_matricule'
    ? sql`case when o.claimed_matricule is not null then first_value(o.id) over (partition by o.claimed_matricule order by o.id) end`
    : sql`case when o.claimed_cin_hash is not null then first_value(o.id) over (partition by o.claimed_cin_hash order by o.id) end`;

/** Those who claim to be a person, each with whose the numbers that it claims are to be: `heir` of the matricule, `card_heir` of the CIN. */
export const heirsOf = (personId: string): Sql => sql`
  select o.*, ${heirOf('claimed_matricule')} as heir, ${heirOf('claimed_cin_hash')} as card_heir from person o where o.claims = ${personId}`;

/** How such a claimant `p` is as one of `heirsOf`, called `c`: an heir has the number, the others claim to be the heir. */
export const INHERITS = sql`
  matricule = case when c.heir = p.id then c.claimed_matricule else p.matricule end,
  claimed_matricule = case when c.heir <> p.id then c.claimed_matricule end,
  cin_hash = case when c.card_heir = p.id then c.claimed_cin_hash else p.cin_hash end,
  cin_sealed = case when c.card_heir = p.id then c.claimed_cin_sealed else p.cin_sealed end,
  claimed_cin_hash = case when c.card_heir <> p.id then c.claimed_cin_hash end,
  claimed_cin_sealed = case when c.card_heir <> p.id then c.claimed_cin_sealed end,
  claims = coalesce(nullif(c.heir, p.id), nullif(c.card_heir, p.id)),
  claims_for = case when coalesce(nullif(c.heir, p.id), nullif(c.card_heir, p.id)) is not null then p.claims_for end`;
