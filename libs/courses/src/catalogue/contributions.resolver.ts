import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth/actor';
import { listed, type GraphQLContext } from '@takwin/platform/graphql/batch';
import { By, InPart, Params, Runs } from '@takwin/platform/http/operation';
import type { Part } from '@takwin/platform/schema/part';
import { CountCourses, CourseCount } from './count-courses.js';
import { EnrolmentSearch, FindEnrolment } from '../enrolments/find-enrolments.js';
import { FindOffering, OfferingSearch } from '../offerings/find-offerings.js';
import { Academy, Enrolment, Offering, Person, Programme } from '../graphql-types.js';

/** What courses add to a person: the places that were not given up. */
@Resolver(() => Person)
export class PersonEnrolmentsResolver {
  constructor(private readonly search: EnrolmentSearch) {}

  @ResolveField(() => [Enrolment], { nullable: true })
  @Runs(FindEnrolment)
  enrolments(@Parent() { id }: { id: string }, @Context() context: GraphQLContext, @InPart() part: Part) {
    return listed(context, FindEnrolment, this.search.byPersons, id, part);
  }
}

@Resolver(() => Academy)
export class AcademyOfferingsResolver {
  constructor(private readonly search: OfferingSearch) {}

  @ResolveField(() => [Offering], { nullable: true, description: 'Open ones that have not ended, soonest first' })
  @Runs(FindOffering)
  offerings(@Parent() { id }: { id: string }, @Context() context: GraphQLContext, @InPart() part: Part) {
    return listed(context, FindOffering, this.search.byAcademies, id, part);
  }
}

@Resolver(() => Programme)
export class ProgrammeCoursesResolver {
  constructor(private readonly count: CourseCount) {}

  @ResolveField(() => Number, { nullable: true, description: 'Recount from the offerings; the scoreboard must agree' })
  @Runs(CountCourses)
  coursesOffered(@By() actor: Actor, @Params(CountCourses) query: CountCourses) {
    return this.count.offered(actor, query);
  }

  @ResolveField(() => Number, {
    nullable: true,
    description: 'Recount from the literacy tracks; the scoreboard must agree',
  })
  @Runs(CountCourses)
  literacyCompletions(@By() actor: Actor, @Params(CountCourses) query: CountCourses) {
    return this.count.literacyCompletions(actor, query);
  }
}
