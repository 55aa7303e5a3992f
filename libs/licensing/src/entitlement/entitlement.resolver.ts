import { Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { By, Input, Open, Params, Runs } from '@takwin/platform/http';
import { ChangeRule, FindRules, ChangeRulesHandler } from './change-rules.js';
import { ExplainEntitlementHandler, type EntitlementView, ExplainEntitlement } from './explain-entitlement.js';
import { Entitlement, EntitlementRule, EntitlementRules, Person } from '../graphql-types.js';

@Resolver(() => Entitlement)
export class EntitlementResolver {
  constructor(
    private readonly explanation: ExplainEntitlementHandler,
    private readonly book: ChangeRulesHandler,
  ) {}

  @Query(() => Entitlement, { nullable: true })
  @Runs(ExplainEntitlement)
  entitlement(@By() actor: Actor, @Params(ExplainEntitlement) query: ExplainEntitlement) {
    return this.explanation.run(actor, query);
  }

  @ResolveField(() => Person, { nullable: true })
  @Open('whose entitlement the caller was shown')
  person(@Parent() { personId }: EntitlementView) {
    return { __typename: 'Person', id: personId };
  }

  @Query(() => EntitlementRules, { nullable: true })
  @Runs(FindRules)
  entitlementRules(@By() actor: Actor) {
    return this.book.all(actor);
  }

  @Mutation(() => EntitlementRule)
  @Runs(ChangeRule)
  changeEntitlementRule(@By() actor: Actor, @Input(ChangeRule) rule: ChangeRule) {
    return this.book.change(actor, rule);
  }
}
