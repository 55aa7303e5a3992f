import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

export type Subgraph = { name: string; url: string; sdl: string };

/**
 * Composes the subgraphs' SDL into one supergraph. The order of the list changes nothing. Refuses what Federation 2
 * refuses, with a line for each reason. A tool of the build: no process that serves imports it.
 */
export function compose(subgraphs: readonly Subgraph[]): string {
  const services = subgraphs
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(['The subgraphs do not compose:', ...(errors ?? [])].map(lineOf).join('\n'));
  return supergraphSdl;
}

const lineOf = (reason: string | Error) => (typeof reason === 'string' ? reason : `  ${reason.message}`);
