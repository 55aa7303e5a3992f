import { Context, Parent, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import type { Language } from '@takwin/platform/errors';
import { batched, type GraphQLContext, Mutation, Query, ResolveField } from '@takwin/platform/graphql';
import { By, Input, Open, Params, Runs, Spoken } from '@takwin/platform/http';
import { ChangeRule, FindRules, ChangeRulesHandler } from './change-rules.js';
import { ExplainEntitlementHandler, type EntitlementView, ExplainEntitlement } from './explain-entitlement.js';
import { ExplainLicence, ExplainLicenceHandler, type LicenceExplanationView } from './explain-licence.js';
import { Entitlement, EntitlementRule, EntitlementRules, LicenceExplanation, Person } from '../graphql-types.js';

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

@Resolver(() => LicenceExplanation)
export class LicenceExplanationResolver {
  constructor(private readonly explanation: ExplainLicenceHandler) {}

  @Query(() => LicenceExplanation, { nullable: true })
  @Runs(ExplainLicence)
  licenceExplanation(@By() actor: Actor, @Params(ExplainLicence) query: ExplainLicence, @Spoken() language: Language) {
    return this.explanation.run(actor, query, language);
  }

  @ResolveField(() => Person, { nullable: true })
  @Open('whose licence the caller was told of')
  person(@Parent() { personId }: LicenceExplanationView) {
    return { __typename: 'Person', id: personId };
  }
}

/** What licensing adds to a person: why there is no licence, as far as the caller may know. */
@Resolver(() => Person)
export class PersonLicenceExplanationResolver {
  constructor(private readonly explanation: ExplainLicenceHandler) {}

  @ResolveField(() => LicenceExplanation, { nullable: true })
  @Runs(ExplainLicence)
  licenceExplanation(
    @Parent() { id }: { id: string },
    @Context() context: GraphQLContext,
    @Spoken() language: Language,
  ) {
    return batched(context, ExplainLicence, this.explanation.byPersons[language], id);
  }
}
