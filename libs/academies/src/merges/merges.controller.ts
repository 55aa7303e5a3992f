import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { FindMerge, FindMerges, FindMergesHandler } from './find-merges.js';
import { MergePersons, MergePersonsHandler } from './merge-persons.js';
import { MergeView } from './merge.js';
import { UndoMerge, UndoMergeHandler } from './undo-merge.js';

@Controller('v1')
export class MergesController {
  constructor(
    private readonly search: FindMergesHandler,
    private readonly merging: MergePersonsHandler,
    private readonly undoing: UndoMergeHandler,
  ) {}

  @Post('persons/:id/merge')
  @Runs(MergePersons, MergeView)
  merge(@By() actor: Actor, @Request(MergePersons) command: MergePersons) {
    return this.merging.run(actor, command);
  }

  @Get('merges')
  @Runs(FindMerges, pageOf(MergeView))
  find(@By() actor: Actor, @Request(FindMerges) query: FindMerges) {
    return this.search.run(actor, query);
  }

  @Get('merges/:id')
  @Runs(FindMerge, MergeView)
  one(@By() actor: Actor, @Request(FindMerge) query: FindMerge) {
    return this.search.one(actor, query);
  }

  @Post('merges/:id/undo')
  @Runs(UndoMerge, MergeView)
  undo(@By() actor: Actor, @Request(UndoMerge) command: UndoMerge) {
    return this.undoing.run(actor, command);
  }
}
