import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  SetMetadata,
  type CustomDecorator,
  type ExecutionContext,
  type PipeTransform,
} from '@nestjs/common';
import { Args, GqlExecutionContext } from '@nestjs/graphql';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLResolveInfo } from 'graphql';
import type { z } from 'zod';
import type { Actor, Keyed } from '../auth/actor.js';
import { grant, type Authenticated } from '../auth/grant.js';
import { languageOf, type Language } from '../errors/language.js';
import { invalid, parse, Refusal } from '../errors/refusal.js';
import { bytesOf } from '../files/store-file.js';
import { withoutNulls } from '../graphql/nulls.js';
import { graphqlArgs, graphqlInput } from '../graphql/types.js';
import { hashOf } from '../postgres/hash-of.js';
import { Part } from '../schema/part.js';
import { isQuery, operationOf } from '../schema/schema.js';
import { charsetOf } from './charset.js';
import { expectedVersion } from './conditional.js';

const OPERATION = 'takwin:operation';
const ANSWER = 'takwin:answer';
const SENT = 'takwin:sent';
const TAGGED = 'takwin:tagged';
const OPEN = 'takwin:open';
const FILE = 'takwin:file';

/** What a REST call answers: the view and its status, and others that the handler may set instead. */
export type Answer = { view: z.ZodType; status: number; others: number[] };

export const operationRunBy = (handler: object): z.ZodType | undefined =>
  Reflect.getMetadata(OPERATION, handler) as z.ZodType | undefined;
export const answerOf = (handler: object): Answer | undefined =>
  Reflect.getMetadata(ANSWER, handler) as Answer | undefined;
export const sentBy = (handler: object): Readonly<Record<string, z.ZodType>> | undefined =>
  Reflect.getMetadata(SENT, handler) as Readonly<Record<string, z.ZodType>> | undefined;
export const isTagged = (handler: object): boolean => Reflect.hasMetadata(TAGGED, handler);
export const isOpen = (handler: object): boolean => Reflect.hasMetadata(OPEN, handler);

/** The request of a REST call, or of the GraphQL operation that a resolver runs in. */
export function requestOf(context: ExecutionContext): FastifyRequest & Authenticated {
  if (context.getType<string>() !== 'graphql') return context.switchToHttp().getRequest();
  return GqlExecutionContext.create(context).getContext<{ req: FastifyRequest & Authenticated }>().req;
}

/**
 * Names the use case that a handler runs, the view that it answers, its status and those that the handler sets instead: rule,
 * answer and documentation follow.
 */
export const Runs = (
  operation: z.ZodType,
  view?: z.ZodType,
  status = 200,
  ...others: readonly number[]
): MethodDecorator =>
  applyDecorators(
    SetMetadata(OPERATION, operation),
    ...(view ? [SetMetadata(ANSWER, { view, status, others: [...others] } satisfies Answer), HttpCode(status)] : []),
  );

/** The media types that a handler answers in where that is not JSON of a view, each with what is sent as that. */
export const Sends = (types: Readonly<Record<string, z.ZodType>>): CustomDecorator => SetMetadata(SENT, types);

/** What it sends is text that is there as a whole, which is given an ETag; what streams has none, and no bytes have. */
export const Tagged = (): CustomDecorator => SetMetadata(TAGGED, true);

/** Runs without a rule, for a reason that a reviewer can judge. */
export const Open = (why: string): CustomDecorator => SetMetadata(OPEN, why);

/** The caller, within the scope that the rule of the operation grants; with an Idempotency-Key, what it is the key of. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const request = requestOf(context);
  const operation = operationRunBy(context.getHandler());
  const actor = grant(request, operation);
  return request.key === undefined || isQuery(operation!) ? actor : { ...actor, keyed: keyedBy(request.key, context) };
});

/** The language that the caller reads: of what is answered in words. A REST answer says that it is in it. */
export const Spoken = createParamDecorator((_: unknown, context: ExecutionContext): Language => {
  const language = languageOf(requestOf(context).headers['accept-language']);
  if (context.getType<string>() !== 'graphql')
    void context
      .switchToHttp()
      .getResponse<FastifyReply>()
      .headers({ 'content-language': language, vary: 'accept-language' });
  return language;
});

