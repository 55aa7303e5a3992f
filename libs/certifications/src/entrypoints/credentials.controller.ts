import { Controller, Get, Headers, Post, Res } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth/actor';
import { By, Request, Runs } from '@takwin/platform/http/operation';
import type { FastifyReply } from 'fastify';
import { decodeJwt } from 'jose';
import { CredentialView } from '../credential/credential.js';
import { VerificationView } from '../credential/verify.js';
import { CredentialSearch, FetchCredential } from '../use-cases/find-credentials.js';
import { CredentialAdministration, IssueCredential, RevokeCredential } from '../use-cases/revoke-credential.js';
import { CredentialVerification, VerifyCredential } from '../use-cases/verify-credential.js';

@Controller('v1/credentials')
export class CredentialsController {
  constructor(
    private readonly search: CredentialSearch,
    private readonly administration: CredentialAdministration,
    private readonly verification: CredentialVerification,
  ) {}

  /** The credential as JSON-LD, or as the JWT that proves it where that is asked for. */
  @Get(':id')
  @Runs(FetchCredential)
  async fetch(
    @By() actor: Actor,
    @Request(FetchCredential) query: FetchCredential,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const jwt = await this.search.jwt(actor, query);
    if (accept?.includes('jwt')) return reply.type('application/vc+jwt').send(jwt);
    const { iss: _, jti: __, nbf: ___, sub: ____, ...credential } = decodeJwt(jwt);
    return reply.type('application/vc').send(JSON.stringify(credential));
  }

  @Post()
  @Runs(IssueCredential, CredentialView, 201)
  issue(@By() actor: Actor, @Request(IssueCredential) command: IssueCredential) {
    return this.administration.issue(actor, command);
  }

  @Post('verify')
  @Runs(VerifyCredential, VerificationView)
  verify(@Request(VerifyCredential) command: VerifyCredential) {
    return this.verification.run(command);
  }

  @Post(':id/revoke')
  @Runs(RevokeCredential, CredentialView)
  revoke(@By() actor: Actor, @Request(RevokeCredential) command: RevokeCredential) {
    return this.administration.revoke(actor, command);
  }
}
