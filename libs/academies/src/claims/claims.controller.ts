import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { ClaimView } from './claim.js';
import { AcceptClaim, DecideClaimHandler, RefuseClaim } from './decide-claim.js';
import { FindClaim, FindClaims, FindClaimsHandler } from './find-claims.js';

@Controller('v1/claims')
export class ClaimsController {
  constructor(
    private readonly search: FindClaimsHandler,
    private readonly decision: DecideClaimHandler,
  ) {}

  @Get()
  @Runs(FindClaims, pageOf(ClaimView))
  find(@By() actor: Actor, @Request(FindClaims) query: FindClaims) {
    return this.search.run(actor, query);
  }

  @Get(':id')
  @Runs(FindClaim, ClaimView)
  one(@By() actor: Actor, @Request(FindClaim) query: FindClaim) {
    return this.search.one(actor, query);
  }

  @Post(':id/accept')
  @Runs(AcceptClaim, ClaimView)
  accept(@By() actor: Actor, @Request(AcceptClaim) command: AcceptClaim) {
    return this.decision.accept(actor, command);
  }

  @Post(':id/refuse')
  @Runs(RefuseClaim, ClaimView)
  refuse(@By() actor: Actor, @Request(RefuseClaim) command: RefuseClaim) {
    return this.decision.refuse(actor, command);
  }
}
