import { Controller, Get, Patch, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { SittingView } from './sitting.js';
import { CancelSitting, ChangeSitting, ChangeSittingHandler } from './change-sitting.js';
import { FindSitting, FindSittings, FindSittingsHandler } from './find-sittings.js';
import { OpenSitting, OpenSittingHandler } from './open-sitting.js';

@Controller('v1/sittings')
export class SittingsController {
  constructor(
    private readonly search: FindSittingsHandler,
    private readonly opening: OpenSittingHandler,
    private readonly changing: ChangeSittingHandler,
  ) {}

  @Get()
  @Runs(FindSittings, pageOf(SittingView))
  find(@By() actor: Actor, @Request(FindSittings) query: FindSittings) {
    return this.search.run(actor, query);
  }

  @Get(':id')
  @Runs(FindSitting, SittingView)
  one(@By() actor: Actor, @Request(FindSitting) query: FindSitting) {
    return this.search.one(actor, query);
  }

  @Post()
  @Runs(OpenSitting, SittingView, 201)
  open(@By() actor: Actor, @Request(OpenSitting) command: OpenSitting) {
    return this.opening.run(actor, command);
  }

  @Patch(':id')
  @Runs(ChangeSitting, SittingView)
  change(@By() actor: Actor, @Request(ChangeSitting) command: ChangeSitting) {
    return this.changing.change(actor, command);
  }

  @Post(':id/cancel')
  @Runs(CancelSitting, SittingView)
  cancel(@By() actor: Actor, @Request(CancelSitting) command: CancelSitting) {
    return this.changing.cancel(actor, command);
  }
}
