import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { CorrectionRequestView } from './correction-request.js';
import { AcceptCorrection, DecideCorrectionHandler, RefuseCorrection } from './decide-correction.js';
import {
  FindCorrectionRequest,
  FindCorrectionRequests,
  FindCorrectionRequestsHandler,
} from './find-correction-requests.js';
import { RequestCorrection, RequestCorrectionHandler } from './request-correction.js';

@Controller('v1/correction-requests')
export class CorrectionRequestsController {
  constructor(
    private readonly asking: RequestCorrectionHandler,
    private readonly decision: DecideCorrectionHandler,
    private readonly search: FindCorrectionRequestsHandler,
  ) {}

  @Post()
  @Runs(RequestCorrection, CorrectionRequestView, 201)
  ask(@By() actor: Actor, @Request(RequestCorrection) command: RequestCorrection) {
    return this.asking.run(actor, command);
  }

  @Get()
  @Runs(FindCorrectionRequests, pageOf(CorrectionRequestView))
  list(@By() actor: Actor, @Request(FindCorrectionRequests) query: FindCorrectionRequests) {
    return this.search.run(actor, query);
  }

  @Get(':id')
  @Runs(FindCorrectionRequest, CorrectionRequestView)
  one(@By() actor: Actor, @Request(FindCorrectionRequest) query: FindCorrectionRequest) {
    return this.search.one(actor, query);
  }

  @Post(':id/accept')
  @Runs(AcceptCorrection, CorrectionRequestView)
  accept(@By() actor: Actor, @Request(AcceptCorrection) command: AcceptCorrection) {
    return this.decision.accept(actor, command);
  }

  @Post(':id/refuse')
  @Runs(RefuseCorrection, CorrectionRequestView)
  refuse(@By() actor: Actor, @Request(RefuseCorrection) command: RefuseCorrection) {
    return this.decision.refuse(actor, command);
  }
}
