import { Context, Parent, Resolver } from '@nestjs/graphql';
import { type GraphQLContext, listed, ResolveField } from '@takwin/platform/graphql';
import { InPart, Runs } from '@takwin/platform/http';
import type { Part } from '@takwin/platform/schema';
import { FindRegistration, FindRegistrationsHandler } from './find-registrations.js';
import { Person, Registration } from '../graphql-types.js';

/** What registrations add to a person, as far as the caller may see them. */
@Resolver(() => Person)
export class PersonRegistrationsResolver {
  constructor(private readonly registering: FindRegistrationsHandler) {}

  @ResolveField(() => [Registration], { nullable: true })
  @Runs(FindRegistration)
  registrations(@Parent() { id }: { id: string }, @Context() context: GraphQLContext, @InPart() part: Part) {
    return listed(context, FindRegistration, this.registering.byPersons, id, part);
  }
}
