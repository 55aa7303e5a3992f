import type { Tx } from '@takwin/platform/postgres/database';
import sql from 'sql-template-tag';
import type { Attempt } from '../retake-policy/retake-policy.js';

export type CandidateFacts = {
  person_id: string;
  academy_id: string;
  region: string;
  province: string;
  in_prison: boolean;
  active: boolean;
  birth_date: string | null;
  registered: boolean;
  attempts: Attempt[];
};

type Row = Omit<CandidateFacts, 'attempts'> & { attempts: { startedAt: string; passed: boolean }[] };

/** What is known of these persons as candidates for one exam, by person; nobody where the copy knows nobody. */
export async function candidateFacts(
  tx: Tx,
  examCode: string,
  personIds: readonly string[],
): Promise<Map<string, CandidateFacts>> {
  const rows = await tx.query<Row>(sql`
    select p.subject as person_id, p.academy_id, p.region, p.active, p.birth_date::text,
      coalesce(a.province, '') as province, coalesce(a.in_prison, false) as in_prison,
      exists (select from registration r where r.person_id = p.subject::uuid and r.exam_code = ${examCode}
        and r.state in ('requested', 'waitlisted', 'booked', 'sat')) as registered,
      (select coalesce(jsonb_agg(jsonb_build_object('startedAt', r.started_at, 'passed', r.state = 'passed')), '[]')
        from registration r where r.person_id = p.subject::uuid and r.exam_code = ${examCode}
        and r.state in ('passed', 'failed')) as attempts
    from person_copy p left join academy_copy a on a.subject = p.academy_id::text
    where p.subject = any(${personIds}::text[])`);
  return new Map(
    rows.map((row) => [
      row.person_id,
      { ...row, attempts: row.attempts.map(({ startedAt, passed }) => ({ startedAt: new Date(startedAt), passed })) },
    ]),
  );
}
