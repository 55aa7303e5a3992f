import { Injectable, Optional, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { z } from 'zod';
import { Identities } from '../auth/caller.js';
import { operationRunBy } from './operation.js';

/** Where an id of a person stands in what a request says. */
type Said = { holder: Record<string | number, unknown>; at: string | number };

/**
 * Has the ids of records that turned out to be of another person name that one, wherever an operation is told a person: at every door, before
 * anything is read of it. What names nobody is left as it is.
 */
@Injectable()
export class MergedIds implements NestInterceptor {
  constructor(@Optional() private readonly identities?: Identities) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const operation = operationRunBy(context.getHandler());
    if (this.identities && operation && namesPersons(operation)) await this.replace(operation, saidIn(context));
    return next.handle();
  }

  private async replace(operation: z.ZodType, said: readonly unknown[]): Promise<void> {
    const found = said.flatMap((one) => personsIn(operation, one));
    const ids = found.map(({ holder, at }) => holder[at] as string);
    if (ids.length === 0) return;
    const now = await this.identities!.now([...new Set(ids)]);
    for (const { holder, at } of found) holder[at] = now.get((holder[at] as string).toLowerCase()) ?? holder[at];
  }
}

function saidIn(context: ExecutionContext): unknown[] {
  if (context.getType<string>() === 'graphql') {
    const args = GqlExecutionContext.create(context).getArgs<{ input?: unknown }>();
    return [args.input ?? args];
  }
  const { params, query, body } = context.switchToHttp().getRequest<FastifyRequest>();
  return [params, query, body];
}

const isPerson = (schema: z.ZodType): boolean => z.globalRegistry.get(schema)?.id === 'PersonId';

/** What a schema is beneath what may be left out, is null, or has a default. */
function inner(schema: z.ZodType): z.ZodType {
  if (isPerson(schema)) return schema;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return inner(schema.unwrap() as z.ZodType);
  return schema;
}

const NAMING = new WeakMap<z.ZodType, boolean>();

function namesPersons(schema: z.ZodType): boolean {
  const known = NAMING.get(schema);
  if (known !== undefined) return known;
  const one = inner(schema);
  const parts =
    one instanceof z.ZodObject
      ? Object.values(one.shape as z.ZodRawShape)
      : one instanceof z.ZodArray
        ? [one.element]
        : [];
  const names = isPerson(one) || parts.some((part) => namesPersons(part as z.ZodType));
  NAMING.set(schema, names);
  return names;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function personsIn(schema: z.ZodType, value: unknown): Said[] {
  const one = inner(schema);
  if (typeof value !== 'object' || value === null || !namesPersons(one)) return [];
  const holder = value as Said['holder'];
  const of = (part: z.ZodType, at: string | number): Said[] =>
    isPerson(inner(part))
      ? typeof holder[at] === 'string' && UUID.test(holder[at])
        ? [{ holder, at }]
        : []
      : personsIn(part, holder[at]);
  if (one instanceof z.ZodArray && Array.isArray(value))
    return value.flatMap((_, index) => of(one.element as z.ZodType, index));
  if (one instanceof z.ZodObject)
    return Object.entries(one.shape as Record<string, z.ZodType>).flatMap(([name, part]) => of(part, name));
  return [];
}
