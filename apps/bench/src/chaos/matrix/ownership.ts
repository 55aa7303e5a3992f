import type { Caller, Role } from './caller.js';
import type { Kind, Row } from './world.js';

/** How far a role reaches by what it is; `by`: what it made itself; `hall`: an academy's sittings, of groups those that one proctors. */
type Reach = 'all' | 'region' | 'academy' | 'hall' | 'self' | 'by';
export type Reaches = Readonly<Partial<Record<Role, Reach>>>;

// Written by hand from what the rows are and whose they are, and never from what the product allows.
const OFFICIALS: Reaches = { 'programme-admin': 'all', 'regional-director': 'region', auditor: 'all' };
const PLACE: Reaches = { ...OFFICIALS, 'academy-manager': 'academy', integrator: 'all' };
const PERSON: Reaches = { ...PLACE, candidate: 'self' };
const TAUGHT: Reaches = { ...PERSON, trainer: 'academy' };
const WHO_MADE: Reaches = { ...PLACE, 'regional-director': 'by', 'academy-manager': 'by' };
const ANYBODY: Reaches = {
  ...PLACE,
  'regional-director': 'all',
  'academy-manager': 'all',
  trainer: 'all',
  candidate: 'all',
};

/** Who may know of a row, by what it is. Nobody is ever shown a CIN; health is for who grants, who runs the exam, and oneself. */
export const KNOWN_TO: Readonly<Record<Kind, Reaches>> = {
  academy: ANYBODY,
  room: ANYBODY,
  offering: ANYBODY,
  sitting: ANYBODY,
  person: TAUGHT,
  placement: TAUGHT,
  cin: {},
  'birth-date': TAUGHT,
  enrolment: TAUGHT,
  registration: TAUGHT,
  result: TAUGHT,
  credential: TAUGHT,
  certification: TAUGHT,
  voucher: TAUGHT,
  'exam-day': { ...PLACE, trainer: 'hall' },
  accommodation: {
    'programme-admin': 'all',
    'regional-director': 'region',
    'academy-manager': 'academy',
    candidate: 'self',
  },
  'past-attempt': PERSON,
  charge: PERSON,
  appeal: { ...OFFICIALS, 'academy-manager': 'academy', candidate: 'self' },
  evaluation: { ...PERSON, trainer: 'self' },
  licence: { ...PERSON, trainer: 'self' },
  trainer: { ...PLACE, trainer: 'self' },
  plan: { ...PLACE, trainer: 'self' },
  ledger: PLACE,
  // Whoever allocates sees all lots.
  stock: { ...PLACE, 'regional-director': 'all' },
  assignment: { ...OFFICIALS, 'academy-manager': 'academy' },
  'readiness-proof': { ...OFFICIALS, 'academy-manager': 'academy' },
  // Both records are of one region.
  merge: OFFICIALS,
  claim: { ...OFFICIALS, 'academy-manager': 'academy' },
  'correction-request': { ...OFFICIALS, candidate: 'self', trainer: 'self' },
  erasure: { ...OFFICIALS, candidate: 'self', trainer: 'self' },
  // A director confirms whom the academies of the region state in it; a machine knows its own.
  import: { ...WHO_MADE, 'regional-director': 'region', integrator: 'by' },
  campaign: WHO_MADE,
  run: WHO_MADE,
};

type Owned = Pick<Row, 'place' | 'person' | 'by' | 'watchedBy'>;

/** Whether a caller may know that there is such a row, by who owns it. */
export function mayKnow(caller: Caller, row: Pick<Row, 'kind'> & Owned): boolean {
  if (caller.reads && !caller.reads.includes(row.kind)) return false;
  if (isHidden(caller, row)) return false;
  return reaches(KNOWN_TO[row.kind], caller, row);
}

/** Whether it tells of a prison to who is told of none; who delivers results is told of those in prisons, too. */
export const isHidden = (caller: Caller, { place }: Pick<Row, 'place'>): boolean => !!caller.outside && place.isPrison;

/** Whether a row is within what a caller reaches. */
export function reaches(far: Reaches, caller: Caller, row: Owned): boolean {
  switch (far[caller.role]) {
    case 'all':
      return true;
    case 'region':
      return caller.regions.includes(row.place.region);
    case 'academy':
      return (isThere(caller, row) && isTaught(caller, row)) || isSelf(caller, row);
    case 'hall':
      return isThere(caller, row) && (!caller.members || (!!row.watchedBy && row.watchedBy === caller.person));
    case 'self':
      return isSelf(caller, row);
    case 'by':
      return row.by === caller.subject;
    case undefined:
      return false;
  }
}

const isSelf = ({ person }: Caller, row: Pick<Row, 'person'>): boolean => person !== undefined && row.person === person;
const isThere = ({ academies }: Caller, { place }: Owned): boolean => academies.includes(place.academyId);
/** Of whose role names groups, what is of the persons in them, and of no prison that is not theirs, where these were before; of others, all. */
const isTaught = ({ members }: Caller, { person }: Owned): boolean =>
  !members || (person !== undefined && members.has(person));
