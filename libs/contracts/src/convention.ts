/** Three years, both days included, as the convention says of its certifications; the first day is the programme's to set. */
export const CONVENTION = {
  id: 'ofppt-microsoft',
  name: 'Convention OFPPT-Microsoft',
  startsOn: '2026-09-01',
  endsOn: '2029-08-31',
} as const;
