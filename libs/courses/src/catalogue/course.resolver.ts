import { Args, Parent, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, graphqlEnum, Query, ResolveField } from '@takwin/platform/graphql';
import { By, Open, Params, Runs } from '@takwin/platform/http';
import { Language, titleIn, type CourseView } from './course.js';
import { FindCoursesHandler, FindCourse, FindCourses } from './find-courses.js';
import { Course, Courses } from '../graphql-types.js';

@Resolver(() => Course)
export class CourseResolver {
  constructor(private readonly search: FindCoursesHandler) {}

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
