import { Context, Mutation, Parent, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth/actor';
import { batched, listed, type GraphQLContext } from '@takwin/platform/graphql/batch';
import { By, InPart, Input, Open, Params, Runs } from '@takwin/platform/http/operation';
import type { Part } from '@takwin/platform/schema/part';
import type { CredentialView } from './credential.js';
import { CertificationCount, CountCertifications } from './count-certifications.js';
import { CredentialSearch, FindCredential } from './find-credentials.js';
import { FindRegistration, RegistrationSearch } from '../booking/find-registrations.js';
import { CredentialAdministration, IssueCredential, RevokeCredential } from './revoke-credential.js';
import { CredentialVerification as Verification, VerifyCredential } from '../verification/verify-credential.js';
import { Credential, CredentialVerification, Person, Programme, Registration } from '../graphql-types.js';

@Resolver(() => Credential)
export class CredentialResolver {
  constructor(
    private readonly search: CredentialSearch,
    private readonly administration: CredentialAdministration,
    private readonly verification: Verification,
  ) {}

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

  @Mutation(() => CredentialVerification)
  @Runs(VerifyCredential)
  verifyCredential(@Input(VerifyCredential) command: VerifyCredential) {
    return this.verification.run(command);
  }
}

/** What certifications add to a person: registrations and credentials, as far as the caller may see them. */
@Resolver(() => Person)
export class PersonCertificationsResolver {
  constructor(
    private readonly registering: RegistrationSearch,
    private readonly issued: CredentialSearch,
  ) {}

  @ResolveField(() => [Registration], { nullable: true })
  @Runs(FindRegistration)
  registrations(@Parent() { id }: { id: string }, @Context() context: GraphQLContext, @InPart() part: Part) {
    return listed(context, FindRegistration, this.registering.byPersons, id, part);
  }

  @ResolveField(() => [Credential], { nullable: true })
  @Runs(FindCredential)
  credentials(@Parent() { id }: { id: string }, @Context() context: GraphQLContext, @InPart() part: Part) {
    return listed(context, FindCredential, this.issued.byPersons, id, part);
  }
}

@Resolver(() => Programme)
export class ProgrammeCertificationsResolver {
  constructor(private readonly count: CertificationCount) {}

  @ResolveField(() => Number, {
    nullable: true,
    description: 'Recount of distinct persons and certifications; the scoreboard must agree',
  })
  @Runs(CountCertifications)
  certificationsAchieved(@By() actor: Actor, @Params(CountCertifications) query: CountCertifications) {
    return this.count.run(actor, query);
  }
}
