import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { retryAfterOf } from '@takwin/platform/http';
import { tracedFetch } from '@takwin/platform/telemetry';
import { Credentials } from './credentials.js';
import type { Cloud, GraphApp } from './environment.js';
import { GraphRefusedApp, GraphThrottled, GraphUnanswered, GraphUnsent } from './refusals.js';

export type GraphRequest = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  url: string;
  body?: unknown;
  headers?: Record<string, string>;
};

/** What became of one request. Status 0: the answer was lost, unless it was not sent at all. */
export type GraphAnswer = {
  status: number;
  isUnsent?: true;
  body: unknown;
  retryAfterMs: number | null;
  /** Which share of its tightest limit the app has used, where Microsoft says it (from 0.8 on). */
  share?: number;
  /** Resource units that the request took, where Microsoft says it (x-ms-resource-unit). */
  units?: number;
  /** Whether a 429 was of the tenant's limit, and not of the app's. */
  tenantWide?: boolean;
  /** Microsoft's request-id: what its support asks for. */
  requestId?: string;
};

type Fetch = (url: string, init: RequestInit) => Promise<Response>;
/** How many requests a batch holds at most (20), and until when one may be sent, ms: that is asked last of all before it is. */
type Sending = { perBatch?: number; until?: () => number };
type About = { cloud: Cloud; tenant: string; app: GraphApp; now: () => Date; timeoutMs: number; fetch?: Fetch };

const MOST = 20;

const Batch = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
    }),
  ),
});

/** Microsoft Graph v1.0 over fetch, as one app in one tenant. */
export class GraphClient {
  readonly tenant: string;
  readonly clientId: string;
  readonly #about: About;
  readonly #credentials: Credentials;

  constructor(about: About) {
    this.#about = about;
    this.tenant = about.tenant;
    this.clientId = about.app.clientId;
    this.#credentials = new Credentials(
      about.cloud,
      about.tenant,
      about.app,
      (...call) => this.#fetch(...call),
      about.now,
    );
  }

  /**
   * Sends any number of requests in JSON batches, all batches at once, and returns their answers in the same order. What
   * counts is each inner status; where a batch got no answer, or was not sent any more, each of its requests has status 0.
   * Refuses (GraphRefusedApp) when the app gets no token, or may not do this in the tenant.
   */
  async send(requests: readonly GraphRequest[], { perBatch = MOST, until }: Sending = {}): Promise<GraphAnswer[]> {
    if (perBatch > MOST) throw new RangeError(`a batch holds ${MOST} requests at most`);
    const batches = Array.from({ length: Math.ceil(requests.length / perBatch) }, (_, index) =>
      requests.slice(index * perBatch, (index + 1) * perBatch),
    );
    return (await Promise.all(batches.map((batch) => this.#batch(batch, until)))).flat();
  }

  /** One GET outside of a batch, for pages whose links Microsoft gives: absolute ones, or paths behind /v1.0. */
  async get(url: string, headers: Record<string, string> = {}): Promise<GraphAnswer> {
    try {
      const absolute = url.startsWith('http') ? url : `${this.#about.cloud.graphUrl}${url}`;
      const answer = await this.#ask(absolute, { method: 'GET', headers });
      return { ...this.#headOf(answer.status, answer.headers), body: await answer.json().catch(() => undefined) };
    } catch (error) {
      return lostOrThrow(error);
    }
  }

  async #batch(requests: readonly GraphRequest[], until?: () => number): Promise<GraphAnswer[]> {
    try {
      const body = bodyOf(requests);
      const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } };
      const answer = await this.#ask(`${this.#about.cloud.graphUrl}/$batch`, init, until);
      const read = Batch.safeParse(await answer.json().catch(() => undefined));
      // Without inner answers the outer status is what there is to tell of each: 429 and 503 say that nothing was done.
      if (!read.success) {
        const outer = { ...this.#headOf(answer.status < 400 ? 0 : answer.status, answer.headers), body: undefined };
        return requests.map(() => outer);
      }
      const byId = new Map(read.data.responses.map((response) => [response.id, response]));
      return requests.map((_, index) => {
        const inner = byId.get(String(index));
        if (!inner) return { status: 0, body: undefined, retryAfterMs: null };
        return { ...this.#headOf(inner.status, new Headers(inner.headers)), body: inner.body };
      });
    } catch (error) {
      const lost = lostOrThrow(error);
      return requests.map(() => lost);
    }
  }

  #headOf(status: number, headers: Headers): Omit<GraphAnswer, 'body'> {
    const [share, units] = ['x-ms-throttle-limit-percentage', 'x-ms-resource-unit'].map((name) =>
      Number(headers.get(name) ?? Number.NaN),
    ) as [number, number];
    return {
      status,
      retryAfterMs: retryAfterOf(headers, this.#about.now()),
      ...(Number.isFinite(share) && { share }),
      ...(Number.isFinite(units) && { units }),
      ...(headers.get('x-ms-throttle-scope')?.startsWith('Tenant/') && { tenantWide: true }),
      requestId: headers.get('request-id') ?? undefined,
    };
  }

  async #ask(url: string, init: RequestInit, until?: () => number, mayRenew = true): Promise<Response> {
    const authorization = `Bearer ${await this.#credentials.token()}`;
    if (until && this.#about.now().getTime() > until()) throw new GraphUnsent();
    const headers = { ...init.headers, authorization, 'client-request-id': randomUUID() };
    const answer = await this.#fetch(url, { ...init, headers });
    if (answer.status !== 401) return answer;
    if (!mayRenew) throw new GraphRefusedApp('GRAPH_TOKEN_REFUSED', 'Microsoft Graph refuses a token that is fresh');
    this.#credentials.forget();
    return this.#ask(url, init, until, false);
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const { fetch = tracedFetch, timeoutMs } = this.#about;
    try {
      return await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      throw new GraphUnanswered(error instanceof Error ? error.message : String(error));
    }
  }
}

const bodyOf = (requests: readonly GraphRequest[]): string =>
  JSON.stringify({
    requests: requests.map(({ method, url, body, headers }, index) => ({
      id: String(index),
      method,
      url,
      ...(body === undefined
        ? headers && { headers }
        : { body, headers: { 'Content-Type': 'application/json', ...headers } }),
    })),
  });

function lostOrThrow(error: unknown): GraphAnswer {
  if (error instanceof GraphUnsent) return { status: 0, isUnsent: true, body: undefined, retryAfterMs: null };
  if (error instanceof GraphUnanswered) return { status: 0, body: undefined, retryAfterMs: null };
  if (error instanceof GraphThrottled) return { status: 503, body: undefined, retryAfterMs: error.retryAfterMs };
  throw error;
}
