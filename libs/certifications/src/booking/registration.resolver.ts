import { Context, Parent, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, Mutation, Query, ResolveField } from '@takwin/platform/graphql';
import { By, Input, Open, Params, Runs } from '@takwin/platform/http';
import type { RegistrationView } from './registration.js';
import { BookSeat, BookSeatHandler } from './book-seat.js';
import { CancelRegistration, CancelRegistrationHandler, DeclineMove } from './cancel-registration.js';
import { FindExamsHandler, FindExam } from '../exams/find-exams.js';
import { FindRegistration, FindRegistrations, FindRegistrationsHandler } from './find-registrations.js';
import { FindSitting, FindSittingsHandler } from '../sittings/find-sittings.js';
import { RecordConsent, RecordConsentHandler } from './record-consent.js';
import { RequestExamHandler, RequestExam, RequestExams } from './request-exam.js';
import { Exam, Person, Registration, Registrations, RequestOutcomes, Sitting } from '../graphql-types.js';

@Resolver(() => Registration)
export class RegistrationResolver {
  constructor(
    private readonly search: FindRegistrationsHandler,
    private readonly exams: FindExamsHandler,
    private readonly sittings: FindSittingsHandler,
    private readonly booking: BookSeatHandler,
    private readonly requesting: RequestExamHandler,
    private readonly cancelling: CancelRegistrationHandler,
    private readonly consenting: RecordConsentHandler,
  ) {}

  @Query(() => Registrations, { nullable: true })
  @Runs(FindRegistrations)
  registrations(@By() actor: Actor, @Params(FindRegistrations) query: FindRegistrations) {
    return this.search.run(actor, query);
  }

  @Query(() => Registration, { nullable: true })
  @Runs(FindRegistration)
  registration(@By() actor: Actor, @Params(FindRegistration) query: FindRegistration) {
    return this.search.one(actor, query);
  }

  @ResolveReference()
  @Runs(FindRegistration)
  reference({ id }: { id: string }, context: GraphQLContext) {
    return batched(context, FindRegistration, this.search.byIds, id);
  }

  @ResolveField(() => Person, { nullable: true })
  @Open('part of a registration that the caller was shown')
  person(@Parent() { personId }: RegistrationView) {
    return { __typename: 'Person', id: personId };
  }

  @ResolveField(() => Exam, { nullable: true })
  @Runs(FindExam)
  exam(@Parent() { examCode }: RegistrationView, @Context() context: GraphQLContext) {
    return batched(context, FindExam, this.exams.byCodes, examCode);
  }

  @ResolveField(() => Sitting, { nullable: true })
  @Runs(FindSitting)
  sitting(@Parent() { sittingId }: RegistrationView, @Context() context: GraphQLContext) {
    return sittingId && batched(context, FindSitting, this.sittings.byIds, sittingId);
  }

  @Mutation(() => Registration)
  @Runs(BookSeat)
  bookSeat(@By() actor: Actor, @Input(BookSeat) command: BookSeat) {
    return this.booking.run(actor, command);
  }

  @Mutation(() => Registration)
  @Runs(RequestExam)
  requestExam(@By() actor: Actor, @Input(RequestExam) command: RequestExam) {
    return this.requesting.one(actor, command);
  }

  @Mutation(() => RequestOutcomes)
  @Runs(RequestExams)
  requestExams(@By() actor: Actor, @Input(RequestExams) command: RequestExams) {
    return this.requesting.many(actor, command);
  }

  @Mutation(() => Registration)
  @Runs(CancelRegistration)
  cancelRegistration(@By() actor: Actor, @Input(CancelRegistration) command: CancelRegistration) {
    return this.cancelling.run(actor, command);
  }

  @Mutation(() => Registration)
  @Runs(DeclineMove)
  declineMove(@By() actor: Actor, @Input(DeclineMove) command: DeclineMove) {
    return this.cancelling.decline(actor, command);
  }

  @Mutation(() => Registration)
  @Runs(RecordConsent)
  recordConsent(@By() actor: Actor, @Input(RecordConsent) command: RecordConsent) {
    return this.consenting.run(actor, command);
  }
}
