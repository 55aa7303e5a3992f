import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { Appeal, Appeals } from '../graphql-types.js';
import { DecideAppeal, DecideAppealHandler } from './decide-appeal.js';
import { FindAppeals, FindAppealsHandler } from './find-appeals.js';
import { RaiseAppeal, RaiseAppealHandler } from './raise-appeal.js';

@Resolver()
export class AppealResolver {
  constructor(
    private readonly search: FindAppealsHandler,
    private readonly raising: RaiseAppealHandler,
    private readonly deciding: DecideAppealHandler,
  ) {}

  @Query(() => Appeals, { nullable: true })
  @Runs(FindAppeals)
  appeals(@By() actor: Actor, @Params(FindAppeals) query: FindAppeals) {
    return this.search.run(actor, query);
  }

  @Mutation(() => Appeal)
  @Runs(RaiseAppeal)
  raiseAppeal(@By() actor: Actor, @Input(RaiseAppeal) command: RaiseAppeal) {
    return this.raising.run(actor, command);
  }

  @Mutation(() => Appeal)
  @Runs(DecideAppeal)
  decideAppeal(@By() actor: Actor, @Input(DecideAppeal) command: DecideAppeal) {
    return this.deciding.run(actor, command);
  }
}
