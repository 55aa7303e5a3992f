import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { tracedFetch } from '@takwin/platform/telemetry/trace';
import type { GraphEnv } from './environment.js';
import { GraphThrottled, GraphUnanswered, retryAfterOf } from './refusals.js';

export type GraphRequest = { method: 'GET' | 'POST' | 'PATCH'; url: string; body?: unknown };
export type GraphAnswer = { status: number; body: unknown; retryAfterMs: number | null };

const MOST = 20;

const Token = z.object({ access_token: z.string(), expires_in: z.number() });
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

/** Microsoft Graph v1.0 over fetch, as an app of one tenant: up to 20 requests in one JSON batch. */
export class GraphClient {
  #token: { value: string; expiresAt: number } | undefined;

  constructor(
    private readonly env: GraphEnv,
    private readonly now: () => Date,
  ) {}

  /**
   * Sends up to 20 requests as one batch and returns their answers in the same order: what counts is each inner status. Throws
   * GraphThrottled when the batch itself is refused, and GraphUnanswered when it is not known what became of it.
   */
  async batch(requests: readonly GraphRequest[]): Promise<GraphAnswer[]> {
    if (requests.length === 0) return [];
    if (requests.length > MOST) throw new RangeError(`a batch holds ${MOST} requests at most`);
    const body = JSON.stringify({
      requests: requests.map(({ method, url, body }, index) => ({
        id: String(index),
        method,
        url,
        ...(body !== undefined && { body, headers: { 'Content-Type': 'application/json' } }),
      })),
    });
    const answer = await this.#post(body);
    const read = Batch.safeParse(await answer.json().catch(() => undefined));
    if (!read.success) throw new GraphUnanswered(`the batch was answered with ${answer.status} and no responses`);
    const byId = new Map(read.data.responses.map((response) => [response.id, response]));
    return requests.map((_, index) => {
      const inner = byId.get(String(index));
      if (!inner) return { status: 0, body: undefined, retryAfterMs: null };
      return {
        status: inner.status,
        body: inner.body,
        retryAfterMs: retryAfterOf(new Headers(inner.headers), this.now()),
      };
    });
  }

  async #post(body: string, mayRenew = true): Promise<Response> {
    const authorization = `Bearer ${await this.#accessToken()}`;
    const answer = await this.#fetch(`${this.env.GRAPH_URL}/$batch`, {
      method: 'POST',
      body,
      headers: { authorization, 'content-type': 'application/json', 'client-request-id': randomUUID() },
    });
    if (answer.status === 401 && mayRenew) {
      this.#token = undefined;
      return this.#post(body, false);
    }
    if (answer.status === 429 || answer.status === 503 || answer.status === 504)
      throw new GraphThrottled(retryAfterOf(answer.headers, this.now()));
    if (answer.status >= 500) throw new GraphUnanswered(`the batch was answered with ${answer.status}`);
    return answer;
  }

  async #accessToken(): Promise<string> {
    const now = this.now().getTime();
    if (this.#token && this.#token.expiresAt > now) return this.#token.value;
    const { ENTRA_URL, GRAPH_TENANT, GRAPH_CLIENT_ID, GRAPH_CLIENT_SECRET, GRAPH_SCOPE } = this.env;
    const answer = await this.#fetch(`${ENTRA_URL}/${GRAPH_TENANT}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: GRAPH_CLIENT_ID,
        client_secret: GRAPH_CLIENT_SECRET,
        scope: GRAPH_SCOPE,
      }),
    });
    if (answer.status === 429 || answer.status >= 500)
      throw new GraphThrottled(retryAfterOf(answer.headers, this.now()));
    if (!answer.ok) throw new Error(`no token from Entra ID: ${answer.status} ${await errorOf(answer)}`);
    const { access_token, expires_in } = Token.parse(await answer.json());
    // Renewed a minute early: a token that expires under way costs a call.
    this.#token = { value: access_token, expiresAt: now + (expires_in - 60) * 1000 };
    return access_token;
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await tracedFetch(url, { ...init, signal: AbortSignal.timeout(this.env.GRAPH_TIMEOUT_SECONDS * 1000) });
    } catch (error) {
      throw new GraphUnanswered(error instanceof Error ? error.message : String(error));
    }
  }
}

async function errorOf(answer: Response): Promise<string> {
  const body = (await answer.json().catch(() => ({}))) as { error?: string; error_codes?: number[] };
  return `${body.error ?? ''} ${body.error_codes?.join(' ') ?? ''}`.trim();
}
