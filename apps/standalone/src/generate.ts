import { readFile, writeFile } from 'node:fs/promises';
import { printSubgraphSchema } from '@apollo/subgraph';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { AppEnv, readEnv } from '@takwin/platform/config/env';
import { openApiOf, type OpenApi } from '@takwin/platform/http/openapi';
import { FILE_TYPES } from '@takwin/platform/http/operation';
import type { ServiceModule } from '@takwin/platform/runner/service';
import { documented } from './documented.js';
import { createService, type Doors, type Given } from '@takwin/platform/http/service';
import { compose } from '@takwin/gateway-app/compose';
import { mergeOpenApi } from '@takwin/gateway-app/merge-openapi';
import { SERVICES } from './topology.js';

type Documents = Record<string, string>;

const ROOT = new URL('../../../', import.meta.url);

/**
 * `npm run generate`: every service's schema.graphql and openapi.json, the gateway's supergraph and its merged OpenAPI document,
 * from the code alone: no database, no port. With --check, tells which of them are stale and exits with 1.
 */
export async function main(args: string[]): Promise<number> {
  const documents = await generate();
  if (!args.includes('--check')) {
    for (const [path, text] of Object.entries(documents)) await writeFile(new URL(path, ROOT), text);
    return 0;
  }
  const stale: string[] = [];
  for (const [path, text] of Object.entries(documents))
    if ((await readFile(new URL(path, ROOT), 'utf8').catch(() => '')) !== text) stale.push(path);
  if (stale.length > 0) process.stderr.write(`stale, run npm run generate: ${stale.join(', ')}\n`);
  return stale.length > 0 ? 1 : 0;
}

/** The generated files by their path from the root of the checkout. */
export async function generate(): Promise<Documents> {
  const documents: Documents = {};
  const subgraphs: { name: string; url: string; sdl: string }[] = [];
  const openApis: { service: string; document: OpenApi }[] = [];
  for (const { name, load } of SERVICES) {
    const { app } = await load();
    const { sdl, openApi } = app.module
      ? await documentsIn(name, app.module)
      : await documentsOf(name, app.doors ?? {});
    documents[`apps/${name}/schema.graphql`] = sdl;
    documents[`apps/${name}/openapi.json`] = json(openApi);
    subgraphs.push({ name, url: `http://${name}/graphql`, sdl });
    openApis.push({ service: name, document: openApi });
  }
  documents['apps/gateway/supergraph.graphql'] = compose(subgraphs);
  documents['apps/gateway/openapi.json'] = json(await mergeOpenApi(openApis));
  return documents;
}

async function documentsIn(name: string, module: ServiceModule): Promise<{ sdl: string; openApi: OpenApi }> {
  const service = await documented(name, module);
  try {
    const { schema } = service.get(GraphQLSchemaHost, { strict: false });
    return { sdl: `${printSubgraphSchema(schema)}\n`, openApi: openApiOf(service, name, FILE_TYPES) };
  } finally {
    await service.close();
  }
}

async function documentsOf(name: string, doors: Doors): Promise<{ sdl: string; openApi: OpenApi }> {
  const env = readEnv(AppEnv, { OIDC_ISSUER: 'none', OIDC_JWKS_URL: 'http://127.0.0.1:1', LOG_LEVEL: 'silent' });
  const service = await createService({ name, env, ...doors, given: standIns(doors) });
  try {
    const { schema } = service.get(GraphQLSchemaHost, { strict: false });
    return { sdl: `${printSubgraphSchema(schema)}\n`, openApi: openApiOf(service, name, doors.streams) };
  } finally {
    await service.close();
  }
}

type Class = new (...args: never[]) => unknown;

/** Something for whatever the doors want injected and do not bring: documents are made without calling any of it. */
function standIns({ controllers = [], resolvers = [], providers = [] }: Doors): Given {
  const classes = providers.filter((one) => typeof one === 'function') as Class[];
  const brought = new Set<unknown>(providers.map((one) => (typeof one === 'function' ? one : one.provide)));
  const wanted = [...controllers, ...resolvers, ...classes].flatMap(
    (one) => (Reflect.getMetadata('design:paramtypes', one) ?? []) as Class[],
  );
  return [...new Set(wanted)].filter((one) => !brought.has(one)).map((one) => [one as never, {}] as const);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