// A document may write several times under one header: each of its fields has the key to itself.
function keyedBy(key: string, context: ExecutionContext): Keyed {
  const operation = operationRunBy(context.getHandler())!;
  const field = context.getType<string>() === 'graphql' ? GqlExecutionContext.create(context) : undefined;
  const said = field ? withoutNulls(operation, field.getArgs<{ input: unknown }>().input) : everythingIn(context);
  const place = field ? String(field.getInfo<GraphQLResolveInfo>().path.key) : '';
  return { key, place, asked: hashOf({ operation: operationOf(operation), said: parse(operation, said) }) };
}

class Parsed implements PipeTransform {
  constructor(readonly schema: z.ZodType) {}

  transform(value: unknown): unknown {
    return parse(this.schema, value);
  }
}

class ParsedFromGraph extends Parsed {
  override transform(value: unknown): unknown {
    return super.transform(withoutNulls(this.schema, value));
  }
}

const isStream = (body: unknown): boolean => typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/** What a body says; a file says nothing here. What is no object is refused: it would be passed over, and the rest be done. */
function saidIn(body: unknown, handler: object): object {
  const isFile = isStream(body);
  if (body !== undefined && isFile !== takesFile(handler)) throw new Refusal('UNSUPPORTED_MEDIA_TYPE', { status: 415 });
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  if (body === undefined || isFile) return {};
  if (!isObject) throw invalid([{ code: 'invalid_type', message: 'not of the type that the schema says' }]);
  return body;
}

function everythingIn(context: ExecutionContext): object {
  const { params, query, body, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  const handler = context.getHandler();
  const named = takesFile(handler) ? charsetOf(headers['content-type'], operationRunBy(handler)!, query as object) : {};
  return { ...saidIn(body, handler), ...(query as object), ...(params as object), ...named };
}

// In an object, since Nest takes for a pipe whatever can `transform`, as a schema can.
const everything = createParamDecorator(
  ({ operation }: { operation: z.ZodType }, context: ExecutionContext): unknown => {
    const version = expectedVersion(context.switchToHttp().getRequest<FastifyRequest>(), operation);
    const said = everythingIn(context);
    return version === undefined ? said : { ...said, expectedVersion: version };
  },
);

/** What a REST call says, path, query, body and If-Match together, as the use case's schema reads it. */
export const Request = (schema: z.ZodType): ParameterDecorator => everything({ operation: schema }, new Parsed(schema));

/** The content types of files: they are handed on as streams, for the handler to bound. */
export const FILE_TYPES = [
  'text/csv',
  'application/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/zip',
  'application/x-zip-compressed',
  'application/octet-stream',
];

const streamed = createParamDecorator((_: unknown, context: ExecutionContext) =>
  bytesOf(context.switchToHttp().getRequest<FastifyRequest>().body),
);

/** The file that is the body of a REST call, as it streams in: all else that the call says stands in its URL. */
export const FileBody = (): ParameterDecorator => (type, name, index) => {
  for (const one of [type.constructor, (type as Record<string | symbol, object>)[name!]!])
    Reflect.defineMetadata(FILE, true, one);
  RouteConfig({ takesFile: true })(type, name!, Object.getOwnPropertyDescriptor(type, name!)!);
  streamed()(type, name, index);
};
/** Whether a handler, or any handler of a controller, takes a file. */
export const takesFile = (handler: object): boolean => Reflect.hasMetadata(FILE, handler);

/** The `input` of a mutation, as the use case's schema reads it. */
export function Input(schema: z.ZodType): ParameterDecorator {
  const type = graphqlInput(schema);
  return Args('input', { type: () => type as never, description: 'What is asked for' }, new ParsedFromGraph(schema));
}

/** The arguments of a query, as the use case's schema reads them. */
export function Params(schema: z.ZodType): ParameterDecorator {
  const type = graphqlArgs(schema);
  return Args({ type: () => type as never }, new ParsedFromGraph(schema));
}

/** Which part of what a field resolves is asked for: of what may be asked, not of who may. */
export function InPart(schema: z.ZodType = Part): ParameterDecorator {
  const type = graphqlArgs(schema);
  return Args(
    { type: () => type as never },
    { transform: (value: unknown) => parse(schema, withoutNulls(schema, value)) },
  );
}

type RouteArgument = { pipes?: unknown[] };

/** The schemas by which a handler's parameters are read. */
export const takenSchemas = (type: object, name: string): z.ZodType[] =>
  Object.values((Reflect.getMetadata('__routeArguments__', type, name) ?? {}) as Record<string, RouteArgument>)
    .flatMap(({ pipes = [] }) => pipes)
    .flatMap((pipe) => (pipe instanceof Parsed ? [pipe.schema] : []));
