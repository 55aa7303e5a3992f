import { Injectable } from '@nestjs/common';
import { AcademyId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { Forbidden } from '@takwin/platform/errors';
import { Database, type Tx } from '@takwin/platform/postgres';
import { command, conditional, DocumentReference, LocalDate, Text } from '@takwin/platform/schema';
import type { z } from 'zod';
import { type Academy, AcademyProfile, type AcademyView, bilingual, demandNotClosed } from './academy.js';
import type { AcademyEvent } from './academy.life.js';
import { changeAcademy } from './academy.writer.js';
import type { AcademyStepKind } from './academy-step.js';
import { type Evidence, keepSteps } from './academy-step.writer.js';
import { foldName } from './fold-name.js';
import { cityOf } from './read-cities.js';
import { City, NewName } from './register-academy.js';
import { isSpelledAs } from './spelled-names.js';
import { ACCREDITORS, WARDENS } from '../rules.js';

const OF_THE_PROGRAMME = 'For who may accredit to change, and never for the academy itself';

export const ChangeAcademy = command(
  'ChangeAcademy',
  MANAGERS,
  {
    id: AcademyId,
    ...conditional,
    name: NewName.optional(),
    profile: AcademyProfile.optional().describe(OF_THE_PROGRAMME),
    city: City.optional(),
    membershipUntil: LocalDate.nullish().describe(OF_THE_PROGRAMME),
  },
  {
    summary: 'Change an academy',
    description:
      'Changes the fields that are given and leaves the others as they are. The profile and the membership are' +
      ' for the region and the programme to change, as are the name (but its spelling) and the city of an academy that' +
      ' was accredited: anybody else is refused as FORBIDDEN. Only the programme changes a profile from or to prison.' +
      ' A city that is not in the province is refused as CITY_UNKNOWN.',
  },
);
export type ChangeAcademy = z.output<typeof ChangeAcademy>;

/** Evidence of a step, which is kept with it. */
const document = DocumentReference({ max: 200 }).optional().describe('Where the evidence is filed');
const reason = Text({ max: 300 }).optional().describe('Why, for whoever may read what became of the academy');

export const RenewMembership = command(
  'RenewMembership',
  ACCREDITORS,
  {
    id: AcademyId,
    ...conditional,
    until: LocalDate.describe('The last day of the membership: later than the one before, and today or later'),
    document,
  },
  {
    summary: 'Renew the membership of an academy',
    description:
      'Gives the membership of an academy a later last day. One that had lapsed begins anew today; the days in between it was none.' +
      ' Of an academy that was never accredited, or was closed, there is nothing to renew: ACADEMY_STATE_FORBIDS, ACADEMY_WAS_CLOSED.',
  },
);
export type RenewMembership = z.output<typeof RenewMembership>;

export const AccreditAcademy = command(
  'AccreditAcademy',
  ACCREDITORS,
  {
    id: AcademyId,
    ...conditional,
    on: LocalDate.optional().describe(
      'Today when absent; a day to come counts from that day, a past one once another official has said it too',
    ),
    document,
  },
  {
    summary: 'Accredit an academy',
    description:
      'Makes a candidate an academy of the programme from a day on. Only somebody other than who registered it' +
      ' may: else ACADEMY_IS_YOUR_OWN. A past day counts once a second official has given it too.',
  },
);
export type AccreditAcademy = z.output<typeof AccreditAcademy>;
export const SuspendAcademy = command(
  'SuspendAcademy',
  ACCREDITORS,
  { id: AcademyId, ...conditional, document, reason },
  {
    summary: 'Suspend an academy',
    description:
      'Suspends an accredited academy: until it is reinstated it is not in the programme, and nothing new is' +
      ' opened, booked or enrolled there. Refuses ACADEMY_STATE_FORBIDS in any other state.',
  },
);
export type SuspendAcademy = z.output<typeof SuspendAcademy>;
export const ReinstateAcademy = command(
  'ReinstateAcademy',
  ACCREDITORS,
  { id: AcademyId, ...conditional, document },
  {
    summary: 'Reinstate a suspended academy',
    description: 'Makes a suspended academy an accredited one again. Refuses ACADEMY_STATE_FORBIDS in any other state.',
  },
);
export type ReinstateAcademy = z.output<typeof ReinstateAcademy>;
export const CloseAcademy = command(
  'CloseAcademy',
  ACCREDITORS,
  { id: AcademyId, ...conditional, document, reason },
  {
    summary: 'Close an academy for good',
    description:
      'Closes an academy. What it did stays on record; a closed academy never comes back. Refuses' +
      ' ACADEMY_STATE_FORBIDS for one that is closed.',
  },
);
export type CloseAcademy = z.output<typeof CloseAcademy>;

/** Refuses as FORBIDDEN what is not for the actor to say of the academy. */
function demandRights(actor: Actor, academy: Academy, { name, city, profile }: Omit<ChangeAcademy, 'id'>): void {
  if (
    profile &&
    profile !== academy.profile &&
    [profile, academy.profile].includes('prison') &&
    !(actor.role in WARDENS)
  )
    throw new Forbidden('whether an academy is in a prison is for the programme to say');
  if (actor.role in ACCREDITORS || academy.accreditedOn === null) return;
  const isRenamed = name !== undefined && !isSpelledAs(academy.name, bilingual(name));
  if (isRenamed || (city !== undefined && foldName(city) !== foldName(academy.city)))
    throw new Forbidden('the name and the city of an academy that was accredited are for the region or the programme');
}

@Injectable()
export class ChangeAcademyHandler {
  constructor(private readonly db: Database) {}

  /**
   * Refuses who may not accredit a change of the profile or the membership, and of the name (but its spelling) and the city of an academy
   * that was accredited: FORBIDDEN, as all but the programme where a prison is one no more, or becomes one; a city that is not in the
   * province: CITY_UNKNOWN; VERSION_MISMATCH where someone else changed
   * the academy since it was read.
   */
  async change(actor: Actor, { id, expectedVersion, name, ...to }: ChangeAcademy): Promise<AcademyView> {
    const isOfTheProgramme = to.profile !== undefined || to.membershipUntil !== undefined;
    if (isOfTheProgramme && !(actor.role in ACCREDITORS))
      throw new Forbidden('the profile and the membership of an academy are for who accredits it');
    return this.write(actor, { id, expectedVersion }, async (academy, today, tx) => {
      demandRights(actor, academy, { ...to, name });
      demandNotClosed(academy);
      const isElsewhere = to.city !== undefined && to.city !== academy.city;
      const city = isElsewhere ? await cityOf(tx, academy.province, to.city!) : academy.city;
      const until = to.membershipUntil;
      const isRenewed = until !== undefined && until !== academy.membershipUntil;
      const event = academy.change({ ...to, city, name: name && bilingual(name) }, today);
      return { event, step: isRenewed ? 'renewed' : null, on: until ?? today };
    });
  }

  /** Refuses ACADEMY_WAS_CLOSED, ACADEMY_STATE_FORBIDS, and a last day that is not later than the one before, or is over. */
  renew(actor: Actor, { until, document, ...which }: RenewMembership): Promise<AcademyView> {
    return this.write(actor, which, (academy, today) => {
      const event = academy.renew(until, today);
      return { event, step: 'renewed', on: until, evidence: { document } };
    });
  }

  /** Refuses ACADEMY_IS_YOUR_OWN; a past day is proposed, and accredits once another official says it too. */
  accredit(actor: Actor, { on, document, ...which }: AccreditAcademy): Promise<AcademyView> {
    return this.write(actor, which, (academy, today) => {
      const event = academy.accredit(on ?? today, actor.subject, today);
      const step = academy.proposedOn === null ? 'accredited' : 'proposed';
      return { event, step, on: on ?? today, evidence: { document } };
    });
  }

  suspend(actor: Actor, { document, reason, ...which }: SuspendAcademy): Promise<AcademyView> {
    return this.write(actor, which, (academy, today) => {
      const event = academy.suspend(today);
      return { event, step: 'suspended', on: today, evidence: { document, reason } };
    });
  }

  reinstate(actor: Actor, { document, ...which }: ReinstateAcademy): Promise<AcademyView> {
    return this.write(actor, which, (academy, today) => {
      const event = academy.reinstate(today);
      return { event, step: 'reinstated', on: today, evidence: { document } };
    });
  }

  close(actor: Actor, { document, reason, ...which }: CloseAcademy): Promise<AcademyView> {
    return this.write(actor, which, (academy, today) => {
      const event = academy.close(today);
      return { event, step: 'closed', on: today, evidence: { document, reason } };
    });
  }

  /** What is changed becomes a step where it is one; the same again changes nothing, and is none. */
  private write(
    actor: Actor,
    which: { id: string; expectedVersion?: number },
    decide: (academy: Academy, today: string, tx: Tx) => Decided | Promise<Decided>,
  ): Promise<AcademyView> {
    return this.db.asActor(actor, async (tx) => {
      let decided: (Decided & { version: number }) | undefined;
      const shown = await changeAcademy(tx, which, async (academy) => {
        const { version } = academy;
        decided = { ...(await decide(academy, legalDayOf(tx.at), tx)), version };
        return decided.event;
      });
      const { step, on, evidence, version } = decided!;
      if (step && shown.version > version) await keepSteps(tx, [shown], { step, on, ...evidence });
      return shown;
    });
  }
}

type Decided = { event: AcademyEvent; step: AcademyStepKind | null; on: string; evidence?: Evidence };
