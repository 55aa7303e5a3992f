import { Refusal } from '@takwin/platform/errors';
import { Closure, OpeningHours } from '@takwin/contracts/events/academies';
import { z } from 'zod';

export const AcademyProfile = z.enum(['ordinary', 'prison', 'offline', 'minors']).meta({
  id: 'AcademyProfile',
  description: 'Decides accounts, exams and exports of everyone in the academy',
});

export const AcademyState = z.enum(['candidate', 'accredited', 'suspended', 'closed']).meta({ id: 'AcademyState' });
export type AcademyState = z.output<typeof AcademyState>;

/** What may follow what in an academy's life. */
export const TRANSITIONS: Record<AcademyState, readonly AcademyState[]> = {
  candidate: ['accredited', 'closed'],
  accredited: ['suspended', 'closed'],
  suspended: ['accredited', 'closed'],
  closed: [],
};

export const BilingualName = z.object({ fr: z.string(), ar: z.string().nullable() }).meta({ id: 'BilingualName' });

export const AcademyView = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: BilingualName,
    kind: z.string().describe('ISTA, ITA, CQP, CMFP, CFP, CMC, or EP for a prison centre'),
    profile: AcademyProfile,
    state: AcademyState,
    region: z.string(),
    province: z.string(),
    city: z.string(),
    accreditedOn: z.iso.date().nullable(),
    membershipUntil: z.iso.date().nullable(),
    version: z.int(),
  })
  .meta({ id: 'Academy', description: 'An establishment in the programme' });
export type AcademyView = z.output<typeof AcademyView>;

export const RoomView = z
  .object({
    id: z.uuid(),
    academyId: z.uuid(),
    code: z.string(),
    seats: z.int().describe('Workstations'),
    synthetic: z.boolean(),
    state: z.enum(['open', 'closed']).meta({ id: 'RoomState' }),
    openingHours: z.array(OpeningHours).nullable().describe('Open at any hour where nothing was said'),
    closures: z.array(Closure),
    version: z.int(),
  })
  .meta({ id: 'Room' });
export type RoomView = z.output<typeof RoomView>;

export class AcademyStateForbids extends Refusal {
  constructor(from: AcademyState, to: AcademyState) {
    super('ACADEMY_STATE_FORBIDS', { detail: `an academy that is ${from} does not become ${to}`, extra: { from, to } });
  }
}

export class AcademyCodeTaken extends Refusal {
  constructor() {
    super('ACADEMY_CODE_IS_TAKEN');
  }
}

export class RoomCodeTaken extends Refusal {
  constructor() {
    super('ROOM_CODE_IS_TAKEN');
  }
}

export class PlaceUnknown extends Refusal {
  constructor(path: 'region' | 'province') {
    super('INVALID_INPUT', {
      status: 422,
      faults: [{ path, code: 'unknown', message: `no such ${path} in the region` }],
    });
  }
}

/** Refuses a step that the life cycle does not know. */
export function demandTransition(from: AcademyState, to: AcademyState): void {
  if (!TRANSITIONS[from].includes(to)) throw new AcademyStateForbids(from, to);
}
