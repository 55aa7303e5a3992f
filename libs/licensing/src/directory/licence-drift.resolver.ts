import { Parent, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Query, ResolveField } from '@takwin/platform/graphql';
import { By, Open, Params, Runs } from '@takwin/platform/http';
import type { DriftView } from './drift.js';
import { FindDriftHandler, FindDrift } from './find-drift.js';
import { LicenceDrift, LicenceDrifts, Person } from '../graphql-types.js';

@Resolver(() => LicenceDrift)
export class LicenceDriftResolver {
  constructor(private readonly search: FindDriftHandler) {}

  @Query(() => LicenceDrifts, { nullable: true })
  @Runs(FindDrift)
  licenceDrift(@By() actor: Actor, @Params(FindDrift) query: FindDrift) {
    return this.search.run(actor, query);
  }

  @ResolveField(() => Person, { nullable: true })
  @Open('part of a drift that the caller was shown')
  person(@Parent() { personId }: DriftView) {
    return { __typename: 'Person', id: personId };
  }
}
