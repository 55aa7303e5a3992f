import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { ConfigError } from '@takwin/platform/config';
import { z } from 'zod';
import { refused } from './refusals.js';

/** Operations of clients of our own, by the SHA-256 of their texts in hexadecimal digits. */
export type Operations = ReadonlyMap<string, string>;

const Manifest = z.record(z.string(), z.string());

/** The name of an operation: the SHA-256 of its text. */
export const documentIdOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The operations of a manifest, as GraphQL Code Generator and Relay write it: `{ "<SHA-256>": "<text>" }`. Refuses (ConfigError) what
 * is none, and a text under the name of another.
 */
export async function operationsIn(file: string | undefined): Promise<Operations> {
  if (file === undefined) return new Map();
  const refuse = (why: string) => new ConfigError(`GRAPHQL_OPERATIONS_FILE: ${file} ${why}`);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw refuse('cannot be read');
  const read = Manifest.safeParse(jsonOf(text));
  if (!read.success) throw refuse('is no manifest of operations by their SHA-256');
  const operations = new Map(Object.entries(read.data));
  const foreign = [...operations].find(([id, operation]) => documentIdOf(operation) !== id);
  if (foreign) throw refuse(`has another operation under ${foreign[0]}`);
  return operations;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Takes an operation by its name in place of its text: as `documentId`, alone or after `sha256:` (GraphQL over HTTP, persisted
 * documents), or as Apollo's clients name it. Refuses PERSISTED_QUERY_NOT_FOUND.
 */
export const byDocumentId = (operations: Operations): GatewayPlugin => ({
  onParams({ params, request, setParams }) {
    const { documentId: named, ...rest } = params as typeof params & { documentId?: unknown };
    if (rest.query !== undefined && rest.query !== null) return;
    const hash = (rest.extensions?.persistedQuery as { sha256Hash?: unknown } | undefined)?.sha256Hash;
    const id = named ?? new URL(request.url).searchParams.get('documentId') ?? hash;
    if (id === undefined) return;
    const query = operations.get(String(id).replace(/^sha256:/, ''));
    if (query === undefined) throw refused('PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_FOUND');
    setParams({ ...rest, query });
  },
});
