import { Context, Directive, Parent, ResolveReference, Resolver } from '@nestjs/graphql';
import type { ProgrammeAsked } from '@takwin/contracts/convention';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, listed, Query, ResolveField } from '@takwin/platform/graphql';
import { By, InPart, Open, Params, Runs } from '@takwin/platform/http';
import type { Part } from '@takwin/platform/schema';
import type { LicenceView } from './licence.js';
import { CountUsers, FindLicence, FindLicences, FindSeatPools, FindLicencesHandler } from './find-licences.js';
import { Licence, Person, Programme, SeatPools } from '../graphql-types.js';

@Resolver(() => Licence)
export class LicenceResolver {
  constructor(private readonly search: FindLicencesHandler) {}

  @Query(() => Licence, { nullable: true })
  @Runs(FindLicence)
  licence(@By() actor: Actor, @Params(FindLicence) query: FindLicence) {
    return this.search.one(actor, query);
  }

  @ResolveReference()
  @Runs(FindLicence)
  reference({ id }: { id: string }, context: GraphQLContext) {
    return batched(context, FindLicence, this.search.byIds, id);
  }

  @Query(() => SeatPools, { nullable: true })
  @Runs(FindSeatPools)
  seatPools(@By() actor: Actor, @Params(FindSeatPools) query: FindSeatPools) {
    return this.search.pools(actor, query);
  }

  @ResolveField(() => Person, { nullable: true })
  @Open('part of a licence that the caller was shown')
  person(@Parent() { personId }: LicenceView) {
    return { __typename: 'Person', id: personId };
  }
}

/** What licensing adds to a person: the licences, as far as the caller may see them. */
@Resolver(() => Person)
export class PersonLicencesResolver {
  constructor(private readonly search: FindLicencesHandler) {}

  @ResolveField(() => [Licence], { nullable: true })
  @Runs(FindLicences)
  licences(@Parent() { id }: { id: string }, @Context() context: GraphQLContext, @InPart() part: Part) {
    return listed(context, FindLicences, this.search.byPersons, id, part);
  }
}

@Resolver(() => Programme)
export class ProgrammeLicensingResolver {
  constructor(private readonly search: FindLicencesHandler) {}

  @Directive('@requires(fields: "region on")')
  @ResolveField(() => Number, {
    nullable: true,
    description:
      'Recount of distinct persons with a licence; the scoreboard of the region and day asked for must agree',
  })
  @Runs(CountUsers)
  office365Users(@By() actor: Actor, @Parent() asked: ProgrammeAsked, @Params(CountUsers) query: CountUsers) {
    return this.search.users(actor, { ...asked, ...query });
  }
}
