import type { Actor } from '@takwin/platform/auth';
import { type Tx, within } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { EntitlementReason, Subject } from '../entitlement/entitlement.js';

/** Whom a run is about: these persons, or everyone whom the filter describes; of those whom the actor may know of. */
export type Chosen = {
  persons?: readonly string[] | undefined;
  filter?: { academyId?: string | undefined; region?: string | undefined; kind?: string | undefined } | undefined;
};

/** What a rule looks at, and nothing else of a person: so few combinations that the rule is asked once for each. */
export type Traits = Subject & { nameless: boolean };
export type Decision = Traits & { reason: EntitlementReason | null };

const chosen = (actor: Actor, { persons, filter = {} }: Chosen): Sql => {
  const { academyId, region, kind } = filter;
  return sql`${within(actor, { region: sql`p.region`, academy: sql`p.academy_id` })}
    ${persons ? sql`and p.subject = any(${persons}::text[])` : empty}
    ${academyId ? sql`and p.academy_id = ${academyId}` : empty}
    ${region ? sql`and p.region = ${region}` : empty}
    ${kind ? sql`and p.kind = ${kind}` : empty}`;
};

const PEOPLE = sql`person_copy p left join academy_copy a on a.subject = p.academy_id::text`;

/** The combinations of traits among those chosen. */
export const traitsOf = (tx: Tx, who: Chosen): Promise<Traits[]> =>
  tx.query<Traits>(sql`
    select distinct p.kind, p.active, coalesce(a.profile, 'ordinary') as profile, p.matricule is null as nameless,
      case when p.matricule is null then null else '' end as matricule
    from ${PEOPLE} where ${chosen(tx.actor, who)}`);

/** Those chosen, each with the reason that was decided for their traits: what `planOutcomes` writes down. */
export const decidedOf = (actor: Actor, who: Chosen, decisions: readonly Decision[]): Sql => sql`
  select p.subject::uuid as person_id, p.academy_id, p.region, p.matricule, d.reason
  from ${PEOPLE}
  join jsonb_to_recordset(${JSON.stringify(decisions)}::jsonb) as d(kind text, active boolean, profile text,
    nameless boolean, reason text) on d.kind = p.kind and d.active = p.active
    and d.profile = coalesce(a.profile, 'ordinary') and d.nameless = (p.matricule is null)
  where ${chosen(actor, who)}`;
