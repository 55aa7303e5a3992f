import { Controller, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { EvaluateLiteracy, EvaluateLiteracyHandler, LiteracyView } from './evaluate-literacy.js';

@Controller('v1/persons/:personId/literacy-evaluation')
export class LiteracyController {
  constructor(private readonly evaluation: EvaluateLiteracyHandler) {}

  @Post()
  @Runs(EvaluateLiteracy, LiteracyView)
  evaluate(@By() actor: Actor, @Request(EvaluateLiteracy) command: EvaluateLiteracy) {
    return this.evaluation.run(actor, command);
  }
}
