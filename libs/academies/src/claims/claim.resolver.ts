import { Context, Parent, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, Mutation, Query, ResolveField } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { FindAcademiesHandler, FindAcademy } from '../academies/find-academies.js';
import { Academy, Claim, Claims, Person } from '../graphql-types.js';
import { FindPerson, FindPersonsHandler } from '../persons/find-persons.js';
import type { ClaimView } from './claim.js';
import { AcceptClaim, DecideClaimHandler, RefuseClaim } from './decide-claim.js';
import { FindClaim, FindClaims, FindClaimsHandler } from './find-claims.js';

@Resolver(() => Claim)
export class ClaimResolver {
  constructor(
    private readonly search: FindClaimsHandler,
    private readonly decision: DecideClaimHandler,
    private readonly persons: FindPersonsHandler,
    private readonly academies: FindAcademiesHandler,
  ) {}

  @Query(() => Claim, { nullable: true })
  @Runs(FindClaim)
  claim(@By() actor: Actor, @Params(FindClaim) query: FindClaim) {
    return this.search.one(actor, query);
  }

  @Query(() => Claims, { nullable: true })
  @Runs(FindClaims)
  claims(@By() actor: Actor, @Params(FindClaims) query: FindClaims) {
    return this.search.run(actor, query);
  }

  @ResolveField(() => Person, { nullable: true })
  @Runs(FindPerson)
  person(@Parent() { personId }: ClaimView, @Context() context: GraphQLContext) {
    return batched(context, FindPerson, this.persons.byIds, personId);
  }

  @ResolveField(() => Academy, { nullable: true })
  @Runs(FindAcademy)
  academy(@Parent() { academyId }: ClaimView, @Context() context: GraphQLContext) {
    return batched(context, FindAcademy, this.academies.byIds, academyId);
  }

  @Mutation(() => Claim)
  @Runs(AcceptClaim)
  acceptClaim(@By() actor: Actor, @Input(AcceptClaim) command: AcceptClaim) {
    return this.decision.accept(actor, command);
  }

  @Mutation(() => Claim)
  @Runs(RefuseClaim)
  refuseClaim(@By() actor: Actor, @Input(RefuseClaim) command: RefuseClaim) {
    return this.decision.refuse(actor, command);
  }
}
