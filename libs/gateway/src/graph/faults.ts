import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import {
  getNullableType,
  getOperationAST,
  GraphQLError,
  GraphQLInt,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  typeFromAST,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type GraphQLLeafType,
} from 'graphql';
import { invalid, languageOf, type Words } from '@takwin/platform/errors';
import type { Caller } from './transport.js';

/**
 * Ill-typed variables never reach a service, so the gateway names their faults itself: INVALID_INPUT with the codes and
 * paths that the use case's schema gives on REST. Structure only; ranges and formats are the service's to judge. A variable
 * that is null counts as not given: generated clients send null for what their callers leave out.
 */
export const faultsOfVariables = (words: Words): GatewayPlugin<Caller> => ({
  onParams({ params, setParams }) {
    const { variables } = params;
    if (typeof variables !== 'object' || !variables || !Object.values(variables).includes(null)) return;
    const given = Object.entries(variables).filter(([, value]) => value !== null);
    setParams({ ...params, variables: Object.fromEntries(given) });
  },
  onExecute({ args, setResultAndStopExecution }) {
    const issues = faultsOf(args.schema, args.document, args.operationName, args.variableValues ?? {});
    if (!issues.length) return;
    const { headers } = args.contextValue as unknown as Caller;
    const problem = words.problemOf(invalid(issues), languageOf(String(headers['accept-language'] ?? '')));
    const extensions = { ...problem, http: { status: 400, spec: true } };
    setResultAndStopExecution({ errors: [new GraphQLError(problem.detail, { extensions })] });
  },
});

/** The faults of the variables given for one operation; `input`, which holds a whole command, is left out of paths. */
function faultsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  values: Record<string, unknown>,
): Issue[] {
  const variables = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  return variables.flatMap(({ variable, type: node, defaultValue }) => {
    const name = variable.name.value;
    const type = typeFromAST(schema, node as never) as GraphQLInputType | undefined;
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (!type || (value === undefined && (defaultValue || !isNonNullType(type)))) return [];
    return check(type, value, name === 'input' && value != null ? [] : [name]);
  });
}

type Path = readonly (string | number)[];
type Issue = Parameters<typeof invalid>[0][number];

function check(type: GraphQLInputType, value: unknown, path: Path): Issue[] {
  if (isNonNullType(type)) return value == null ? [mistyped(type, path)] : check(type.ofType, value, path);
  if (value == null) return [];
  if (isListType(type)) {
    const items: unknown[] = Array.isArray(value) ? value : [value];
    return items.flatMap((item, index) => check(type.ofType, item, Array.isArray(value) ? [...path, index] : path));
  }
  if (!isInputObjectType(type)) return leaf(type, value, path);
  if (typeof value !== 'object' || Array.isArray(value)) return [mistyped(type, path)];
  const fields = type.getFields();
  const given = value as Record<string, unknown>;
  const strangers = Object.keys(given).filter((key) => !Object.hasOwn(fields, key));
  return [
    ...Object.values(fields).flatMap((field) =>
      Object.hasOwn(given, field.name) || isRequiredInputField(field)
        ? check(field.type, given[field.name], [...path, field.name])
        : [],
    ),
    ...strangers.map((key) => ({ ...fault(path, 'unrecognized_keys', key), keys: [key] })),
  ];
}

function leaf(type: GraphQLLeafType, value: unknown, path: Path): Issue[] {
  if (type === GraphQLInt && Number.isInteger(value) && Math.abs(value as number) > 2 ** 31 - 1)
    return [fault(path, (value as number) > 0 ? 'too_big' : 'too_small', 'out of the range of a 32-bit integer')];
  try {
    type.parseValue(value);
    return [];
  } catch {
    return [mistyped(type, path)];
  }
}

function mistyped(type: GraphQLInputType, path: Path): Issue {
  const expected = getNullableType(type);
  if (!isEnumType(expected)) return fault(path, 'invalid_type', 'not of the type that the schema says');
  const options = expected.getValues().map(({ name }) => name);
  return { ...fault(path, 'invalid_value', 'one of {options}'), params: { options } };
}

const fault = (path: Path, code: string, message: string): Issue => ({ path, code, message });
