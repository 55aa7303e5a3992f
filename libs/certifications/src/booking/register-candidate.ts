import { Injectable } from '@nestjs/common';
import { AcademyId, ExamCode, PersonId, SittingId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { parse } from '@takwin/platform/errors';
import { command, Instant } from '@takwin/platform/schema';
import { z } from 'zod';
import type { RegistrationView } from './registration.js';
import { BookSeat, BookSeatHandler, Consent, ConsentDocument, TaughtBy } from './book-seat.js';
import { RequestExamHandler, RequestExam } from './request-exam.js';
import { REGISTRARS } from '../rules.js';

/** REST's one door to both: with a sitting it books at once, with a span of time it asks. */
export const Register = command(
  'Register',
  REGISTRARS,
  {
    personId: PersonId,
    examCode: ExamCode,
    sittingId: SittingId.optional().describe('Book here, at once'),
    earliest: Instant.optional().describe('Or let a worker book, from then'),
    latest: Instant.optional().describe('to then'),
    academyId: AcademyId.optional(),
    consent: Consent,
    consentDocument: ConsentDocument,
    taughtBy: TaughtBy,
    voucherId: z.uuid().optional().describe('Pays for the seat booked at once'),
  },
  {
    summary: 'Register a person for an exam',
    shown: ['sittingId'],
    description:
      'With a sittingId books a seat there at once (201), or refuses it as SITTING_IS_FULL with alternatives.' +
      ' With earliest and latest instead asks for a seat within that time (202), which a worker books. The' +
      ' academy has to be in the programme today and on the day: else ACADEMY_NOT_ACCREDITED or' +
      ' MEMBERSHIP_NOT_IN_FORCE.',
  },
);
export type Register = z.output<typeof Register>;

@Injectable()
export class RegisterCandidateHandler {
  constructor(
    private readonly booking: BookSeatHandler,
    private readonly requesting: RequestExamHandler,
  ) {}

  run(actor: Actor, command: Register): Promise<RegistrationView> {
    const wire = Register.encode(command);
    return wire.sittingId === undefined
      ? this.requesting.one(actor, parse(RequestExam, wire))
      : this.booking.run(actor, parse(BookSeat, wire));
  }
}
