import { Args, Context, Mutation, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth/actor';
import { batched, type GraphQLContext } from '@takwin/platform/graphql/batch';
import { By, Input, Open, Params, Runs } from '@takwin/platform/http/operation';
import { Language, titleIn, type CourseView } from './course.js';
import { graphqlEnum } from '@takwin/platform/graphql/types';
import { CancelOffering, OfferingCancellation } from '../offerings/cancel-offering.js';
import { CourseSearch, FindCourse, FindCourses } from './find-courses.js';
import { FindOffering, FindOfferings, OfferingSearch } from '../offerings/find-offerings.js';
import { OfferingOpening, OpenOffering } from '../offerings/open-offering.js';
import type { OfferingView } from '../offerings/offering.js';

import { Academy, Course, Courses, Offering, Offerings } from '../graphql-types.js';

@Resolver(() => Course)
export class CourseResolver {
  constructor(private readonly search: CourseSearch) {}

  @Query(() => Courses, { nullable: true })
  @Runs(FindCourses)
  courses(@By() actor: Actor, @Params(FindCourses) query: FindCourses) {
    return this.search.run(actor, query);
  }

  @Query(() => Course, { nullable: true })
  @Runs(FindCourse)
  course(@By() actor: Actor, @Params(FindCourse) query: FindCourse) {
    return this.search.one(actor, query);
  }

  @ResolveReference()
  @Runs(FindCourse)
  reference({ id }: { id: string }, context: GraphQLContext) {
    return batched(context, FindCourse, this.search.byIds, id);
  }

  @ResolveField(() => String, { description: 'In the language asked for, else in the next one that there is' })
  @Open('part of a course that the caller was shown')
  title(
    @Parent() course: CourseView,
    // No default in the schema: a subgraph's gives the enum's name, not the value that it stands for.
    @Args('lang', { type: () => graphqlEnum(Language), nullable: true, description: 'French unless told' })
    lang?: Language | null,
  ) {
    return titleIn(lang ?? 'fr', course);
  }
}

@Resolver(() => Offering)
export class OfferingResolver {
  constructor(
    private readonly search: OfferingSearch,
    private readonly courses: CourseSearch,
    private readonly opening: OfferingOpening,
    private readonly cancellation: OfferingCancellation,
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
  @Runs(CancelOffering)
  cancelOffering(@By() actor: Actor, @Input(CancelOffering) command: CancelOffering) {
    return this.cancellation.run(actor, command);
  }
}
