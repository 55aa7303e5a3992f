import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { answerOf } from './operation.js';

/** Writes REST answers by their view: what the view does not list does not leave, and instants become text. */
@Injectable()
export class AnswerByView implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const answer = context.getType() === 'http' ? answerOf(context.getHandler()) : undefined;
    return answer ? next.handle().pipe(map((value) => answer.view.encode(value as never))) : next.handle();
  }
}
