import { Context, Parent, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, Mutation, Query, ResolveField } from '@takwin/platform/graphql';
import { By, Input, Open, Params, Runs } from '@takwin/platform/http';
import { CancelOffering, CancelOfferingHandler } from './cancel-offering.js';
import { ChangeOffering, ChangeOfferingHandler } from './change-offering.js';
import { ConfirmHours, ConfirmHoursHandler } from './confirm-hours.js';
import { FindCoursesHandler, FindCourse } from '../catalogue/find-courses.js';
import { FindOffering, FindOfferings, FindOfferingsHandler } from './find-offerings.js';
import { OpenOfferingHandler, OpenOffering } from './open-offering.js';
import type { OfferingView } from './offering.js';
import { Academy, Course, Offering, Offerings } from '../graphql-types.js';

@Resolver(() => Offering)
export class OfferingResolver {
  constructor(
    private readonly search: FindOfferingsHandler,
    private readonly courses: FindCoursesHandler,
    private readonly opening: OpenOfferingHandler,
    private readonly changing: ChangeOfferingHandler,
    private readonly cancellation: CancelOfferingHandler,
    private readonly confirmation: ConfirmHoursHandler,
  ) {}

  @Query(() => Offerings, { nullable: true })
  @Runs(FindOfferings)
  offerings(@By() actor: Actor, @Params(FindOfferings) query: FindOfferings) {
    return this.search.run(actor, query);
  }

  @Query(() => Offering, { nullable: true })
  @Runs(FindOffering)
  offering(@By() actor: Actor, @Params(FindOffering) query: FindOffering) {
    return this.search.one(actor, query);
  }

  @ResolveReference()
  @Runs(FindOffering)
  reference({ id }: { id: string }, context: GraphQLContext) {
    return batched(context, FindOffering, this.search.byIds, id);
  }

  @ResolveField(() => Course, { nullable: true })
  @Runs(FindCourse)
  course(@Parent() { courseId }: OfferingView, @Context() context: GraphQLContext) {
    return batched(context, FindCourse, this.courses.byIds, courseId);
  }

  @ResolveField(() => Academy, { nullable: true })
  @Open('part of an offering that the caller was shown')
  academy(@Parent() { academyId }: OfferingView) {
    return { __typename: 'Academy', id: academyId };
  }

  @Mutation(() => Offering)
  @Runs(OpenOffering)
  openOffering(@By() actor: Actor, @Input(OpenOffering) command: OpenOffering) {
    return this.opening.run(actor, command);
  }

  @Mutation(() => Offering)
  @Runs(ChangeOffering)
  changeOffering(@By() actor: Actor, @Input(ChangeOffering) command: ChangeOffering) {
    return this.changing.run(actor, command);
  }

  @Mutation(() => Offering)
  @Runs(CancelOffering)
  cancelOffering(@By() actor: Actor, @Input(CancelOffering) command: CancelOffering) {
    return this.cancellation.run(actor, command);
  }

  @Mutation(() => Offering)
  @Runs(ConfirmHours)
  confirmHours(@By() actor: Actor, @Input(ConfirmHours) command: ConfirmHours) {
    return this.confirmation.run(actor, command);
  }
}
