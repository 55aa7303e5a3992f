import { z } from 'zod';
import { AcademyId, PersonId, RegionCode, WallTime } from '../ids.js';
import { published } from '../published.js';

const BilingualName = z.object({ fr: z.string(), ar: z.string().nullable() });

export const AcademyProfile = z.enum(['ordinary', 'prison', 'offline', 'minors']);
/** What each profile means, in any service that shows it. */
export const ACADEMY_PROFILES: Readonly<Record<z.output<typeof AcademyProfile>, string>> = {
  ordinary: 'None of the others',
  prison: 'A prison centre: who is in it has no personal account unless a rule names it, and sits exams in it alone',
  offline: 'In a remote province, where connections are poor',
  minors: 'Most of its trainees are under 18',
};
const AcademyState = z.enum(['candidate', 'accredited', 'suspended', 'closed']);

export const academy = published({
  log: 'academies',
  subject: 'academy',
  state: z.object({
    code: z.string(),
    name: BilingualName,
    kind: z.string(),
    profile: AcademyProfile,
    state: AcademyState,
    region: RegionCode,
    province: z.string(),
    city: z.string(),
    accreditedOn: z.iso.date().nullable(),
    membershipUntil: z.iso.date().nullable(),
    /** Spans of days, both included, in which it was not in the programme though accredited; events of before did not tell. */
    interruptions: z.array(z.object({ from: z.iso.date(), until: z.iso.date().nullable() })).nullish(),
  }),
  types: [
    'AcademyRegistered',
    'AcademyAccredited',
    'AcademyChanged',
    'AcademySuspended',
    'AcademyReinstated',
    'AcademyClosed',
  ],
});

const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'an hour and minutes, such as 09:30')
  .meta({ maxLength: 5 });

/** When a room is open on one day of the week (ISO: 1 is Monday), on the clocks of Morocco; `closes` may be 24:00. */
export const OpeningHours = z
  .object({ weekday: z.int().min(1).max(7), opens: TimeOfDay, closes: TimeOfDay })
  .meta({ id: 'OpeningHours', description: 'One span of a day of the week, on the clocks of Morocco' });
export type OpeningHours = z.output<typeof OpeningHours>;

/** When a room is closed though its hours say open: from and until which moment, on the clocks of Morocco. */
export const Closure = z
  .object({ from: WallTime, until: WallTime.meta({ examples: ['2026-11-28T18:00'] }), reason: z.string().max(200) })
  .meta({ id: 'Closure', description: 'A span in which a room is closed, on the clocks of Morocco' });
export type Closure = z.output<typeof Closure>;

export const room = published({
  log: 'academies',
  subject: 'room',
  state: z.object({
    academyId: AcademyId,
    region: RegionCode,
    code: z.string(),
    seats: z.int(),
    accessibleSeats: z.int().default(0),
    state: z.enum(['open', 'closed']),
    openingHours: z.array(OpeningHours).nullable().default(null),
    closures: z.array(Closure).default([]),
    openOnHolidays: z.boolean().default(false),
  }),
  types: ['RoomOpened', 'RoomChanged', 'RoomClosed'],
});

const ReadinessKind = z.enum(['machines', 'network', 'proctors', 'accessibility']);
export type ReadinessKind = z.output<typeof ReadinessKind>;
/** What an exam centre has to be ready in, each proven by itself. */
export const READINESS_KINDS: Readonly<Record<ReadinessKind, string>> = {
  machines: 'Its workstations are fit for the exams’ software, and tried',
  network: 'Its line bears the exams of a full room, measured',
  proctors: 'Enough of its people are trained to proctor',
  accessibility: 'Candidates with a disability reach and use a workstation',
};

/** A dated proof that an exam centre is ready in something; it counts while confirmed, to its last day. */
export const readinessProof = published({
  log: 'academies',
  subject: 'readiness-proof',
  state: z.object({
    academyId: AcademyId,
    kind: ReadinessKind,
    provenOn: z.iso.date(),
    expiresOn: z.iso.date(),
    state: z.enum(['recorded', 'confirmed', 'withdrawn']),
  }),
  types: ['ReadinessProofRecorded', 'ReadinessProofConfirmed', 'ReadinessProofWithdrawn'],
});

