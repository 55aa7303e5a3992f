import { Context, Parent, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, Mutation, Query, ResolveField } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { Merge, Merges, Person } from '../graphql-types.js';
import { FindPerson, FindPersonsHandler } from '../persons/find-persons.js';
import { FindMerge, FindMerges, FindMergesHandler } from './find-merges.js';
import { MergePersons, MergePersonsHandler } from './merge-persons.js';
import type { MergeView } from './merge.js';
import { UndoMerge, UndoMergeHandler } from './undo-merge.js';

@Resolver(() => Merge)
export class MergeResolver {
  constructor(
    private readonly search: FindMergesHandler,
    private readonly merging: MergePersonsHandler,
    private readonly undoing: UndoMergeHandler,
    private readonly persons: FindPersonsHandler,
  ) {}

  @Query(() => Merge, { nullable: true })
  @Runs(FindMerge)
  merge(@By() actor: Actor, @Params(FindMerge) query: FindMerge) {
    return this.search.one(actor, query);
  }

  @Query(() => Merges, { nullable: true })
  @Runs(FindMerges)
  merges(@By() actor: Actor, @Params(FindMerges) query: FindMerges) {
    return this.search.run(actor, query);
  }

  @ResolveField(() => Person, { nullable: true })
  @Runs(FindPerson)
  person(@Parent() { personId }: MergeView, @Context() context: GraphQLContext) {
    return batched(context, FindPerson, this.persons.byIds, personId);
  }

  @Mutation(() => Merge)
  @Runs(MergePersons)
  mergePersons(@By() actor: Actor, @Input(MergePersons) command: MergePersons) {
    return this.merging.run(actor, command);
  }

  @Mutation(() => Merge)
  @Runs(UndoMerge)
  undoMerge(@By() actor: Actor, @Input(UndoMerge) command: UndoMerge) {
    return this.undoing.run(actor, command);
  }
}
