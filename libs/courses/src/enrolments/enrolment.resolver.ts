import { Context, Parent, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, Mutation, Query, ResolveField } from '@takwin/platform/graphql';
import { By, Input, Open, Params, Runs } from '@takwin/platform/http';
import type { EnrolmentView } from './enrolment.js';
import { Enrol, EnrolPersons, EnrolPersonsHandler } from './enrol-persons.js';
import { FindCoursesHandler, FindCourse } from '../catalogue/find-courses.js';
import { FindEnrolment, FindEnrolments, FindEnrolmentsHandler } from './find-enrolments.js';
import { FindOffering, FindOfferingsHandler } from '../offerings/find-offerings.js';
import { Withdraw, WithdrawEnrolmentHandler } from './withdraw-enrolment.js';
import { Course, Enrolment, EnrolmentOutcomes, Enrolments, Offering, Person } from '../graphql-types.js';

@Resolver(() => Enrolment)
export class EnrolmentResolver {
  constructor(
    private readonly search: FindEnrolmentsHandler,
    private readonly courses: FindCoursesHandler,
    private readonly offerings: FindOfferingsHandler,
    private readonly enrolment: EnrolPersonsHandler,
    private readonly withdrawal: WithdrawEnrolmentHandler,
  ) {}

  @Query(() => Enrolments, { nullable: true })
  @Runs(FindEnrolments)
  enrolments(@By() actor: Actor, @Params(FindEnrolments) query: FindEnrolments) {
    return this.search.run(actor, query);
  }

  @ResolveReference()
  @Runs(FindEnrolment)
  reference({ id }: { id: string }, context: GraphQLContext) {
    return batched(context, FindEnrolment, this.search.byIds, id);
  }

  @ResolveField(() => Person, { nullable: true })
  @Open('part of an enrolment that the caller was shown')
  person(@Parent() { personId }: EnrolmentView) {
    return { __typename: 'Person', id: personId };
  }

  @ResolveField(() => Course, { nullable: true })
  @Runs(FindCourse)
  course(@Parent() { courseId }: EnrolmentView, @Context() context: GraphQLContext) {
    return batched(context, FindCourse, this.courses.byIds, courseId);
  }

  @ResolveField(() => Offering, { nullable: true })
  @Runs(FindOffering)
  offering(@Parent() { offeringId }: EnrolmentView, @Context() context: GraphQLContext) {
    return batched(context, FindOffering, this.offerings.byIds, offeringId);
  }

  @Mutation(() => Enrolment)
  @Runs(Enrol)
  enrol(@By() actor: Actor, @Input(Enrol) command: Enrol) {
    return this.enrolment.one(actor, command);
  }

  @Mutation(() => EnrolmentOutcomes)
  @Runs(EnrolPersons)
  enrolPersons(@By() actor: Actor, @Input(EnrolPersons) command: EnrolPersons) {
    return this.enrolment.many(actor, command);
  }

  @Mutation(() => Enrolment)
  @Runs(Withdraw)
  withdraw(@By() actor: Actor, @Input(Withdraw) command: Withdraw) {
    return this.withdrawal.run(actor, command);
  }
}