const PersonKind = z.enum(['trainee', 'trainer', 'staff']);
/** What each kind of person means, in any service that shows it. */
export const PERSON_KINDS: Readonly<Record<z.output<typeof PersonKind>, string>> = {
  trainee: 'Learns at an academy (stagiaire)',
  trainer: 'Teaches at an academy (formateur)',
  staff: 'Works at an academy, and does not teach (personnel)',
};

const Placement = z.object({
  academyId: AcademyId,
  region: RegionCode,
  group: z.string().nullable(),
  filiere: z.string().nullable(),
  level: z.string().nullable(),
  year: z.int().nullable(),
  state: z.enum(['active', 'ended']),
});

/**
 * The home academy is the one of the person's latest active placement: what counts for the person counts there. What happened after
 * the day of leaving, if that is known, happened to somebody who was not here.
 */
export const person = published({
  log: 'academies',
  subject: 'person',
  state: z.object({
    kind: PersonKind,
    matricule: z.string().nullable(),
    name: BilingualName,
    birthDate: z.iso.date().nullable(),
    state: z.enum(['active', 'inactive']),
    academyId: AcademyId,
    region: RegionCode,
    placements: z.array(Placement),
    leftOn: z.iso.date().nullable().default(null),
    /** Whether others than an academy alone say that there is this person; events of before did not tell, and are believed. */
    confirmed: z.boolean().default(true),
    /** Whether the birth date is more than an academy's word; of whom nobody has confirmed it never is. */
    birthDateConfirmed: z.boolean().default(true),
    /** When the name was last corrected by a document, which what prints it follows; a spelling is no such. */
    nameCorrectedAt: z.iso.datetime().nullable().default(null),
    /** Whom the person turned out to be: this record is no more, and what was kept of it is that person's, until PersonParted. */
    mergedInto: PersonId.nullable().default(null),
    /** How far the erasure of the person is, where it was decided: `begun` as long as services have to give something back first. */
    erasure: z.enum(['begun', 'erased']).nullable().default(null),
    /** Whether whoever is erased asked to keep the credentials, with the name that they print. */
    keepsCredentials: z.boolean().default(false),
  }),
  types: [
    'PersonRegistered',
    'PersonChanged',
    'PersonDeactivated',
    'PersonMerged',
    'PersonParted',
    'PersonErasureBegun',
    'PersonErased',
  ],
});

/** The groups that a person is in: a group is of an academy, and others' may bear its code. */
export const groupsOf = ({ placements }: z.output<typeof person.state>): string[] =>
  placements.flatMap(({ academyId, group, state }) => (state === 'active' && group ? [`${academyId} ${group}`] : []));

const AssignedRole = z.enum(['auditor', 'regional-director', 'academy-manager', 'trainer']);
type AssignedRole = z.output<typeof AssignedRole>;
/** What the roles are that the register of assignments gives; the others are the identity provider's alone. */
export const ASSIGNED_ROLES: Readonly<Record<AssignedRole, string>> = {
  auditor: 'Reads everything, and writes nothing',
  'regional-director': 'Runs the academies of a region',
  'academy-manager': 'Runs an academy',
  trainer: 'Teaches at an academy, or one group of it',
};

/** Who holds which role where, from and until which day of Morocco, both included, unless it was ended before. */
export const assignment = published({
  log: 'academies',
  subject: 'assignment',
  state: z.object({
    /** As tokens name whoever holds it. */
    subject: z.string(),
    role: AssignedRole,
    region: RegionCode.nullable(),
    academyId: AcademyId.nullable(),
    group: z.string().nullable(),
    from: z.iso.date(),
    until: z.iso.date(),
    state: z.enum(['given', 'ended']),
  }),
  types: ['RoleAssigned', 'AssignmentReviewed', 'AssignmentEnded'],
});
