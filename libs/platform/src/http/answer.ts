import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { languageOf } from '../errors/language.js';
import { Words } from '../errors/words.js';
import { tellerOf } from '../schema/reason-text.js';
import { answerOf, requestOf } from './operation.js';
import { tellVersion } from './entity-tag.js';

/**
 * Writes REST answers by their view: what the view does not list does not leave, instants become text, and of reasons it is said in
 * the caller's language what they mean.
 */
@Injectable()
export class AnswerByView implements NestInterceptor {
  constructor(private readonly words: Words) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const answer = context.getType() === 'http' ? answerOf(context.getHandler()) : undefined;
    if (!answer) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((value) => {
        const shown = answer.view.encode(value as never);
        this.say(answer.view, shown, context, reply);
        tellVersion(reply, shown);
        return shown;
      }),
    );
  }

  private say(view: z.ZodType, shown: unknown, context: ExecutionContext, reply: FastifyReply): void {
    const tell = tellerOf(view);
    if (!tell) return;
    const language = languageOf(requestOf(context).headers['accept-language']);
    tell(shown, (reason, about) => this.words.reasonOf(reason, language, about));
    void reply.headers({ 'content-language': language, vary: 'accept-language' });
  }
}
