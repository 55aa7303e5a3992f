import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { NotFound } from '@takwin/platform/errors';
import { Open } from '@takwin/platform/http';
import type { FastifyReply } from 'fastify';
import { CredentialKeys } from '../credentials/keys.js';
import { achievementPage } from './achievement-page.js';
import { languageOf, verificationPage } from './page.js';
import { ShowAchievementHandler } from './show-achievement.js';
import { ShowVerificationHandler } from './show-verification.js';

const PUBLIC_KEYS = 'public keys are for everyone';

/** What anyone may see: the keys that sign, whether a credential holds, and what it is about. */
@Controller()
export class PublicController {
  constructor(
    private readonly keys: CredentialKeys,
    private readonly verification: ShowVerificationHandler,
    private readonly achievements: ShowAchievementHandler,
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
    return sendPage(reply.header('cache-control', 'no-store').header('vary', 'accept-language'), {
      exists: shown !== undefined,
      html: verificationPage(languageOf(lang, accepted), shown),
    });
  }

  /** JSON-LD, or a page where a browser asks. */
  @Get('achievements/:id')
  @Open('credentials name it by this address, whoever reads them')
  async achievement(
    @Param('id') id: string,
    @Query('lang') lang: unknown,
    @Headers('accept') accept: string | undefined,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const shown = await this.achievements.run(id);
    void reply.header('vary', 'accept, accept-language');
    if (accept?.includes('text/html'))
      return sendPage(reply, {
        exists: shown !== undefined,
        html: achievementPage(languageOf(lang, accepted), shown?.achievement),
      });
    if (!shown) throw new NotFound('achievement');
    return reply.type('application/ld+json').send(JSON.stringify(shown.json));
  }
}

const sendPage = (reply: FastifyReply, { exists, html }: { exists: boolean; html: string }) =>
  reply
    .status(exists ? 200 : 404)
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
    .type('text/html; charset=utf-8')
    .send(html);
