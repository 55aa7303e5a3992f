import type { Actor } from '@takwin/platform/auth';
import { type Tx, within } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import { decidedOf } from '../entitlement/decide-persons.js';

/** Whom a run is about: these persons, or everyone whom the filter describes. */
export type Chosen = {
  persons?: readonly string[] | undefined;
  filter?: { academyId?: string | undefined; region?: string | undefined; kind?: string | undefined } | undefined;
};

/** Those chosen of whom the actor may know, as a condition on `p`. */
export const chosenBy = (actor: Actor, { persons, filter = {} }: Chosen): Sql => {
  const { academyId, region, kind } = filter;
  return sql`${within(actor, { region: sql`p.region`, academy: sql`p.academy_id` })}
    ${persons ? sql`and p.subject = any(${persons}::text[])` : empty}
    ${academyId ? sql`and p.academy_id = ${academyId}` : empty}
    ${region ? sql`and p.region = ${region}` : empty}
    ${kind ? sql`and p.kind = ${kind}` : empty}`;
};

/** To give a licence back nobody has to be entitled; an account is named by the matricule. */
export const givingBack = (which: Sql): Sql => sql`
  select p.subject::uuid as person_id, p.matricule, p.academy_id, p.region,
    case when p.matricule is null then 'NO_ACCOUNT_NAME' end as reason
  from person_copy p where ${which}`;

/** Of those for whom a run has failed, who may have the product today: a condition on `o`, an outcome. */
export async function mayStill(tx: Tx, runId: string, skuId: string): Promise<Sql> {
  const failed = sql`p.subject in (select person_id::text from outcome where run_id = ${runId} and state = 'failed')`;
  return sql`o.person_id in (select d.person_id from (${await decidedOf(tx, failed, skuId)}) d where d.reason is null)`;
}
