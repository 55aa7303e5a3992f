import { Context, Parent, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, listed, Mutation, Query, ResolveField } from '@takwin/platform/graphql';
import { By, InPart, Input, Open, Params, Runs } from '@takwin/platform/http';
import type { Part } from '@takwin/platform/schema';
import type { SittingView } from './sitting.js';
import { CancelSitting, ChangeSitting, ChangeSittingHandler } from './change-sitting.js';
import { FindSitting, FindSittings, FindSittingsHandler } from './find-sittings.js';
import { OpenSitting, OpenSittingHandler } from './open-sitting.js';
import { Academy, Sitting, Sittings } from '../graphql-types.js';

@Resolver(() => Sitting)
export class SittingResolver {
  constructor(
    private readonly search: FindSittingsHandler,
    private readonly opening: OpenSittingHandler,
    private readonly changing: ChangeSittingHandler,
  ) {}

  @Query(() => Sittings, { nullable: true })
  @Runs(FindSittings)
  sittings(@By() actor: Actor, @Params(FindSittings) query: FindSittings) {
    return this.search.run(actor, query);
  }

  @Query(() => Sitting, { nullable: true })
  @Runs(FindSitting)
  sitting(@By() actor: Actor, @Params(FindSitting) query: FindSitting) {
    return this.search.one(actor, query);
  }

  @ResolveReference()
  @Runs(FindSitting)
  reference({ id }: { id: string }, context: GraphQLContext) {
    return batched(context, FindSitting, this.search.byIds, id);
  }

  @ResolveField(() => Academy, { nullable: true })
  @Open('part of a sitting that the caller was shown')
  academy(@Parent() { academyId }: SittingView) {
    return { __typename: 'Academy', id: academyId };
  }

  @Mutation(() => Sitting)
  @Runs(OpenSitting)
  openSitting(@By() actor: Actor, @Input(OpenSitting) command: OpenSitting) {
    return this.opening.run(actor, command);
  }

  @Mutation(() => Sitting)
  @Runs(ChangeSitting)
  changeSitting(@By() actor: Actor, @Input(ChangeSitting) command: ChangeSitting) {
    return this.changing.change(actor, command);
  }

  @Mutation(() => Sitting)
  @Runs(CancelSitting)
  cancelSitting(@By() actor: Actor, @Input(CancelSitting) command: CancelSitting) {
    return this.changing.cancel(actor, command);
  }
}

@Resolver(() => Academy)
export class AcademySittingsResolver {
  constructor(private readonly search: FindSittingsHandler) {}

  @ResolveField(() => [Sitting], { nullable: true, description: 'Those to come, soonest first' })
  @Runs(FindSitting)
  sittings(@Parent() { id }: { id: string }, @Context() context: GraphQLContext, @InPart() part: Part) {
    return listed(context, FindSitting, this.search.byAcademies, id, part);
  }
}
