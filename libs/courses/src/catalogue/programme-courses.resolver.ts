import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { ResolveField } from '@takwin/platform/graphql';
import { By, Params, Runs } from '@takwin/platform/http';
import { CountCourses, CountCoursesHandler } from './count-courses.js';
import { Programme } from '../graphql-types.js';

@Resolver(() => Programme)
export class ProgrammeCoursesResolver {
  constructor(private readonly count: CountCoursesHandler) {}

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
