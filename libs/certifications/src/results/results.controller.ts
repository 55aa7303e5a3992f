import { Controller, Get, Post, Res } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import type { Language } from '@takwin/platform/errors';
import { By, CSV, FileBody, Request, Runs, sendCsv, Sends, Tagged, Spoken } from '@takwin/platform/http';
import { ImportView } from '@takwin/platform/imports';
import { pageOf } from '@takwin/platform/schema';
import type { FastifyReply } from 'fastify';
import { Mismatch, ResultHistory, ResultOutcomes, ResultView } from './result.js';
import { AcceptResultImport, AcceptResultImportHandler } from './accept-result-import.js';
import { CancelResultImport, CancelResultImportHandler } from './cancel-result-import.js';
import { CorrectResult, FindResultHistory, CorrectResultHandler } from './correct-result.js';
import { DecideResult, DecideResultHandler } from './decide-result.js';
import { FindResults, FindResultsHandler } from './find-results.js';
import { FindMismatches, FindMismatchesHandler } from './find-mismatches.js';
import {
  FindRejectedResults,
  FindResultImport,
  FindResultImportHandler,
  FindResultImports,
} from './find-result-import.js';
import { RecordResults, RecordResultsHandler } from './record-results.js';

@Controller('v1/results')
export class ResultsController {
  constructor(
    private readonly recording: RecordResultsHandler,
    private readonly correcting: CorrectResultHandler,
    private readonly mismatches: FindMismatchesHandler,
    private readonly search: FindResultsHandler,
    private readonly deciding: DecideResultHandler,
  ) {}

  @Post()
  @Runs(RecordResults, ResultOutcomes)
  record(@By() actor: Actor, @Request(RecordResults) command: RecordResults) {
    return this.recording.run(actor, command);
  }

  @Get()
  @Runs(FindResults, pageOf(ResultView))
  find(@By() actor: Actor, @Request(FindResults) query: FindResults) {
    return this.search.run(actor, query);
  }

  @Get('mismatches')
  @Runs(FindMismatches, pageOf(Mismatch))
  findMismatches(@By() actor: Actor, @Request(FindMismatches) query: FindMismatches) {
    return this.mismatches.run(actor, query);
  }

  @Get(':id')
  @Runs(FindResultHistory, ResultHistory)
  history(@By() actor: Actor, @Request(FindResultHistory) query: FindResultHistory) {
    return this.correcting.find(actor, query);
  }

  @Post(':id/correct')
  @Runs(CorrectResult, ResultHistory)
  correct(@By() actor: Actor, @Request(CorrectResult) command: CorrectResult) {
    return this.correcting.run(actor, command);
  }

  @Post(':id/decide')
  @Runs(DecideResult, ResultView)
  decide(@By() actor: Actor, @Request(DecideResult) command: DecideResult) {
    return this.deciding.run(actor, command);
  }
}

@Controller('v1/imports')
export class ResultImportsController {
  constructor(
    private readonly acceptance: AcceptResultImportHandler,
    private readonly search: FindResultImportHandler,
    private readonly cancellation: CancelResultImportHandler,
  ) {}

  @Post()
  @Runs(AcceptResultImport, ImportView, 202)
  accept(
    @By() actor: Actor,
    @Request(AcceptResultImport) command: AcceptResultImport,
    @FileBody() file: AsyncIterable<Uint8Array>,
  ) {
    return this.acceptance.run(actor, command, file);
  }

  @Get()
  @Runs(FindResultImports, pageOf(ImportView))
  find(@By() actor: Actor, @Request(FindResultImports) query: FindResultImports, @Spoken() language: Language) {
    return this.search.run(actor, query, language);
  }

  @Get(':id')
  @Runs(FindResultImport, ImportView)
  one(@By() actor: Actor, @Request(FindResultImport) query: FindResultImport, @Spoken() language: Language) {
    return this.search.one(actor, query, language);
  }

  @Post(':id/cancel')
  @Runs(CancelResultImport, ImportView)
  cancel(@By() actor: Actor, @Request(CancelResultImport) command: CancelResultImport) {
    return this.cancellation.run(actor, command);
  }

  @Get(':id/rejected.csv')
  @Runs(FindRejectedResults)
  @Sends(CSV)
  @Tagged()
  async rejected(
    @By() actor: Actor,
    @Request(FindRejectedResults) query: FindRejectedResults,
    @Spoken() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendCsv(reply, `rejected-${query.id}`, await this.search.rejected(actor, query, language));
  }
}
