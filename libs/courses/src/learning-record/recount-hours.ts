import { literacy } from '@takwin/contracts/events/courses';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

// range_agg merges what overlaps, so that no minute counts twice.
const HOURS = sql`(select sum(extract(epoch from upper(piece) - lower(piece))) / 3600 from unnest(merged) piece)`;

/** Counts the hours of these enrolments anew from their statements; a statement of completion completes. */
export async function recountEnrolments(tx: Tx, changed: readonly { id: string; completed: boolean }[]): Promise<void> {
  if (changed.length === 0) return;
  await tx.query(sql`
    update enrolment e
    set hours = counted.hours, version = version + 1,
      state = case when counted.completed then 'completed' else e.state end
    from (
      select enrolment_id, ${HOURS} as hours, completed
      from (
        select s.enrolment_id, range_agg(s.during) as merged, bool_or(c.completed) as completed
        from (
          select id, bool_or(completed) as completed
          from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as c(id uuid, completed boolean) group by id
        ) c join statement s on s.enrolment_id = c.id group by s.enrolment_id
      ) ranges
    ) counted where e.id = counted.enrolment_id`);
}

/** Counts the literacy hours of these persons anew and publishes where each stands. */
export async function recountLiteracy(tx: Tx, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  await tx.query(sql`
    insert into literacy(person_id, academy_id, region, hours, version)
    select person_id, academy_id, region, ${HOURS}, 1
    from (
      select s.person_id, p.academy_id, p.region, range_agg(s.during) as merged
      from statement s join person_copy p on p.subject = s.person_id::text
      where s.literacy and s.person_id = any(${personIds}::uuid[])
      group by s.person_id, p.academy_id, p.region
    ) ranges
    on conflict (person_id) do update
    set hours = excluded.hours, academy_id = excluded.academy_id, region = excluded.region, version = literacy.version + 1`);
  await announceLiteracy(tx, 'LiteracyHoursRecorded', personIds);
}

type LiteracyRow = {
  person_id: string;
  academy_id: string;
  region: string;
  hours: number;
  state: 'in-progress' | 'evaluated' | 'certified';
  certified_on: string | null;
  version: number;
};

/** Publishes the whole state of these persons' literacy tracks, just changed in this transaction. */
export async function announceLiteracy(
  tx: Tx,
  type: (typeof literacy.types)[number],
  personIds: readonly string[],
): Promise<void> {
  const rows = await tx.query<LiteracyRow>(sql`
    select person_id, academy_id, region, hours, state, certified_on::text, version
    from literacy where person_id = any(${personIds}::uuid[])`);
  await append(
    tx,
    literacy,
    type,
    rows.map((row) => ({
      id: row.person_id,
      version: row.version,
      state: {
        personId: row.person_id,
        academyId: row.academy_id,
        region: row.region,
        hours: row.hours,
        state: row.state,
        certifiedOn: row.certified_on,
      },
    })),
  );
}
