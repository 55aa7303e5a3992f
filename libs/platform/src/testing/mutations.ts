import {
  buildClientSchema,
  getIntrospectionQuery,
  GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
} from 'graphql';
import {
  getNamedType,
  getNullableType,
  isObjectType,
  isRequiredArgument,
  type GraphQLInputType,
  type GraphQLOutputType,
} from 'graphql';

/** A mutation of a service's graph that asks for all that its answer says by itself; `inputOf` spells what REST would be told. */
export type Mutation = { document: string; inputOf: (said: object) => unknown };

/** The mutations of a graph, by the operation that each runs. */
export async function mutationsOf(url: string): Promise<Map<string, Mutation>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery() }),
  });
  const { data } = (await response.json()) as { data: Parameters<typeof buildClientSchema>[0] };
  return mutationsIn(buildClientSchema(data));
}

/** The same of a graph that is known. */
export function mutationsIn(schema: GraphQLSchema): Map<string, Mutation> {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  return new Map(
    fields.map(({ name, args, type }) => {
      const input = args.find((one) => one.name === 'input')!;
      const document = `mutation ($input: ${input.type.toString()}) { ${name}(input: $input)${selectionOf(type)} }`;
      return [
        getNamedType(input.type).name.replace(/Input$/, ''),
        { document, inputOf: (said) => spelled(said, input.type) },
      ];
    }),
  );
}

function selectionOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const leaves = Object.values(named.getFields()).filter(
    (field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument),
  );
  return ` { __typename ${leaves.map(({ name }) => name).join(' ')} }`;
}

// An enum's values are spelled as GraphQL has them: no-show is NO_SHOW.
function spelled(value: unknown, type: GraphQLInputType): unknown {
  const bare = getNullableType(type);
  if (value === null || value === undefined) return value;
  if (isListType(bare)) return (value as unknown[]).map((one) => spelled(one, bare.ofType as GraphQLInputType));
  if (isEnumType(bare)) return String(value).toUpperCase().replace(/\W/g, '_');
  // What stands in a path is text.
  if (!isInputObjectType(bare)) return ['Int', 'Float'].includes(String(bare)) ? Number(value) : value;
  const fields = bare.getFields();
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, fields[name] ? spelled(one, fields[name].type) : one]),
  );
}
