import { type Tx, within } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { KnownRegistration } from './result.js';

export type LockedRegistration = KnownRegistration & {
  id: string;
  personId: string;
  examCode: string;
  isErased: boolean;
  /** Who told what pass mark or minutes the exam has. */
  termsBy: string[];
};

type Row = Omit<LockedRegistration, 'results'> & {
  results: (Omit<LockedRegistration['results'][number], 'startedAt'> & { startedAt: string })[];
};

/** Locks registrations within what the actor may see, in the order of their ids, and reads what was sent of each. */
export async function lockRegistrations(tx: Tx, ids: readonly string[]): Promise<Map<string, LockedRegistration>> {
  const mine = within(tx.actor, { region: sql`r.region`, academy: sql`r.academy_id` });
  await tx.query(sql`
    select from registration r where r.id = any(${ids}::uuid[]) and ${mine} order by r.id for update`);
  // Read once they are locked: what another one has written in the meantime is seen.
  const rows = await tx.query<Row>(sql`
    select r.id, r.person_id as "personId", is_erased(r.person_id) as "isErased", r.exam_code as "examCode", r.sitting_id as "sittingId", r.state, r.score, r.started_at as "startedAt",
      coalesce(r.pass_mark, e.pass_mark) as "passMark", greatest(e.pass_mark, e.confirmed_pass_mark) as "sureMark", e.terms_by as "termsBy",
      (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'score', n.score, 'startedAt', n.started_at,
        'state', n.state, 'sittingId', n.sitting_id) order by coalesce(n.decided_at, n.sent_at), n.id), '[]')
        from result n where n.registration_id = r.id) as results
    from registration r join exam e on e.code = r.exam_code where r.id = any(${ids}::uuid[]) and ${mine}`);
  return new Map(
    rows.map((row) => [
      row.id,
      { ...row, results: row.results.map((one) => ({ ...one, startedAt: new Date(one.startedAt) })) },
    ]),
  );
}
