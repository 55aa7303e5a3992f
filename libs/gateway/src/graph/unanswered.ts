import { GraphQLError, Kind, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';
import { isOperation, rootFields } from './document.js';

/** What is read of a call to a service. */
export type Call = { document: DocumentNode; variables?: Record<string, unknown> };
type Representation = { __typename?: string; id?: unknown; code?: unknown };
export type Unanswered = { code: string; service: string; busy?: unknown };

/** A list longer than this names the fault of its first entities only: the rest has the same one. */
const NAMED_ENTITIES = 100;

/**
 * The errors that a service would have sent for a call that it did not answer: one for each field asked of each entity,
 * so that the caller reads at its path why a value is null.
 */
export function errorsOf({ document, variables = {} }: Call, about: Unanswered): GraphQLError[] {
  const operation = document.definitions.find(isOperation);
  const paths = operation ? rootFields(document, operation).flatMap((field) => pathsOf(field, variables)) : [];
  return paths.map((path) => new GraphQLError(about.code, { path, extensions: about }));
}

function pathsOf(field: FieldNode, variables: Record<string, unknown>): (string | number)[][] {
  const key = field.alias?.value ?? field.name.value;
  if (field.name.value !== '_entities' || !field.selectionSet) return [[key]];
  const { selectionSet } = field;
  return representationsOf(field, variables)
    .slice(0, NAMED_ENTITIES)
    .flatMap(({ __typename }, index) => keysFor(selectionSet, __typename).map((asked) => [key, index, asked]));
}

/** The entities that a call asks about with its field `_entities`. */
export function representationsOf(field: FieldNode, variables: Record<string, unknown>): Representation[] {
  const value = field.arguments?.[0]?.value;
  const given = value?.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
  return Array.isArray(given) ? (given as Representation[]) : [];
}

function keysFor(set: SelectionSetNode, typeName: string | undefined): string[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD)
      return selection.name.value === '__typename' ? [] : [selection.alias?.value ?? selection.name.value];
    const applies = selection.kind === Kind.INLINE_FRAGMENT && selection.typeCondition?.name.value === typeName;
    return applies ? keysFor(selection.selectionSet, typeName) : [];
  });
}
