import { z } from 'zod';
import { RegionCode } from './ids.js';

/** Three years, both days included, as the convention says of its certifications; the first day is the programme's to set. */
export const CONVENTION = {
  id: 'ofppt-microsoft',
  name: 'Convention OFPPT-Microsoft',
  startsOn: '2026-09-01',
  endsOn: '2029-08-31',
} as const;

/**
 * The days of an academy in the programme, both included, as its published state tells them while it is accredited: to the end of the
 * convention where no other was told, and from its beginning where an accreditation has no day.
 */
export const membershipOf = (academy: { accreditedOn: string | null; membershipUntil: string | null }) => ({
  from: academy.accreditedOn ?? CONVENTION.startsOn,
  until: academy.membershipUntil ?? CONVENTION.endsOn,
});

/** What the register of academies tells of an academy's place in the programme; dates as in ISO 8601. */
export type Membership = { accredited: boolean | null; accreditedOn: string | null; membershipUntil: string | null };

/** Why an academy is not in the programme on one of these days (ISO dates): the code of a refusal with what it tells; null where it is. */
export function membershipFault(academy: Membership, days: readonly string[]) {
  if (!academy.accredited) return { code: 'ACADEMY_NOT_ACCREDITED' };
  const { from, until } = membershipOf(academy);
  const on = days.find((day) => day < from || day > until);
  if (!on) return null;
  return { code: 'MEMBERSHIP_NOT_IN_FORCE', extra: { from, until, on } };
}

/** What the scoreboard was asked for: what its owner tells those who recount it, so that both count the same. */
export const ProgrammeAsked = z
  .object({
    region: RegionCode.nullable().describe('Where it is counted; null for the whole country'),
    on: z.iso.date().describe('The day that it is counted on'),
  })
  .meta({ id: 'ProgrammeAsked' });
export type ProgrammeAsked = z.output<typeof ProgrammeAsked>;
