import { Injectable } from '@nestjs/common';
import type { Membership } from '@takwin/contracts/convention';
import { AcademyId, ExamCode, PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { covers, Database, refusing, type Tx } from '@takwin/platform/postgres';
import { codeList, command, Instant } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import {
  AlreadyRegistered,
  CandidateMustSitInside,
  PersonNotActive,
  PersonUnknown,
  WindowReversed,
  type RegistrationView,
} from './registration.js';
import { ExamUnknown } from '../sittings/sitting.js';
import { maySitThere } from './fit.js';
import { demandOffered } from '../exams/read-exam-days.js';
import { candidateFacts, type CandidateFacts, isKnownTo, UNCHANGED } from './read-candidate-facts.js';
import { demandMembership, demandNotClosed, holdAcademies, MEMBERSHIP } from '../membership.js';
import { type NewRegistration, register, registerAll } from './registration.writer.js';
import { Consent, ConsentDocument, TaughtBy } from './book-seat.js';
import { consentFor, type Teller } from './consent.js';
import { tellerOf } from './read-teller.js';
import { REGISTRARS } from '../rules.js';
import { BOOKING_QUEUE } from './schedule-registrations.js';

const wish = {
  examCode: ExamCode,
  earliest: Instant,
  latest: Instant,
  academyId: AcademyId.optional().describe(
    'Only there, where it is in the programme today: else ACADEMY_WAS_CLOSED, ACADEMY_NOT_ACCREDITED or MEMBERSHIP_NOT_IN_FORCE;' +
      ' without it, as near to the own academy as there is a seat',
  ),
  consent: Consent,
  taughtBy: TaughtBy,
};

export const RequestExam = command(
  'RequestExam',
  REGISTRARS,
  { personId: PersonId, ...wish, consentDocument: ConsentDocument },
  {
    summary: 'Ask for a seat for a person',
    description: 'Asks for a seat for one person within a span of time; a worker books it as soon as there is one.',
  },
);
export type RequestExam = z.output<typeof RequestExam>;

export const RequestExams = command(
  'RequestExams',
  MANAGERS,
  { persons: z.array(PersonId).min(1).max(500), ...wish },
  {
    summary: 'Ask for seats for many persons',
    description:
      'Asks for a seat within a span of time for each of up to 500 persons; a worker books them. The answer' +
      ' says for each whether the wish was taken, or why not.',
  },
);
export type RequestExams = z.output<typeof RequestExams>;

const Outcome = z
  .object({
    personId: z.uuid(),
    outcome: codeList('RequestOutcomeKind', 'Whether an exam was requested for a person', {
      requested: 'Taken: a worker looks for a seat',
      'already-registered': 'The person holds or waits for a place for this exam: nothing changed',
      'person-unknown': 'There is no such person, or none that the caller may know of',
      'person-not-active': 'The person has left',
      'must-sit-inside':
        'The person may not sit at the academy that was asked for: who is of a prison centre sits in it alone, and nobody else does',
    }),
    registrationId: z.uuid().nullable(),
  })
  .meta({ id: 'RequestOutcome' });
export const RequestOutcomes = z.object({ outcomes: z.array(Outcome) }).meta({ id: 'RequestOutcomes' });
export type RequestOutcomes = z.output<typeof RequestOutcomes>;

@Injectable()
export class RequestExamHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * Accepts the wish and wakes the scheduler. Refuses who is unknown, not active, registered for this exam already or may not sit in
   * the academy, an academy that is not in the programme, and an exam that is offered on none of the days.
   */
  async one(actor: Actor, command: RequestExam): Promise<RegistrationView> {
    const registration = await this.db.asActor(actor, async (tx) => {
      const { candidates, place } = await this.judged(tx, command, [command.personId]);
      return this.accept(tx, command, place, candidates.get(command.personId));
    });
    if (registration.state === 'requested') await this.queues.wake(BOOKING_QUEUE, { ids: [registration.id] });
    return registration;
  }

  /** An outcome per person, in the order given; nobody is registered twice, whatever is repeated. */
  async many(actor: Actor, command: RequestExams): Promise<RequestOutcomes> {
    const { outcomes } = await this.db.asActor(actor, (tx) => this.acceptAll(tx, command));
    const ids = outcomes.flatMap(({ registrationId }) => registrationId ?? []);
    if (ids.length > 0) await this.queues.wake(BOOKING_QUEUE, { ids });
    return { outcomes };
  }

  private async acceptAll(tx: Tx, command: RequestExams): Promise<RequestOutcomes> {
    const { candidates: known, place } = await this.judged(tx, command, command.persons);
    const seen = [...known.values()].filter((one) => covers(tx.actor, { region: one.region, academy: one.academy_id }));
    const ids = await this.insert(
      tx,
      command,
      seen.filter((one) => one.active && !one.registered && maySitIn(one, place)),
    );
    return { outcomes: command.persons.map((id) => outcomeOf(id, seen, ids, place)) };
  }

  private async judged(
    tx: Tx,
    { examCode, earliest, latest, academyId }: Pick<RequestExam, 'examCode' | 'earliest' | 'latest' | 'academyId'>,
    persons: readonly string[],
  ): Promise<{ candidates: Map<string, CandidateFacts>; place: WantedPlace | null }> {
    if (latest < earliest || latest <= tx.at) throw new WindowReversed();
    if (!(await tx.one(sql`select from exam where code = ${examCode}`))) throw new ExamUnknown(examCode);
    await demandOffered(tx, [examCode], legalDayOf(earliest > tx.at ? earliest : tx.at), legalDayOf(latest));
    const place = academyId ? await this.placeOf(tx, academyId) : null;
    return { candidates: await candidateFacts(tx, examCode, persons, UNCHANGED), place };
  }

  private async placeOf(tx: Tx, academyId: string): Promise<WantedPlace> {
    await holdAcademies(tx, [academyId]);
    const academy = await tx.one<Membership & { closed: boolean | null; inPrison: boolean }>(
      sql`select ${MEMBERSHIP}, a.closed, a.in_prison as "inPrison" from academy_copy a where a.subject = ${academyId}`,
    );
    if (!academy) throw new NotFound('academy');
    demandNotClosed(academy);
    demandMembership(academy, legalDayOf(tx.at));
    return { academyId, inPrison: academy.inPrison };
  }

  private async accept(
    tx: Tx,
    command: RequestExam,
    place: WantedPlace | null,
    candidate?: CandidateFacts,
  ): Promise<RegistrationView> {
    if (!candidate || !isKnownTo(tx.actor, candidate)) throw new PersonUnknown();
    if (!candidate.active) throw new PersonNotActive();
    if (!maySitIn(candidate, place)) throw new CandidateMustSitInside().offering([]);
    return refusing(register(tx, 'requested', wishOf(command, candidate, await tellerOf(tx))), {
      registration_active: () => new AlreadyRegistered(),
    });
  }

  private async insert(tx: Tx, command: RequestExams, who: readonly CandidateFacts[]): Promise<Map<string, string>> {
    if (who.length === 0) return new Map();
    const teller = await tellerOf(tx);
    const wishes = who.map((candidate) => wishOf(command, candidate, teller));
    const { made } = await registerAll(tx, 'requested', wishes);
    return new Map(made.map(({ id, personId }) => [personId, id]));
  }
}

