import { Mutation as NestMutation, Query as NestQuery, ResolveField as NestResolveField } from '@nestjs/graphql';
import type { FieldOptions, ReturnTypeFunc } from '@nestjs/graphql';
import { operationRunBy } from '../http/operation.js';
import { aboutOf } from '../schema/schema.js';
import { wordsOfField } from './words.js';

const described =
  (decorate: typeof NestQuery | typeof NestMutation) =>
  (type: ReturnTypeFunc, options: FieldOptions = {}): MethodDecorator =>
  (target, name, descriptor) => {
    const operation = operationRunBy(descriptor.value as object);
    const description = operation && aboutOf(operation).description;
    decorate(type, { description, ...options } as never)(target, name, descriptor);
  };

/** A query of the graph, described as the use case is that it `Runs`: which stands below it. */
export const Query = described(NestQuery);

/** A mutation of the graph, described as the use case is that it `Runs`: which stands below it. */
export const Mutation = described(NestMutation);

/** A field that is resolved apart from its object. */
export const ResolveField =
  (type: ReturnTypeFunc, options: FieldOptions = {}): MethodDecorator =>
  (target, name, descriptor) => {
    const description = wordsOfField('', String(name));
    NestResolveField(type, { description, ...options } as never)(target, name as string, descriptor as never);
  };
