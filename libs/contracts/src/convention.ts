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
