import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { RuleView } from './rule.js';
import { ChangeRule, FindRules, ChangeRulesHandler, RulesView } from './change-rules.js';
import { ExplainEntitlementHandler, EntitlementView, ExplainEntitlement } from './explain-entitlement.js';

@Controller('v1')
export class EntitlementController {
  constructor(
    private readonly explanation: ExplainEntitlementHandler,
    private readonly book: ChangeRulesHandler,
  ) {}

  @Get('entitlements/:personId')
  @Runs(ExplainEntitlement, EntitlementView)
  explain(@By() actor: Actor, @Request(ExplainEntitlement) query: ExplainEntitlement) {
    return this.explanation.run(actor, query);
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
