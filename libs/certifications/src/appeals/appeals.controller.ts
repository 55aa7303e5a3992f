import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { AppealView } from './appeal.js';
import { DecideAppeal, DecideAppealHandler } from './decide-appeal.js';
import { FindAppeals, FindAppealsHandler } from './find-appeals.js';
import { RaiseAppeal, RaiseAppealHandler } from './raise-appeal.js';

@Controller('v1')
export class AppealsController {
  constructor(
    private readonly search: FindAppealsHandler,
    private readonly raising: RaiseAppealHandler,
    private readonly deciding: DecideAppealHandler,
  ) {}

  @Get('appeals')
  @Runs(FindAppeals, pageOf(AppealView))
  find(@By() actor: Actor, @Request(FindAppeals) query: FindAppeals) {
    return this.search.run(actor, query);
  }

  @Post('registrations/:id/appeals')
  @Runs(RaiseAppeal, AppealView, 201)
  raise(@By() actor: Actor, @Request(RaiseAppeal) command: RaiseAppeal) {
    return this.raising.run(actor, command);
  }

  @Post('appeals/:id/decide')
  @Runs(DecideAppeal, AppealView)
  decide(@By() actor: Actor, @Request(DecideAppeal) command: DecideAppeal) {
    return this.deciding.run(actor, command);
  }
}
