import type { UnifiedGraphHandler } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import {
  execute,
  getOperationAST,
  GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type OperationDefinitionNode,
} from 'graphql';
import { onlyOperation, repeatsApart, rootFields } from './document.js';

/**
 * Hive's Rust planner, given what it can take. It plans for ever an abort that it met once, so it never sees the
 * caller's signal (the transport does); it takes a document for introspection by its first operation, so it gets one
 * operation; it puts lists that one selection asks for twice end to end, so the second time stands in a fragment, where it
 * does not; and it answers no introspection, which the schema's own executor does.
 */
export const planned: UnifiedGraphHandler = async (options) => {
  const handled = await unifiedGraphHandler(options);
  const plan = handled.executor as Executor;
  const asked = new WeakMap<OperationDefinitionNode, Asked>();
  return {
    ...handled,
    executor: ((request) => {
      const operation = getOperationAST(request.document, request.operationName);
      if (!operation) return { errors: [unknownOperation(request.operationName)] };
      if (!asked.has(operation)) asked.set(operation, ask(request.document, operation));
      const { document, ofData } = asked.get(operation) as Asked;
      if (ofData) return withData(plan({ ...request, document, signal: undefined }));
      return execute({
        schema: handled.unifiedGraph,
        document,
        variableValues: request.variables,
        operationName: request.operationName,
      });
    }) satisfies Executor as typeof handled.executor,
  };
};

type Request = {
  document: DocumentNode;
  operationName?: string;
  variables?: Record<string, unknown>;
  signal?: AbortSignal;
};
type Executor = (request: Request) => ExecutionResult | Promise<ExecutionResult>;

/** Once an operation ran, its answer has `data`, be it null: the runtime leaves it out where every call failed. */
async function withData(answer: ReturnType<Executor>): Promise<ExecutionResult> {
  const result = await answer;
  return result.data === undefined ? { ...result, data: null } : result;
}

type Asked = { document: DocumentNode; ofData: boolean };

function ask(document: DocumentNode, operation: OperationDefinitionNode): Asked {
  return {
    document: repeatsApart(onlyOperation(document, operation)),
    ofData: rootFields(document, operation).some((field) => !field.name.value.startsWith('__')),
  };
}

function unknownOperation(name: string | undefined): GraphQLError {
  const message = name === undefined ? 'Name the operation to run.' : `No operation is named "${name}".`;
  return new GraphQLError(message, {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400, spec: true } },
  });
}
