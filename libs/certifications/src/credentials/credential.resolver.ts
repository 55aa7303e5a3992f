import { Parent, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, Mutation, Query, ResolveField } from '@takwin/platform/graphql';
import { By, Input, Open, Params, Runs } from '@takwin/platform/http';
import type { CredentialView } from './credential.js';
import { FindCredential, FindCredentials, FindCredentialsHandler } from './find-credentials.js';
import { RevokeCredentialHandler, IssueCredential, RevokeCredential } from './revoke-credential.js';
import { Credential, Credentials, Person } from '../graphql-types.js';

@Resolver(() => Credential)
export class CredentialResolver {
  constructor(
    private readonly search: FindCredentialsHandler,
    private readonly administration: RevokeCredentialHandler,
  ) {}

  @Query(() => Credentials, { nullable: true })
  @Runs(FindCredentials)
  credentials(@By() actor: Actor, @Params(FindCredentials) query: FindCredentials) {
    return this.search.run(actor, query);
  }

  @Query(() => Credential, { nullable: true })
  @Runs(FindCredential)
  credential(@By() actor: Actor, @Params(FindCredential) query: FindCredential) {
    return this.search.one(actor, query);
  }

  @ResolveReference()
  @Runs(FindCredential)
  reference({ id }: { id: string }, context: GraphQLContext) {
    return batched(context, FindCredential, this.search.byIds, id);
  }

  @ResolveField(() => Person, { nullable: true })
  @Open('part of a credential that the caller was shown')
  person(@Parent() { personId }: CredentialView) {
    return { __typename: 'Person', id: personId };
  }

  @Mutation(() => Credential)
  @Runs(IssueCredential)
  issueCredential(@By() actor: Actor, @Input(IssueCredential) command: IssueCredential) {
    return this.administration.issue(actor, command);
  }

  @Mutation(() => Credential)
  @Runs(RevokeCredential)
  revokeCredential(@By() actor: Actor, @Input(RevokeCredential) command: RevokeCredential) {
    return this.administration.revoke(actor, command);
  }
}
