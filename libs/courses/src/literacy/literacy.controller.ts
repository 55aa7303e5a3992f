import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { DecideLiteracyEvaluation, DecideLiteracyEvaluationHandler } from './decide-evaluation.js';
import { EvaluateLiteracy, EvaluateLiteracyHandler, LiteracyView } from './evaluate-literacy.js';
import { EvaluationView } from './evaluation.js';
import { RevokeLiteracyEvaluation, RevokeLiteracyEvaluationHandler } from './revoke-evaluation.js';
import { FindLiteracyEvaluation, FindLiteracyEvaluations, FindLiteracyEvaluationsHandler } from './find-evaluations.js';

@Controller('v1')
export class LiteracyController {
  constructor(
    private readonly evaluation: EvaluateLiteracyHandler,
    private readonly search: FindLiteracyEvaluationsHandler,
    private readonly deciding: DecideLiteracyEvaluationHandler,
    private readonly revoking: RevokeLiteracyEvaluationHandler,
  ) {}

  @Post('persons/:personId/literacy-evaluation')
  @Runs(EvaluateLiteracy, LiteracyView)
  evaluate(@By() actor: Actor, @Request(EvaluateLiteracy) command: EvaluateLiteracy) {
    return this.evaluation.run(actor, command);
  }

  @Get('literacy-evaluations')
  @Runs(FindLiteracyEvaluations, pageOf(EvaluationView))
  find(@By() actor: Actor, @Request(FindLiteracyEvaluations) query: FindLiteracyEvaluations) {
    return this.search.run(actor, query);
  }

  @Get('literacy-evaluations/:id')
  @Runs(FindLiteracyEvaluation, EvaluationView)
  one(@By() actor: Actor, @Request(FindLiteracyEvaluation) query: FindLiteracyEvaluation) {
    return this.search.one(actor, query);
  }

  @Post('literacy-evaluations/:id/decide')
  @Runs(DecideLiteracyEvaluation, EvaluationView)
  decide(@By() actor: Actor, @Request(DecideLiteracyEvaluation) command: DecideLiteracyEvaluation) {
    return this.deciding.run(actor, command);
  }

  @Post('literacy-evaluations/:id/revoke')
  @Runs(RevokeLiteracyEvaluation, EvaluationView)
  revoke(@By() actor: Actor, @Request(RevokeLiteracyEvaluation) command: RevokeLiteracyEvaluation) {
    return this.revoking.run(actor, command);
  }
}
