import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import type { Language } from '@takwin/platform/errors';
import { By, Request, Runs, Spoken } from '@takwin/platform/http';
import { RuleView } from './rule.js';
import { ChangeRule, FindRules, ChangeRulesHandler, RulesView } from './change-rules.js';
import { ExplainEntitlementHandler, EntitlementView, ExplainEntitlement } from './explain-entitlement.js';
import { ExplainLicence, ExplainLicenceHandler, LicenceExplanationView } from './explain-licence.js';

@Controller('v1')
export class EntitlementController {
  constructor(
    private readonly explanation: ExplainEntitlementHandler,
    private readonly book: ChangeRulesHandler,
    private readonly licence: ExplainLicenceHandler,
  ) {}

  @Get('entitlements/:personId')
  @Runs(ExplainEntitlement, EntitlementView)
  explain(@By() actor: Actor, @Request(ExplainEntitlement) query: ExplainEntitlement) {
    return this.explanation.run(actor, query);
  }

  @Get('persons/:personId/licence-explanation')
  @Runs(ExplainLicence, LicenceExplanationView)
  explainLicence(@By() actor: Actor, @Request(ExplainLicence) query: ExplainLicence, @Spoken() language: Language) {
    return this.licence.run(actor, query, language);
  }

  @Get('entitlement-rules')
  @Runs(FindRules, RulesView)
  rules(@By() actor: Actor, @Request(FindRules) _query: FindRules) {
    return this.book.all(actor);
  }

  @Post('entitlement-rules')
  @Runs(ChangeRule, RuleView)
  change(@By() actor: Actor, @Request(ChangeRule) rule: ChangeRule) {
    return this.book.change(actor, rule);
  }
}
