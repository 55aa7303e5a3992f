import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { Granted } from './accommodation.js';

const isFor = (person: Sql): Sql =>
  sql`g.person_id = ${person} and g.state = 'granted' and (g.exam_code is null or g.exam_code = e.code)`;

/** How many minutes longer this person may take for an exam `e`: the most of what is granted. */
export const extraMinutesOf = (person: Sql): Sql => sql`
  coalesce((select max(g.extra_minutes + ceil(e.minutes * g.extra_percent / 100.0))::int from accommodation g
    where ${isFor(person)}), 0)`;

/** What the candidates of a sitting are granted for the exams that they sit there, by registration. */
export async function grantedIn(tx: Tx, sittingId: string): Promise<Map<string, Granted>> {
  const rows = await tx.query<Granted & { id: string }>(sql`
    select r.id, ${extraMinutesOf(sql`r.person_id`)} as "extraMinutes",
      exists (select from accommodation g where ${isFor(sql`r.person_id`)} and g.reader) as reader,
      needs_accessible(r.person_id, r.exam_code) as "accessibleWorkstation"
    from registration r join exam e on e.code = r.exam_code where r.sitting_id = ${sittingId}`);
  return new Map(rows.map(({ id, ...granted }) => [id, granted]));
}
