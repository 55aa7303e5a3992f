import { Directive, Field, ID, InterfaceType, ObjectType } from '@nestjs/graphql';
import { languageOf, type Language } from '../errors/language.js';
import { parse } from '../errors/refusal.js';
import type { Actor } from '../auth/actor.js';
import { grant } from '../auth/grant.js';
import type { GraphQLContext } from '../graphql/batch.js';
import { edgeOf, graphqlObject, represent, withPages } from '../graphql/types.js';
import { Page } from '../schema/page.js';
import { z } from 'zod';
import { ImportView } from './import-view.js';

export const Import = graphqlObject(ImportView, '@shareable');
const ImportEdge = edgeOf(Import);
Directive('@shareable')(ImportEdge);

/**
 * `imports` of the graph, whatever kind is asked for: the service that answers the field serves pages of its own kinds, and of others
 * says what was asked. The gateway hands that to the service that has them.
 */
export const Imports = withPages(class Imports {}, ImportEdge);
InterfaceType('Imports', {
  description: 'One page of a list of imports, from the service that takes their kind',
  resolveType: (page: object) => (page instanceof Page ? 'RosterImportConnection' : 'ResultImportConnection'),
})(Imports);

export const RosterImports = withPages(class RosterImportConnection {}, ImportEdge);
ObjectType('RosterImportConnection', {
  description: 'One page of a list of imported rosters',
  implements: () => Imports,
})(RosterImports);

/** The service that has the imports of results serves these pages; another one only names them. */
export const ResultImports = pagesOfResults(true);
export const NamedResultImports = pagesOfResults(false);

function pagesOfResults(isHere: boolean) {
  const type = withPages(class ResultImportConnection {}, ImportEdge, isHere ? undefined : '@external');
  Field(() => ID, { description: 'What was asked' })(type.prototype, 'asked');
  Directive('@inaccessible')(type.prototype, 'asked');
  Directive('@key(fields: "asked")')(type);
  represent('ResultImportConnection', { asked: z.string().refine(isJson, 'not the text of a query') });
  const description = 'One page of a list of imported results';
  ObjectType('ResultImportConnection', { description, ...(!isHere && { implements: () => Imports }) })(type);
  return type;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What was asked for elsewhere, for the service that has it. */
export type Asked = { asked: string };

export const asked = (query: object): Asked => ({ asked: JSON.stringify(query) });

/** Answers what another service was asked for, under the rule and the schema of the query that it is here. */
export const answering = <S extends z.ZodType, V>(
  { req }: GraphQLContext,
  operation: S,
  { asked }: Asked,
  run: (actor: Actor, query: z.output<S>, language: Language) => V,
): V =>
  run(
    grant(req, operation),
    parse(operation, JSON.parse(asked)) as z.output<S>,
    languageOf(req.headers?.['accept-language']),
  );
