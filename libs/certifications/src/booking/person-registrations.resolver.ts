import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { listed, type GraphQLContext } from '@takwin/platform/graphql/batch';
import { InPart, Runs } from '@takwin/platform/http/operation';
import type { Part } from '@takwin/platform/schema/part';
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
