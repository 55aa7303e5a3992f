import { Controller, Get, Post, Res } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import type { Language } from '@takwin/platform/errors';
import { By, CSV, FileBody, Request, Runs, sendCsv, Sends, Tagged, Spoken } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import type { FastifyReply } from 'fastify';
import { ImportView } from '@takwin/platform/imports';
import { AcceptImport, AcceptImportHandler } from './accept-import.js';
import { CancelImport, CancelImportHandler } from './cancel-import.js';
import { ConfirmImport, ConfirmImportHandler, ImportConfirmationView } from './confirm-import.js';
import { FindImport, FindImports, FindRejectedRows, FindImportHandler } from './find-import.js';

@Controller('v1/imports')
export class ImportsController {
  constructor(
    private readonly acceptance: AcceptImportHandler,
    private readonly search: FindImportHandler,
    private readonly confirmation: ConfirmImportHandler,
    private readonly cancellation: CancelImportHandler,
  ) {}

  @Post()
  @Runs(AcceptImport, ImportView, 202)
  accept(
    @By() actor: Actor,
    @Request(AcceptImport) command: AcceptImport,
    @FileBody() file: AsyncIterable<Uint8Array>,
  ) {
    return this.acceptance.run(actor, command, file);
  }

  @Get()
  @Runs(FindImports, pageOf(ImportView))
  find(@By() actor: Actor, @Request(FindImports) query: FindImports, @Spoken() language: Language) {
    return this.search.run(actor, query, language);
  }

  @Get(':id')
  @Runs(FindImport, ImportView)
  one(@By() actor: Actor, @Request(FindImport) query: FindImport, @Spoken() language: Language) {
    return this.search.one(actor, query, language);
  }

  @Post(':id/confirm')
  @Runs(ConfirmImport, ImportConfirmationView)
  confirm(@By() actor: Actor, @Request(ConfirmImport) command: ConfirmImport) {
    return this.confirmation.run(actor, command);
  }

  @Post(':id/cancel')
  @Runs(CancelImport, ImportView)
  cancel(@By() actor: Actor, @Request(CancelImport) command: CancelImport) {
    return this.cancellation.run(actor, command);
  }

  @Get(':id/rejected.csv')
  @Runs(FindRejectedRows)
  @Sends(CSV)
  @Tagged()
  async rejected(
    @By() actor: Actor,
    @Request(FindRejectedRows) query: FindRejectedRows,
    @Spoken() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendCsv(reply, `rejected-${query.id}`, await this.search.rejected(actor, query, language));
  }
}
