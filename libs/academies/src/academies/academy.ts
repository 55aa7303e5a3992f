import { CONVENTION } from '@takwin/contracts/convention';
import { ACADEMY_PROFILES } from '@takwin/contracts/events/academies';
import { dayAfter } from '@takwin/platform/clock';
import { invalid, Refusal } from '@takwin/platform/errors';
import { codeList, NameOrigin } from '@takwin/platform/schema';
import { z } from 'zod';
import { type AcademyEvent, academyLife, AcademyState } from './academy.life.js';

export const AcademyProfile = codeList(
  'AcademyProfile',
  'What is particular to an academy: which entitlement rules cover its people, and where they sit exams',
  ACADEMY_PROFILES,
);

/** As OFPPT calls its establishments. */
export const AcademyKind = codeList('AcademyKind', 'What kind of establishment OFPPT runs there', {
  ISTA: 'Institut spécialisé de technologie appliquée',
  ITA: 'Institut de technologie appliquée',
  CQP: 'Centre de qualification professionnelle',
  CMFP: 'Centre mixte de formation professionnelle',
  CFP: 'Centre de formation professionnelle',
  CMC: 'Cité des métiers et des compétences',
  EP: 'Établissement pénitentiaire: a prison centre',
});

export const BilingualName = z.object({ fr: z.string(), ar: z.string().nullable() }).meta({ id: 'BilingualName' });
export type BilingualName = z.output<typeof BilingualName>;

/** A name as it was given, with null for the Arabic that was not. */
export const bilingual = ({ fr, ar }: { fr: string; ar?: string | null }): BilingualName => ({ fr, ar: ar ?? null });

const NameOrigins = z
  .object({ fr: NameOrigin, ar: NameOrigin.nullable() })
  .meta({ id: 'AcademyNameOrigins', description: 'Of the name in each language; null where there is none' });

const Interruption = z.object({ from: z.iso.date().describe('The first day'), until: z.iso.date().nullable() }).meta({
  id: 'AcademyInterruption',
  description: 'Days on which an academy was not in the programme, both included; without an end as long as it lasts',
});
type Interruption = z.output<typeof Interruption>;

export const AcademyView = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: BilingualName,
    nameOrigins: NameOrigins.describe('Whose words its names are: official where the programme said them'),
    kind: AcademyKind,
    profile: AcademyProfile,
    state: AcademyState,
    region: z.string().describe('ISO 3166-2 code of its region, MA-01 to MA-12'),
    regionName: BilingualName.describe('What the region is called'),
    regionNameOrigins: NameOrigins.describe('Whose words these are'),
    province: z.string().describe('HCP code of its province or prefecture: 06.141'),
    provinceName: BilingualName.describe('What the province or prefecture is called'),
    provinceNameOrigins: NameOrigins.describe('Whose words these are'),
    city: z.string(),
    accreditedOn: z.iso.date().nullable(),
    proposedOn: z.iso
      .date()
      .nullable()
      .describe('The past day from which one official wants it accredited, until another agrees'),
    membershipUntil: z.iso.date().nullable(),
    interruptions: z
      .array(Interruption)
      .describe(
        'When it was out of the programme though accredited, since such is kept: suspended, lapsed or, to the end, closed',
      ),
    version: z.int(),
  })
  .meta({ id: 'Academy', description: 'An establishment in the programme' });
export type AcademyView = z.output<typeof AcademyView>;
type OfPlaces = 'regionName' | 'regionNameOrigins' | 'provinceName' | 'provinceNameOrigins';
/** What an academy says of itself: how its places are called, and where its names are from, other registers say. */
export type AcademyFacts = Omit<AcademyView, OfPlaces | 'nameOrigins'>;

type Step = Exclude<keyof typeof academyLife.transitions, 'register' | 'found'>;
type Changes = Partial<Pick<AcademyFacts, 'name' | 'profile' | 'city' | 'membershipUntil'>>;

/** An academy decides what may become of it: each method refuses, or changes it and returns the event that tells others. */
export class Academy {
  declare readonly id: string;
  declare readonly version: number;
  declare readonly code: string;
  declare readonly name: BilingualName;
  declare readonly kind: z.output<typeof AcademyKind>;
  declare readonly profile: AcademyView['profile'];
  declare readonly state: AcademyState;
  declare readonly region: string;
  declare readonly province: string;
  declare readonly city: string;
  declare readonly accreditedOn: string | null;
  declare readonly membershipUntil: string | null;
  declare readonly interruptions: Interruption[];
  declare readonly proposedOn: string | null;
  declare readonly proposedBy: string | null;
  /** Who took it into the register. */
  declare readonly createdBy: string;
  /** Those of the same name and place that it is not, as was said at its registration, and why. */
  declare readonly distinctFrom: readonly string[] | null;
  declare readonly distinctReason: string | null;
  /** What it is found by, as the writer makes it. */
  declare readonly names: string;

  /** What is absent stays. Refuses a membership that would end before `today` (YYYY-MM-DD): days that are over keep their figures; and ACADEMY_WAS_CLOSED. */
  change(to: Changes, today: string): AcademyEvent {
    demandNotClosed(this);
    const until = to.membershipUntil;
    if (until && until !== this.membershipUntil && until < today)
      throw invalid([{ path: ['membershipUntil'], code: 'in_the_past', message: 'today or a day to come' }]);
    const { name = this.name, profile = this.profile, city = this.city, membershipUntil = this.membershipUntil } = to;
    const interruptions = [...this.interruptions, ...this.lapsed(membershipUntil, today)];
    return this.take('change', { name, profile, city, membershipUntil, interruptions });
  }

