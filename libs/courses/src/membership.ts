import { CONVENTION, type Membership, membershipFault } from '@takwin/contracts/convention';
import { legalDayOf } from '@takwin/platform/clock';
import { Refusal } from '@takwin/platform/errors';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';

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

/** Whether the academy copy `a` is in the programme on the day of an instant: the same rule, for many at once. */
export const isMemberAt = (at: Date): Sql => sql`(a.accredited
  and ${legalDayOf(at)}::date between coalesce(a.accredited_on, ${CONVENTION.startsOn})
    and coalesce(a.membership_until, ${CONVENTION.endsOn}))`;

/** Holds what is known of an academy until the transaction ends: it does not close between a rule and what that lets through. */
export const holdAcademy = (tx: Tx, id: string) =>
  tx.query(sql`select from academy_copy where subject = ${id} for share`);
