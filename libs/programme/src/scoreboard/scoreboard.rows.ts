import type { Actor } from '@takwin/platform/auth';
import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import { EXAMINERS } from '../rules.js';
import { countedOf, IS_ERASED, IS_MADE_UP, IS_STAFF, UNCOUNTED } from './evidence.rows.js';
import { MOST_CHANGES, type TargetView } from './programme.js';
import type { Trainees } from './share.js';
import { TargetId } from './target.js';

export type Count = {
  id: TargetId;
  target: number | null;
  due_on: string;
  version: number;
  changes: TargetView['changes'];
  registered: number;
  actual: number;
  synthetic: number;
  erased: number;
  /** How many began to count in each week, by how many weeks before the one that ends with the day. */
  weekly: Record<number, number>;
};

/**
 * Every target with what the registers know now and what counted on a day, for the whole country or one region, in one statement.
 * The catalogue of courses belongs to no region: registered in one are those that its academies have offerings of.
 */
export function countTargets(tx: Tx, on: string, region?: string): Promise<Count[]> {
  const where = region ? sql`region = ${region}` : sql`true`;
  const counted = TargetId.options.map(
    (id) => sql`
    select ${id}, (${on}::date - since) / 7, count(*), count(*) filter (where made_up), count(*) filter (where erased)
    from (${countedOf({ id, on, where }, sql`since, ${IS_MADE_UP} as made_up, ${IS_ERASED} as erased`)}) counted group by 2`,
  );
  return tx.query<Count>(sql`
    with known(id, registered) as (${registered(region)}), counted(id, ago, count, made_up, erased) as (${join(counted, ' union all ')}),
    summed(id, actual, synthetic, erased, weekly) as (
      select id, sum(count), sum(made_up), sum(erased), jsonb_object_agg(ago, count) filter (where ago is not null) from counted group by id)
    select id, ${standing(on, sql`target`, sql`target_before`)} as target, (${standing(on, sql`due_on`, sql`due_before`)})::text as due_on,
      version, ${changesUntil(on, tx.actor)} as changes, registered::int, coalesce(actual, 0)::int as actual, coalesce(synthetic, 0)::int as synthetic, coalesce(erased, 0)::int as erased,
      coalesce(weekly, '{}') as weekly
    from scoreboard_target join known using (id) left join summed using (id) order by position`);
}

/** What stood on a day: what the first change of a later day found, or else what stands. */
const standing = (on: string, now: Sql, before: Sql): Sql => sql`
  case when exists (select from scoreboard_target_change where target_id = id and changed_on > ${on}) then (
    select change.${before} from scoreboard_target_change change where target_id = id and changed_on > ${on} order by version limit 1)
  else scoreboard_target.${now} end`;

/** Who changed it is for those who examine that: to all others it is a name of an official. */
const changesUntil = (on: string, { role }: Actor): Sql => sql`
  coalesce((
    select json_agg(to_jsonb(change) order by version desc) from (
      select version, ${iso('changed_at')} as "changedAt", changed_on as "changedOn", case when ${role in EXAMINERS} then changed_by end as "changedBy", reason,
        target_before as "targetBefore", target, due_before as "dueBefore", due_on as "dueOn"
      from scoreboard_target_change where target_id = id and changed_on <= ${on} order by version desc limit ${MOST_CHANGES}) change),
    '[]')`;

/** The active trainees of each region that has some. */
export async function countTrainees(tx: Tx): Promise<Trainees> {
  const row = await tx.one<{ trainees: Trainees | null }>(sql`
    select jsonb_object_agg(region, count) as trainees from (
      select region, count(*) from scoreboard_person where active and confirmed is not false and kind = 'trainee' group by region) by_region`);
  return row?.trainees ?? {};
}

const offeredIn = (region?: string): Sql =>
  region
    ? sql`and exists (select from scoreboard_offering offering
        where offering.course_id::text = scoreboard_course.subject and offering.counts and offering.region = ${region})`
    : empty;

function registered(region?: string): Sql {
  const here = (condition: Sql): Sql =>
    region ? sql`where region = ${region} and ${condition}` : sql`where ${condition}`;
  return sql`
    select 'academies', count(*) from scoreboard_academy ${here(sql`closed is not true`)}
    union all
    select 'trainers', count(*) from scoreboard_trainer ${here(sql`subject::uuid not in ${UNCOUNTED}`)}
    union all
    select 'certifications', count(*) from scoreboard_registration ${here(sql`active and (person_id is null or person_id not in ${UNCOUNTED})`)}
    union all
    select 'courses', count(*) from scoreboard_course where catalogued ${offeredIn(region)}
    union all
    select 'office365-users', count(*) from scoreboard_person ${here(sql`active and confirmed is not false`)}
    union all
    select 'literacy-completions', count(*) from scoreboard_person ${here(sql`active and confirmed is not false and ${IS_STAFF}`)}`;
}
