import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { CorrectionRequest, CorrectionRequests } from '../graphql-types.js';
import { AcceptCorrection, DecideCorrectionHandler, RefuseCorrection } from './decide-correction.js';
import {
  FindCorrectionRequest,
  FindCorrectionRequests,
  FindCorrectionRequestsHandler,
} from './find-correction-requests.js';
import { RequestCorrection, RequestCorrectionHandler } from './request-correction.js';

@Resolver(() => CorrectionRequest)
export class CorrectionRequestResolver {
  constructor(
    private readonly asking: RequestCorrectionHandler,
    private readonly decision: DecideCorrectionHandler,
    private readonly search: FindCorrectionRequestsHandler,
  ) {}

  @Query(() => CorrectionRequest, { nullable: true })
  @Runs(FindCorrectionRequest)
  correctionRequest(@By() actor: Actor, @Params(FindCorrectionRequest) query: FindCorrectionRequest) {
    return this.search.one(actor, query);
  }

  @Query(() => CorrectionRequests, { nullable: true })
  @Runs(FindCorrectionRequests)
  correctionRequests(@By() actor: Actor, @Params(FindCorrectionRequests) query: FindCorrectionRequests) {
    return this.search.run(actor, query);
  }

  @Mutation(() => CorrectionRequest)
  @Runs(RequestCorrection)
  requestCorrection(@By() actor: Actor, @Input(RequestCorrection) command: RequestCorrection) {
    return this.asking.run(actor, command);
  }

  @Mutation(() => CorrectionRequest)
  @Runs(AcceptCorrection)
  acceptCorrection(@By() actor: Actor, @Input(AcceptCorrection) command: AcceptCorrection) {
    return this.decision.accept(actor, command);
  }

  @Mutation(() => CorrectionRequest)
  @Runs(RefuseCorrection)
  refuseCorrection(@By() actor: Actor, @Input(RefuseCorrection) command: RefuseCorrection) {
    return this.decision.refuse(actor, command);
  }
}
