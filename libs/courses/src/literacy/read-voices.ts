import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { IS_TAUGHT } from '../taught.js';

/** Who recorded and who confirmed the hours of literacy that count for a person; whoever acts by the subject of now. */
export async function readVoices(
  tx: Tx,
  personId: string,
): Promise<{ recorders: readonly string[]; confirmers: readonly string[] }> {
  const voices = await tx.one<{ recorders: string[] | null; confirmers: string[] | null }>(sql`
    select array_agg(distinct ${named(tx, sql`s.recorded_by`)}) as recorders, array_agg(distinct ${named(tx, sql`s.confirmed_by`)}) as confirmers
    from statement s join course c on c.id = s.course_id
    join enrolment e on e.id = s.enrolment_id join offering o on o.id = e.offering_id
    where s.person_id = ${personId} and s.literacy and not c.synthetic and s.hours > 0 and s.confirmed_by is not null
      and ${IS_TAUGHT}`);
  return { recorders: voices?.recorders ?? [], confirmers: voices?.confirmers ?? [] };
}

const named = ({ actor: { subject } }: Tx, one: Sql): Sql =>
  sql`case when same_human(${subject}, array[${one}]) then ${subject} else ${one} end`;
