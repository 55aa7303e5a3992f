import { Controller, Get, Headers, Post, Res } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs, Sends, Tagged } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CredentialView } from './credential.js';
import { FetchCredential, FindCredentials, FindCredentialsHandler } from './find-credentials.js';
import { PrintCredentialHandler, PrintCredential } from './print-credential.js';
import { FetchStatusList, ShowStatusListHandler } from './show-status-list.js';
import { RevokeCredentialHandler, IssueCredential, RevokeCredential } from './revoke-credential.js';

/** What `sendSigned` answers. */
const SIGNED = {
  'application/vc': z
    .looseObject({
      '@context': z.array(z.unknown()).describe('JSON-LD contexts, that of Verifiable Credentials 2.0 first'),
      type: z.array(z.string()).describe('VerifiableCredential, and of which kind'),
    })
    .meta({ examples: [{ '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiableCredential'] }] }),
  'application/vc+jwt': z
    .string()
    .meta({ description: 'A JWT whose payload is the credential', examples: ['eyJhbGciOiJFZERTQSJ9.eyJ9.c2ln'] }),
};
const PDF = { 'application/pdf': z.string().meta({ contentMediaType: 'application/pdf' }) };

@Controller('v1/credentials')
export class CredentialsController {
  constructor(
    private readonly search: FindCredentialsHandler,
    private readonly administration: RevokeCredentialHandler,
    private readonly lists: ShowStatusListHandler,
    private readonly printing: PrintCredentialHandler,
  ) {}

  @Get()
  @Runs(FindCredentials, pageOf(CredentialView))
  find(@By() actor: Actor, @Request(FindCredentials) query: FindCredentials) {
    return this.search.run(actor, query);
  }

  /** The credential as JSON-LD, or as the JWT that proves it where that is asked for. */
  @Get(':id')
  @Runs(FetchCredential)
  @Sends(SIGNED)
  @Tagged()
  async fetch(
    @By() actor: Actor,
    @Request(FetchCredential) query: FetchCredential,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendSigned(reply, await this.search.signed(actor, query), accept);
  }

  @Get(':id.pdf')
  @Runs(PrintCredential)
  @Sends(PDF)
  async print(
    @By() actor: Actor,
    @Request(PrintCredential) query: PrintCredential,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const pdf = await this.printing.run(actor, query);
    return reply.type('application/pdf').send(Buffer.from(pdf));
  }

  /** Which credentials are revoked; in the form that is asked for. */
  @Get('status-lists/:list')
  @Runs(FetchStatusList)
  @Sends(SIGNED)
  @Tagged()
  async statusList(
    @Request(FetchStatusList) query: FetchStatusList,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    void reply.header('cache-control', 'public, max-age=300');
    return sendSigned(reply, await this.lists.run(query), accept);
  }

  @Post()
  @Runs(IssueCredential, CredentialView, 201)
  issue(@By() actor: Actor, @Request(IssueCredential) command: IssueCredential) {
    return this.administration.issue(actor, command);
  }

  @Post(':id/revoke')
  @Runs(RevokeCredential, CredentialView)
  revoke(@By() actor: Actor, @Request(RevokeCredential) command: RevokeCredential) {
    return this.administration.revoke(actor, command);
  }
}

/** As JWT where that is asked for, else as JSON-LD. */
const sendSigned = (reply: FastifyReply, { jwt, json }: { jwt: string; json: object }, accept = '') =>
  accept.includes('jwt')
    ? reply.header('vary', 'accept').type('application/vc+jwt').send(jwt)
    : reply.header('vary', 'accept').type('application/vc').send(JSON.stringify(json));
