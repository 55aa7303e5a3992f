import { Directive, Parent, Resolver } from '@nestjs/graphql';
import type { ProgrammeAsked } from '@takwin/contracts/convention';
import type { Actor } from '@takwin/platform/auth';
import { ResolveField } from '@takwin/platform/graphql';
import { By, Params, Runs } from '@takwin/platform/http';
import { CountCourses, CountCoursesHandler } from './count-courses.js';
import { Programme } from '../graphql-types.js';

@Resolver(() => Programme)
export class ProgrammeCoursesResolver {
  constructor(private readonly count: CountCoursesHandler) {}

  @Directive('@requires(fields: "region on")')
  @ResolveField(() => Number, {
    nullable: true,
    description: 'Recount from the offerings; the scoreboard of the region and day asked for must agree',
  })
  @Runs(CountCourses)
  coursesOffered(@By() actor: Actor, @Parent() asked: ProgrammeAsked, @Params(CountCourses) query: CountCourses) {
    return this.count.offered(actor, { ...asked, ...query });
  }

  @Directive('@requires(fields: "region on")')
  @ResolveField(() => Number, {
    nullable: true,
    description: 'Recount from the literacy tracks; the scoreboard of the region and day asked for must agree',
  })
  @Runs(CountCourses)
  literacyCompletions(@By() actor: Actor, @Parent() asked: ProgrammeAsked, @Params(CountCourses) query: CountCourses) {
    return this.count.literacyCompletions(actor, { ...asked, ...query });
  }
}
