import { CONVENTION, type Membership, membershipFault } from '@takwin/contracts/convention';
import { legalDayOf } from '@takwin/platform/clock';
import { Refusal } from '@takwin/platform/errors';
import type { Tx } from '@takwin/platform/postgres';
import sql, { join, type Sql } from 'sql-template-tag';

/** Selects the membership of the academy copy `a`. */
export const MEMBERSHIP = sql`
  a.accredited, a.accredited_on::text as "accreditedOn", a.membership_until::text as "membershipUntil"`;

/** Refuses an academy that is not in the programme on one of these days (ISO dates): ACADEMY_NOT_ACCREDITED, MEMBERSHIP_NOT_IN_FORCE. */
export function demandMembership(academy: Membership, ...days: string[]): void {
  const fault = membershipFault(academy, days);
  if (fault) throw new Refusal(fault.code, fault);
}

/** Refuses an academy that was closed for good: ACADEMY_WAS_CLOSED. */
export function demandNotClosed({ closed }: { closed: boolean | null }): void {
  if (closed) throw new Refusal('ACADEMY_WAS_CLOSED', { extra: { state: 'closed' } });
}

/** Whether the academy copy `a` is in the programme on these days (dates in SQL): the same rule, for many at once. */
export const isMemberOn = (...days: Sql[]): Sql => sql`(a.accredited
  and least(${join(days)}) >= coalesce(a.accredited_on, ${CONVENTION.startsOn})
  and greatest(${join(days)}) <= coalesce(a.membership_until, ${CONVENTION.endsOn}))`;

/** Whether the academy of a sitting `s` is in the programme today and on its day: nothing new begins there else. */
export const isInProgramme = (at: Date): Sql => sql`exists (
  select from academy_copy a where a.subject = s.academy_id::text
    and ${isMemberOn(sql`${legalDayOf(at)}::date`, sql`left(s.wall_time, 10)::date`)})`;

/** Holds what is known of these academies until the transaction ends: none closes between a rule and what it lets through. */
export const holdAcademies = (tx: Tx, ids: readonly string[]) =>
  tx.query(sql`select from academy_copy where subject = any(${ids}::text[]) order by subject for share`);
