import { startGateway, type Settings } from '../gateway.js';
import type { ServiceUrls } from '../service-urls.js';
import type { ToySubgraphs } from './toy-subgraphs.js';

/** Nothing listens on this port of any machine that runs tests. */
const NOBODY = 'http://127.0.0.1:1';

type Answered = { status: number; headers: Headers; body: Answer };
type Answer = {
  data?: Record<string, unknown> | null;
  errors?: {
    message: string;
    path?: (string | number)[];
    locations?: unknown;
    extensions: { code: string; [more: string]: unknown };
  }[];
};

/** A whole gateway before the toys; what goes wrong inside it is kept in `defects`. */
export async function gatewayBefore(toys: ToySubgraphs, settings: Partial<Settings> = {}) {
  const defects: unknown[] = [];
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    urls: {
      academies: NOBODY,
      trainers: NOBODY,
      courses: NOBODY,
      licensing: NOBODY,
      certifications: NOBODY,
      ...toys.urls,
    } satisfies ServiceUrls,
    supergraph: toys.supergraph,
    openapi: 'openapi.json',
    callTimeout: 1_000,
    openSchema: true,
    metricsInside: true,
    onDefect: (defect) => defects.push(defect),
    ...settings,
  });

  return { ...gateway, defects, ask };

  async function ask(
    body: { query: string; variables?: object; operationName?: string } | unknown[],
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ): Promise<Answered> {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal,
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
  }
}
