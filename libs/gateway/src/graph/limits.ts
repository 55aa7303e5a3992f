import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import {
  getOperationAST,
  Lexer,
  parse,
  Source,
  TokenKind,
  validate,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ParseOptions,
} from 'graphql';
import { Refusal } from '@takwin/platform/errors';
import { reachOf, type Reach } from './cost.js';
import { isIntrospection, isOperation, rootFields } from './document.js';
import { refused } from './refusals.js';
import type { Caller } from './transport.js';
import { weigh } from './weight.js';

/**
 * What one request may ask of the graph. `fields` counts fragments written out, so that none multiplies unseen; `lists` are those of
 * objects inside each other, `values` what all of them may bring.
 */
export const LIMITS = {
  characters: 32_768,
  tokens: 2_000,
  fields: 2_000,
  depth: 12,
  aliases: 30,
  directives: 30,
  lists: 3,
  values: 28_000,
};
export type Limits = typeof LIMITS;

/** Points that a text costs which was not planned yet: 18 to 50 ms. */
export const PLANNING = 20;
/** How many values a point brings: 28,000 take 300 ms at most. */
const VALUES_A_POINT = 200;

/**
 * Refuses with a stable code before anything is planned or fetched: QUERY_TOO_LARGE, QUERY_TOO_DEEP, QUERY_TOO_COSTLY,
 * TOO_MANY_ALIASES, TOO_MANY_DIRECTIVES, INTROSPECTION_APART, OPERATION_NOT_OFFERED, BATCH_REFUSED, BAD_REQUEST; TOO_MANY_REQUESTS where
 * what it costs is more than the caller has left.
 */
export function limited(
  entities: ReadonlySet<string>,
  registered: ReadonlySet<string> = new Set(),
  limits: Limits = LIMITS,
): GatewayPlugin {
  const texts = new WeakMap<DocumentNode, string>();
  const verdicts = new WeakMap<DocumentNode, GraphQLError[]>();
  const planned = new WeakSet<OperationDefinitionNode>();
  return {
    onRequestParse({ requestParser, setRequestParser }) {
      if (requestParser) setRequestParser(async (request) => readable(() => requestParser(request)));
      return {
        onRequestParseDone({ requestParserResult }) {
          if (Array.isArray(requestParserResult)) throw refused('BATCH_REFUSED', 'BATCH_REFUSED');
        },
      };
    },
    onParams({ params }) {
      if (typeof params.query !== 'string') return;
      if (params.query.length > limits.characters) throw tooLarge('characters', limits.characters);
      if (!fits(params.query, limits.tokens)) throw tooLarge('tokens', limits.tokens);
    },
    onParse({ setParseFn }) {
      setParseFn((text: string, options?: ParseOptions) => {
        // The runtime keeps 1,024 documents: without locations the largest takes 130 KB instead of 405.
        const document = parse(text, { ...options, noLocation: true });
        texts.set(document, text);
        return document;
      });
    },
    onValidate({ params: { schema, documentAST, rules }, setResult }) {
      if (!verdicts.has(documentAST)) verdicts.set(documentAST, overLimits(documentAST, limits));
      const verdict = [...(verdicts.get(documentAST) ?? []), ...notOffered(schema, documentAST)];
      if (verdict.length) return void setResult(verdict);
      return ({ valid, result, setResult: replace }) => {
        const text = texts.get(documentAST);
        if (valid || text === undefined || result.some((error) => error.locations)) return;
        replace([...validate(schema, parse(text), rules)]);
      };
    },
    // Only with its variables is it known how much an operation asks for.
    async onExecute({
      args: { schema, document, operationName, contextValue, variableValues: variables = {} },
      setResultAndStopExecution,
    }) {
      const operation = getOperationAST(document, operationName);
      if (!operation) return;
      const reach = reachOf({ schema, document, operation, variables }, entities);
      const errors = overReach(reach, limits);
      if (errors.length) return setResultAndStopExecution({ errors });
      const { charge, mayIntrospect } = contextValue as unknown as Caller;
      if (rootFields(document, operation).some(isIntrospection) && mayIntrospect !== true)
        return setResultAndStopExecution({ errors: [refusalAsError(mayIntrospect)] });
      const isPlanned = planned.has(operation) || registered.has(texts.get(document) ?? '');
      const points = Math.floor(reach.values / VALUES_A_POINT) + (isPlanned ? 0 : PLANNING);
      try {
        if (points > 0) await charge(points);
        planned.add(operation);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        setResultAndStopExecution({ errors: [refusalAsError(error)] });
      }
    },
  };
}

const refusalAsError = ({ code, status, extra, retryAfter }: Refusal): GraphQLError =>
  new GraphQLError(code, { extensions: { code, ...extra, retryAfter, http: { status, spec: false } } });

/** The limits that a document passes, each as a refusal; none when it may run. */
function overLimits(document: DocumentNode, limits: Limits = LIMITS): GraphQLError[] {
  const weights = weigh(document);
  const heaviest = (of: keyof (typeof weights)[number]) => Math.max(0, ...weights.map((weight) => weight[of]));
  const verdict: GraphQLError[] = [];
  if (heaviest('depth') > limits.depth)
    verdict.push(refused('QUERY_TOO_DEEP', 'levels of fields', { limit: limits.depth }));
  if (heaviest('aliases') > limits.aliases)
    verdict.push(refused('TOO_MANY_ALIASES', 'fragments included', { limit: limits.aliases }));
  if (heaviest('directives') > limits.directives)
    verdict.push(refused('TOO_MANY_DIRECTIVES', 'fragments included', { limit: limits.directives }));
  if (heaviest('fields') > limits.fields) verdict.push(tooLarge('fields, fragments included', limits.fields));
  if (document.definitions.filter(isOperation).some((operation) => isMixed(document, operation)))
    verdict.push(refused('INTROSPECTION_APART', 'INTROSPECTION_APART'));
  return verdict;
}

// GraphQL validates an operation whose root type the schema lacks, and fails where it runs.
function notOffered(schema: GraphQLSchema, document: DocumentNode): GraphQLError[] {
  const kinds = document.definitions.filter(isOperation).map(({ operation }) => operation);
  return kinds.filter((kind) => !schema.getRootType(kind)).map((kind) => refused('OPERATION_NOT_OFFERED', kind));
}

function overReach({ lists, values }: Reach, limits: Limits): GraphQLError[] {
  if (lists > limits.lists) return [refused('QUERY_TOO_DEEP', 'lists inside each other', { limit: limits.lists })];
  if (values <= limits.values) return [];
  return [refused('QUERY_TOO_COSTLY', 'ask for shorter lists with first', { values, limit: limits.values })];
}

// The planner knows no introspection, and the schema's own executor no data.
function isMixed(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  const fields = rootFields(document, operation);
  return fields.some(isIntrospection) && !fields.every((field) => field.name.value.startsWith('__'));
}

// The runtime takes variables and extensions of a URL, or of a form, for JSON without a look.
async function readable<T>(parsed: () => T | Promise<T>): Promise<T> {
  try {
    return await parsed();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw refused('BAD_REQUEST', 'variables and extensions are JSON');
  }
}

function fits(text: string, tokens: number): boolean {
  if (text.length <= tokens) return true;
  const lexer = new Lexer(new Source(text));
  try {
    for (let count = 0; lexer.advance().kind !== TokenKind.EOF;) if (++count > tokens) return false;
  } catch {
    // What is no token is the parser's to refuse.
  }
  return true;
}

const tooLarge = (what: string, limit: number) => refused('QUERY_TOO_LARGE', what, { limit });
