import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';

export type Named = { matricule: string; examCode: string; startedAt: Date };

/**
 * The registrations that are meant by person and exam: of those that had a seat, the one whose sitting lies nearest to the start.
 * By place in the list; none where there is none.
 */
export async function registrationsOf(tx: Tx, named: readonly Named[]): Promise<Map<number, string>> {
  const rows = await tx.query<{ place: number; id: string }>(sql`
    select distinct on (n.place) n.place::int, r.id
    from jsonb_to_recordset(${JSON.stringify(named.map((one, place) => ({ ...one, place })))}::jsonb)
      as n(place int, matricule text, "examCode" text, "startedAt" timestamptz)
    join person_copy p on p.matricule = n.matricule
    join registration r on r.person_id = p.subject::uuid and r.exam_code = n."examCode"
    where r.state in ('booked', 'sat', 'passed', 'failed', 'no-show')
    order by n.place, abs(extract(epoch from lower(r.during) - n."startedAt")), r.queued`);
  return new Map(rows.map(({ place, id }) => [place, id]));
}

export type Claimed = { registrationId: string; matricule: string | undefined; examCode: string | undefined };

/** Those of these registrations, by place in the list, that are of another person or exam than is said of them; none that are not there. */
export async function contradicted(tx: Tx, claimed: readonly Claimed[]): Promise<Set<number>> {
  const rows = await tx.query<{ place: number }>(sql`
    select c.place::int
    from jsonb_to_recordset(${JSON.stringify(claimed.map((one, place) => ({ ...one, place })))}::jsonb)
      as c(place int, "registrationId" uuid, matricule text, "examCode" text)
    join registration r on r.id = c."registrationId"
    left join person_copy p on p.subject = r.person_id::text
    where c."examCode" <> r.exam_code or c.matricule <> p.matricule`);
  return new Set(rows.map(({ place }) => place));
}
