import { readFile, writeFile } from 'node:fs/promises';
import { printSubgraphSchema } from '@apollo/subgraph';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { SERVICES, type Service } from '@takwin/contracts/topology';
import { documented } from '@takwin/deployment/documented';
import { type Entrypoints, entrypointsOf } from '@takwin/deployment/entrypoints';
import { pageOfPersonalData } from '@takwin/deployment/personal-data';
import { pageOfRules } from '@takwin/deployment/who-may-what';
import { compose } from '@takwin/gateway/compose';
import { mergeOpenApi } from '@takwin/gateway/merge-openapi';
import { type OpenApi, openApiOf } from '@takwin/platform/http';

type Documents = Record<string, string>;

const ROOT = new URL('../../../', import.meta.url);

/**
 * `npm run generate`: every service's schema.graphql and openapi.json, the gateway's supergraph, its merged OpenAPI document the pages
 * of who may do what and of personal data, from the code alone: no database, no port. With --check, tells which of them are stale and exits with 1.
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
  const entrypoints: Record<string, Entrypoints> = {};
  for (const name of SERVICES) {
    const { sdl, openApi, doors } = await documentsOf(name);
    documents[`apps/${name}/schema.graphql`] = sdl;
    documents[`apps/${name}/openapi.json`] = json(openApi);
    subgraphs.push({ name, url: `http://${name}/graphql`, sdl });
    openApis.push({ service: name, document: openApi });
    entrypoints[name] = doors;
  }
  documents['libs/gateway/supergraph.graphql'] = compose(subgraphs);
  documents['libs/gateway/openapi.json'] = json(await mergeOpenApi(openApis));
  documents['docs/who-may-what.md'] = pageOfRules(entrypoints);
  documents['docs/personal-data.md'] = pageOfPersonalData();
  return documents;
}

async function documentsOf(name: Service): Promise<{ sdl: string; openApi: OpenApi; doors: Entrypoints }> {
  const service = await documented(name);
  try {
    const { schema } = service.get(GraphQLSchemaHost, { strict: false });
    return {
      sdl: `${printSubgraphSchema(schema)}\n`,
      openApi: openApiOf(service, name),
      doors: entrypointsOf(service),
    };
  } finally {
    await service.close();
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
