import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { TargetId } from './target.js';

export type Count = { id: TargetId; target: number | null; due_on: string; registered: number; actual: number };

/**
 * Every target with its two counts, for the whole country or one region, in one statement.
 * The catalogue of courses belongs to no region: what is registered there is the same for all.
 */
export function countTargets(tx: Tx, region?: string): Promise<Count[]> {
  const here = (condition: Sql): Sql =>
    region ? sql`where region = ${region} and ${condition}` : sql`where ${condition}`;
  const all = region ? sql`where region = ${region}` : empty;
  return tx.query<Count>(sql`
    with counted(id, registered, actual) as (
      select 'academies', count(*), count(*) filter (where counts) from scoreboard_academy ${all}
      union all
      select 'trainers', count(*), count(*) filter (where counts) from scoreboard_trainer ${all}
      union all
      select 'certifications',
        (select count(*) from scoreboard_registration ${here(sql`active`)}),
        (select count(*) from scoreboard_certification ${here(sql`counts`)})
      union all
      select 'courses',
        (select count(*) from scoreboard_course where catalogued),
        (select count(distinct course_id) from scoreboard_offering ${here(sql`counts`)})
      union all
      select 'office365-users',
        (select count(*) from scoreboard_person ${here(sql`active`)}),
        (select count(distinct person_id) from scoreboard_licence ${here(sql`counts`)})
      union all
      select 'literacy-completions',
        (select count(*) from scoreboard_person ${here(sql`active and kind = 'staff'`)}),
        (select count(*) from scoreboard_literacy ${here(sql`counts`)})
    )
    select id, target, due_on::text, registered::int, actual::int
    from scoreboard_target join counted using (id) order by position`);
}
