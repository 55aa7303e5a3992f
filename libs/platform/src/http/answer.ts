import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import type { FastifyReply } from 'fastify';
import { answerOf } from './operation.js';
import { tellVersion } from './entity-tag.js';

/** Writes REST answers by their view: what the view does not list does not leave, and instants become text. */
@Injectable()
export class AnswerByView implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const answer = context.getType() === 'http' ? answerOf(context.getHandler()) : undefined;
    if (!answer) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((value) => {
        const shown = answer.view.encode(value as never);
        tellVersion(reply, shown);
        return shown;
      }),
    );
  }
}
