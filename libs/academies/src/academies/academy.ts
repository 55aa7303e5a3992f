import { CONVENTION } from '@takwin/contracts/convention';
import { AcademyProfile as Profile } from '@takwin/contracts/events/academies';
import { invalid, Refusal } from '@takwin/platform/errors';
import { z } from 'zod';
import { type AcademyEvent, academyLife, AcademyState } from './academy.life.js';
import { searchNames } from './fold-name.js';

export const AcademyProfile = Profile.meta({
  id: 'AcademyProfile',
  description:
    'Which entitlement rules cover its people; those of a prison sit exams in it alone, and nobody else does',
});

export const BilingualName = z.object({ fr: z.string(), ar: z.string().nullable() }).meta({ id: 'BilingualName' });
export type BilingualName = z.output<typeof BilingualName>;

/** A name as it was given, with null for the Arabic that was not. */
export const bilingual = ({ fr, ar }: { fr: string; ar?: string | null }): BilingualName => ({ fr, ar: ar ?? null });

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

type Step = Exclude<keyof typeof academyLife.transitions, 'register' | 'found'>;
type Changes = Partial<Pick<AcademyView, 'name' | 'profile' | 'city' | 'membershipUntil'>>;

/** An academy decides what may become of it: each method refuses, or changes it and returns the event that tells others. */
export class Academy {
  declare readonly id: string;
  declare readonly version: number;
  declare readonly code: string;
  declare readonly name: BilingualName;
  declare readonly kind: string;
  declare readonly profile: AcademyView['profile'];
  declare readonly state: AcademyState;
  declare readonly region: string;
  declare readonly province: string;
  declare readonly city: string;
  declare readonly accreditedOn: string | null;
  declare readonly membershipUntil: string | null;
  /** What it is found by. */
  declare readonly names: string;

  /** What is absent stays. */
  change(to: Changes): AcademyEvent {
    const { name = this.name, profile = this.profile, city = this.city, membershipUntil = this.membershipUntil } = to;
    const names = searchNames({ code: this.code, name, city });
    return this.take('change', { name, profile, city, membershipUntil, names });
  }

  /** Takes it into the programme from a day of the convention on (YYYY-MM-DD); refuses any other day as INVALID_INPUT. */
  accredit(on: string): AcademyEvent {
    if (on < CONVENTION.startsOn || on > CONVENTION.endsOn)
      throw invalid([{ path: ['on'], code: 'outside_convention', message: 'a day of the convention' }]);
    return this.take('accredit', { accreditedOn: on });
  }

  suspend(): AcademyEvent {
    return this.take('suspend');
  }

  reinstate(): AcademyEvent {
    return this.take('reinstate');
  }

  close(): AcademyEvent {
    return this.take('close');
  }

  private take(step: Step, about: Partial<Academy> = {}): AcademyEvent {
    const { to, event } = academyLife.transitions[step];
    const state = to ?? this.state;
    if (!academyLife.allows(this.state, step)) throw new AcademyStateForbids(this.state, state);
    Object.assign(this, { state, ...about });
    return event;
  }
}

class AcademyStateForbids extends Refusal {
  constructor(from: AcademyState, to: AcademyState) {
    super('ACADEMY_STATE_FORBIDS', { detail: `an academy that is ${from} does not become ${to}`, extra: { from, to } });
  }
}

export class AcademyCodeTaken extends Refusal {
  constructor() {
    super('ACADEMY_CODE_IS_TAKEN');
  }
}

export class ProvinceUnknown extends Refusal {
  constructor() {
    super('INVALID_INPUT', {
      status: 422,
      faults: [{ path: 'province', code: 'unknown', message: 'no such province in the region' }],
    });
  }
}
