import { readFile, writeFile } from 'node:fs/promises';
import { printSubgraphSchema } from '@apollo/subgraph';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { type OpenApi, openApiOf } from '@takwin/platform/http';
import { compose } from '@takwin/gateway-app/compose';
import { mergeOpenApi } from '@takwin/gateway-app/merge-openapi';
import { documented } from './documented.js';
import { SERVICES, type AppPlace } from './topology.js';

type Documents = Record<string, string>;

const ROOT = new URL('../../../', import.meta.url);

/**
 * `npm run generate`: every service's schema.graphql and openapi.json, the gateway's supergraph and its merged OpenAPI document,
 * from the code alone: no database, no port. With --check, tells which of them are stale and exits with 1.
 * @public
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
async function generate(): Promise<Documents> {
  const documents: Documents = {};
  const subgraphs: { name: string; url: string; sdl: string }[] = [];
  const openApis: { service: string; document: OpenApi }[] = [];
  for (const place of SERVICES) {
    const { name } = place;
    const { sdl, openApi } = await documentsOf(place);
    documents[`apps/${name}/schema.graphql`] = sdl;
    documents[`apps/${name}/openapi.json`] = json(openApi);
    subgraphs.push({ name, url: `http://${name}/graphql`, sdl });
    openApis.push({ service: name, document: openApi });
  }
  documents['apps/gateway/supergraph.graphql'] = compose(subgraphs);
  documents['apps/gateway/openapi.json'] = json(await mergeOpenApi(openApis));
  return documents;
}

async function documentsOf(place: AppPlace): Promise<{ sdl: string; openApi: OpenApi }> {
  const service = await documented(place);
  try {
    const { schema } = service.get(GraphQLSchemaHost, { strict: false });
    return { sdl: `${printSubgraphSchema(schema)}\n`, openApi: openApiOf(service, place.name) };
  } finally {
    await service.close();
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
