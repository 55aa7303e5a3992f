import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { NotFound } from '@takwin/platform/errors';
import { Open } from '@takwin/platform/http';
import type { FastifyReply } from 'fastify';
import { CredentialKeys } from '../credentials/keys.js';
import { languageOf, verificationPage } from './page.js';
import { ShowVerificationHandler } from './show-verification.js';

const PUBLIC_KEYS = 'public keys are for everyone';

/** What anyone may see: the keys that sign, and whether a credential holds. */
@Controller()
export class PublicController {
  constructor(
    private readonly keys: CredentialKeys,
    private readonly verification: ShowVerificationHandler,
  ) {}

  @Get('.well-known/jwks.json')
  @Open(PUBLIC_KEYS)
  jwks() {
    return this.keys.jwks;
  }

  @Get('.well-known/did.json')
  @Open(PUBLIC_KEYS)
  did() {
    return this.keys.did;
  }

  @Get('keys/:kid')
  @Open(PUBLIC_KEYS)
  key(@Param('kid') kid: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const key = this.keys.shown(kid);
    if (!key) throw new NotFound('key');
    return reply.type('kty' in key ? 'application/jwk+json' : 'application/json').send(JSON.stringify(key));
  }

  @Get('verify/:id')
  @Open('whoever was handed a credential may ask whether it holds')
  async verify(
    @Param('id') id: string,
    @Query('lang') lang: unknown,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const shown = await this.verification.run(id);
    return reply
      .status(shown ? 200 : 404)
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
      .header('cache-control', 'no-store')
      .header('vary', 'accept-language')
      .type('text/html; charset=utf-8')
      .send(verificationPage(languageOf(lang, accepted), shown));
  }
}
