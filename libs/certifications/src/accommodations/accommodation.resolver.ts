import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { FindAccommodations, FindAccommodationsHandler } from './find-accommodations.js';
import { GrantAccommodation, GrantAccommodationHandler, RevokeAccommodation } from './grant-accommodation.js';
import { Accommodation, Accommodations } from '../graphql-types.js';

@Resolver()
export class AccommodationResolver {
  constructor(
    private readonly search: FindAccommodationsHandler,
    private readonly granting: GrantAccommodationHandler,
  ) {}

  @Query(() => Accommodations, { nullable: true })
  @Runs(FindAccommodations)
  accommodations(@By() actor: Actor, @Params(FindAccommodations) query: FindAccommodations) {
    return this.search.run(actor, query);
  }

  @Mutation(() => Accommodation)
  @Runs(GrantAccommodation)
  grantAccommodation(@By() actor: Actor, @Input(GrantAccommodation) command: GrantAccommodation) {
    return this.granting.grant(actor, command);
  }

  @Mutation(() => Accommodation)
  @Runs(RevokeAccommodation)
  revokeAccommodation(@By() actor: Actor, @Input(RevokeAccommodation) command: RevokeAccommodation) {
    return this.granting.revoke(actor, command);
  }
}
