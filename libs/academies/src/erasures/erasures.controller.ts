import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { AcceptErasure, DecideErasureHandler, RefuseErasure } from './decide-erasure.js';
import { ErasureView } from './erasure.js';
import { FindErasure, FindErasures, FindErasuresHandler } from './find-erasures.js';
import { ErasureTermsView, ReadErasureTerms, ReadErasureTermsHandler } from './read-erasure-terms.js';
import { RequestErasure, RequestErasureHandler } from './request-erasure.js';

@Controller('v1/erasures')
export class ErasuresController {
  constructor(
    private readonly asking: RequestErasureHandler,
    private readonly decision: DecideErasureHandler,
    private readonly search: FindErasuresHandler,
  ) {}

  @Post()
  @Runs(RequestErasure, ErasureView, 201)
  ask(@By() actor: Actor, @Request(RequestErasure) command: RequestErasure) {
    return this.asking.run(actor, command);
  }

  @Get()
  @Runs(FindErasures, pageOf(ErasureView))
  list(@By() actor: Actor, @Request(FindErasures) query: FindErasures) {
    return this.search.run(actor, query);
  }

  @Get(':id')
  @Runs(FindErasure, ErasureView)
  one(@By() actor: Actor, @Request(FindErasure) query: FindErasure) {
    return this.search.one(actor, query);
  }

  @Post(':id/accept')
  @Runs(AcceptErasure, ErasureView)
  accept(@By() actor: Actor, @Request(AcceptErasure) command: AcceptErasure) {
    return this.decision.accept(actor, command);
  }

  @Post(':id/refuse')
  @Runs(RefuseErasure, ErasureView)
  refuse(@By() actor: Actor, @Request(RefuseErasure) command: RefuseErasure) {
    return this.decision.refuse(actor, command);
  }
}

@Controller('v1/erasure-terms')
export class ErasureTermsController {
  constructor(private readonly terms: ReadErasureTermsHandler) {}

  @Get()
  @Runs(ReadErasureTerms, ErasureTermsView)
  read(@By() actor: Actor, @Request(ReadErasureTerms) query: ReadErasureTerms) {
    return this.terms.run(actor, query);
  }
}