type WantedPlace = { academyId: string; inPrison: boolean };

const maySitIn = ({ academy_id: academyId, in_prison: inPrison }: CandidateFacts, place: WantedPlace | null): boolean =>
  place === null || maySitThere({ academyId, inPrison }, place);

function wishOf(
  command: RequestExam | RequestExams,
  { person_id: personId, academy_id: academyId, region }: CandidateFacts,
  teller: Teller,
): NewRegistration {
  const { examCode, earliest, latest, academyId: wantedAcademyId, consent, taughtBy } = command;
  // Of many at once there is no one document.
  const consentDocument = 'consentDocument' in command ? command.consentDocument : undefined;
  const place = { personId, examCode, academyId, region, wantedAcademyId };
  return { ...place, earliest, latest, ...consentFor(personId, { consent, consentDocument }, teller), taughtBy };
}

function outcomeOf(
  personId: string,
  seen: readonly CandidateFacts[],
  made: ReadonlyMap<string, string>,
  place: WantedPlace | null,
): RequestOutcomes['outcomes'][number] {
  const registrationId = made.get(personId) ?? null;
  if (registrationId) return { personId, outcome: 'requested', registrationId };
  const known = seen.find((one) => one.person_id === personId);
  if (!known) return { personId, outcome: 'person-unknown', registrationId };
  if (!known.active) return { personId, outcome: 'person-not-active', registrationId };
  const mayNot = !known.registered && !maySitIn(known, place);
  return { personId, outcome: mayNot ? 'must-sit-inside' : 'already-registered', registrationId };
}
