import { z } from 'zod';
import { AcademyId, RegionCode } from '../ids.js';
import { published } from '../published.js';

export const BilingualName = z.object({ fr: z.string(), ar: z.string().nullable() });

export const AcademyProfile = z.enum(['ordinary', 'prison', 'offline', 'minors']);
export const AcademyState = z.enum(['candidate', 'accredited', 'suspended', 'closed']);

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

export const room = published({
  log: 'academies',
  subject: 'room',
  state: z.object({
    academyId: AcademyId,
    region: RegionCode,
    code: z.string(),
    seats: z.int(),
    state: z.enum(['open', 'closed']),
  }),
  types: ['RoomOpened', 'RoomChanged', 'RoomClosed'],
});

export const PersonKind = z.enum(['trainee', 'trainer', 'staff']);

export const Placement = z.object({
  academyId: AcademyId,
  region: RegionCode,
  group: z.string().nullable(),
  filiere: z.string().nullable(),
  level: z.string().nullable(),
  year: z.int().nullable(),
  state: z.enum(['active', 'ended']),
});

/** The home academy is the one of the person's latest active placement: what counts for the person counts there. */
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
  }),
  types: ['PersonRegistered', 'PersonChanged', 'PersonDeactivated'],
});