  /**
   * Takes it into the programme from a day of the convention on (YYYY-MM-DD); refuses any other day as INVALID_INPUT, and who registered
   * it as ACADEMY_IS_YOUR_OWN. A day before `today` changes figures that were told: one proposes it, and it counts once another says
   * the same day. Of an accredited one the day may be told anew while it is to come.
   */
  accredit(on: string, by: string, today: string): AcademyEvent {
    if (on < CONVENTION.startsOn || on > CONVENTION.endsOn)
      throw invalid([{ path: ['on'], code: 'outside_convention', message: 'a day of the convention' }]);
    if (this.state === 'accredited' && !(this.accreditedOn && this.accreditedOn > today))
      throw new AcademyStateForbids(this.state, 'accredited');
    this.demandLife('accredit');
    if (by === this.createdBy) throw new AcademyIsYourOwn();
    if (on < today && on !== this.proposedOn)
      return this.take('proposeAccreditation', { proposedOn: on, proposedBy: by });
    if (on < today && by === this.proposedBy) throw new AcademyIsYourOwn();
    return this.take('accredit', { accreditedOn: on, proposedOn: null, proposedBy: null });
  }

  /** Gives its membership a later last day (YYYY-MM-DD): see `change`. Refuses one that was never accredited, and a day that is not later. */
  renew(until: string, today: string): AcademyEvent {
    demandNotClosed(this);
    if (this.accreditedOn === null) throw new AcademyStateForbids(this.state, 'accredited');
    if (this.membershipUntil !== null && until <= this.membershipUntil)
      throw invalid([{ path: ['until'], code: 'too_early', message: 'later than the last day before' }]);
    if (until < today) throw invalid([{ path: ['until'], code: 'in_the_past', message: 'today or a day to come' }]);
    return this.change({ membershipUntil: until }, today);
  }

  /** From `today` on (YYYY-MM-DD): the days before it keep their figures. */
  suspend(today: string): AcademyEvent {
    return this.take('suspend', { interruptions: this.outFrom(today) });
  }

  reinstate(today: string): AcademyEvent {
    const back = this.interruptions
      .map(({ from, until }) => ({ from, until: until ?? dayAfter(today, -1) }))
      .filter(({ from, until }) => from <= until);
    return this.take('reinstate', { interruptions: back });
  }

  /** For good, from `today` on (YYYY-MM-DD), or since it was suspended. */
  close(today: string): AcademyEvent {
    return this.take('close', { interruptions: this.outFrom(today) });
  }

  private outFrom(today: string): Interruption[] {
    const isOut = this.interruptions.some(({ until }) => until === null);
    return isOut || this.state !== 'accredited'
      ? this.interruptions
      : [...this.interruptions, { from: today, until: null }];
  }

  /** A membership that has ended begins anew today: in between it was none. */
  private lapsed(until: string | null, today: string): Interruption[] {
    const ended = this.membershipUntil;
    if (ended === null || until === ended || ended >= dayAfter(today, -1)) return [];
    return [{ from: dayAfter(ended), until: dayAfter(today, -1) }];
  }

  private take(step: Step, about: Partial<Academy> = {}): AcademyEvent {
    const { to, event } = academyLife.transitions[step];
    this.demandLife(step);
    Object.assign(this, { state: to ?? this.state, ...about });
    return event;
  }

  private demandLife(step: Step): void {
    const to = academyLife.transitions[step].to ?? this.state;
    if (!academyLife.allows(this.state, step)) throw new AcademyStateForbids(this.state, to);
  }
}

class AcademyStateForbids extends Refusal {
  constructor(from: AcademyState, to: AcademyState) {
    super('ACADEMY_STATE_FORBIDS', { extra: { from, to } });
  }
}

class AcademyWasClosed extends Refusal {
  constructor(state: AcademyState) {
    super('ACADEMY_WAS_CLOSED', { extra: { state } });
  }
}

/** Refuses an academy that takes nobody in any more and changes no more, nor its rooms: ACADEMY_WAS_CLOSED. */
export function demandNotClosed({ state }: { state: AcademyState }): void {
  if (!academyLife.allows(state, 'change')) throw new AcademyWasClosed(state);
}

class AcademyIsSuspended extends Refusal {
  constructor(state: AcademyState) {
    super('ACADEMY_IS_SUSPENDED', { extra: { state } });
  }
}

/** Refuses an academy in which nothing new is opened and nobody new taken in: ACADEMY_WAS_CLOSED, ACADEMY_IS_SUSPENDED. */
export function demandOpen({ state }: { state: AcademyState }): void {
  demandNotClosed({ state });
  if (state === 'suspended') throw new AcademyIsSuspended(state);
}

class AcademyIsYourOwn extends Refusal {
  constructor() {
    super('ACADEMY_IS_YOUR_OWN', {
      status: 403,
    });
  }
}

export class AcademyCodeTaken extends Refusal {
  constructor() {
    super('ACADEMY_CODE_IS_TAKEN');
  }
}

/** `matches`: the academies, not closed, of the same name, kind, province and city. */
export class AcademyMayBeRegistered extends Refusal {
  constructor(matches: readonly { academyId: string; code: string; state: AcademyState }[]) {
    super('ACADEMY_MAY_BE_REGISTERED', { extra: { matches } });
  }
}

/** `cities`: those that the register knows in the province. */
export class CityUnknown extends Refusal {
  constructor(cities: readonly string[]) {
    super('CITY_UNKNOWN', { status: 422, extra: { cities } });
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
