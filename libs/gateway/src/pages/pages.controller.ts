import { Controller, Get, Header, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotFound } from '@takwin/platform/errors';
import { DOCS, DOCS_POLICY, DOCS_START, docsFile } from './docs.js';
import { LANDING, LANDING_POLICY } from './landing.js';
import { REFUSALS_PAGE, refusalPage } from './refusals.js';
import { sendFile } from './send.js';

const HTML = 'text/html; charset=utf-8';
const POLICY = 'content-security-policy';

/** Where the merged OpenAPI document lies. */
export const OPENAPI_FILE = Symbol('where the merged OpenAPI document lies');

@Controller()
export class PagesController {
  constructor(@Inject(OPENAPI_FILE) private readonly openapi: string) {}

  @Get()
  @Header('content-type', HTML)
  @Header(POLICY, LANDING_POLICY)
  landing(): string {
    return LANDING;
  }

  @Get('docs')
  @Header('content-type', HTML)
  @Header(POLICY, DOCS_POLICY)
  docs(): string {
    return DOCS;
  }

  @Get('docs/start.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  start(): string {
    return DOCS_START;
  }

  @Get('docs/refusals')
  @Header('content-type', HTML)
  @Header(POLICY, LANDING_POLICY)
  refusals(): string {
    return REFUSALS_PAGE;
  }

  @Get('docs/refusals/:code')
  refusal(@Param('code') code: string, @Res() reply: FastifyReply): void {
    const page = refusalPage(code);
    if (!page) throw new NotFound();
    void reply.headers({ 'content-type': HTML, [POLICY]: LANDING_POLICY }).send(page);
  }

  @Get('docs/:file')
  asset(@Param('file') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const file = docsFile(name);
    if (!file) throw new NotFound();
    sendFile(file.path, file.type, request, reply.header('cache-control', 'public, max-age=86400'));
  }

  @Get('v1/openapi.json')
  document(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendFile(this.openapi, 'application/json; charset=utf-8', request, reply);
  }
}
