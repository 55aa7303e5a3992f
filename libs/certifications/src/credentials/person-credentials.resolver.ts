import { Context, Parent, Resolver } from '@nestjs/graphql';
import { type GraphQLContext, listed, ResolveField } from '@takwin/platform/graphql';
import { InPart, Runs } from '@takwin/platform/http';
import type { Part } from '@takwin/platform/schema';
import { FindCredentialsHandler, FindCredential } from './find-credentials.js';
import { Credential, Person } from '../graphql-types.js';

/** What credentials add to a person, as far as the caller may see them. */
@Resolver(() => Person)
export class PersonCredentialsResolver {
  constructor(private readonly issued: FindCredentialsHandler) {}

  @ResolveField(() => [Credential], { nullable: true })
  @Runs(FindCredential)
  credentials(@Parent() { id }: { id: string }, @Context() context: GraphQLContext, @InPart() part: Part) {
    return listed(context, FindCredential, this.issued.byPersons, id, part);
  }
}
