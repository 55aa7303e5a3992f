import { Controller, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { HandedOverView, HandOverSecrets, HandOverSecretsHandler } from './hand-over-secrets.js';

@Controller('v1/initial-secrets')
export class InitialSecretsController {
  constructor(private readonly handover: HandOverSecretsHandler) {}

  @Post('hand-over')
  @Runs(HandOverSecrets, HandedOverView)
  handOver(@By() actor: Actor, @Request(HandOverSecrets) command: HandOverSecrets) {
    return this.handover.run(actor, command);
  }
}
