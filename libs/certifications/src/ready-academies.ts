import sql, { type Sql } from 'sql-template-tag';
import { ReadinessKind } from './sittings/readiness.js';

const KINDS = ReadinessKind.options;

/** What an academy has no confirmed proof of that holds from one day to another, as SQL: an array of kinds. */
export const lacksOf = (academyId: Sql, first: Sql, last: Sql = first): Sql => sql`array(
  select k.kind from unnest(${KINDS}::text[]) with ordinality k(kind, place) where not exists (
    select from readiness_copy y where y.academy_id = ${academyId}::uuid and y.kind = k.kind
      and y.proven_on <= ${first} and y.expires_on >= ${last}) order by k.place)`;

/** Whether an academy that lacks these kinds is ready enough, as SQL: by the minimum of the exam rules. */
export const isReady = (lacks: Sql): Sql => sql`(
  100 * (${KINDS.length}::int - cardinality(${lacks})) / ${KINDS.length}::int >= (select readiness_minimum from exam_rules))`;
