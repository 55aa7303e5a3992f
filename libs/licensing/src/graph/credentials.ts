import { createHash, createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { retryAfterOf } from '@takwin/platform/http';
import { SignJWT } from 'jose';
import { z } from 'zod';
import type { Cloud, GraphApp } from './environment.js';
import { GraphThrottled, GraphRefusedApp } from './refusals.js';

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const ASSERTION_SECONDS = 300;
// Renewed before its end: a token that expires under way costs a call.
const EARLY_MS = 60_000;

const Token = z.object({ access_token: z.string(), expires_in: z.number() });

/** What Entra ID says of an app whom it gives no token, by its AADSTS code. */
const REFUSED: Record<number, string> = {
  7000215: 'GRAPH_SECRET_WRONG',
  7000222: 'GRAPH_SECRET_EXPIRED',
  7000216: 'GRAPH_SECRET_MISSING',
  700016: 'GRAPH_APP_UNKNOWN',
  700027: 'GRAPH_CERTIFICATE_WRONG',
  700021: 'GRAPH_CERTIFICATE_WRONG',
  700023: 'GRAPH_CERTIFICATE_WRONG',
  700024: 'CLOCK_IS_WRONG',
  90002: 'GRAPH_TENANT_UNKNOWN',
};

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Access tokens of one app in one tenant, by secret or by certificate (OAuth 2.0 client credentials flow). */
export class Credentials {
  #token: { value: string; expiresAt: number } | undefined;
  #asking: Promise<string> | undefined;

  constructor(
    private readonly cloud: Cloud,
    private readonly tenant: string,
    private readonly app: GraphApp,
    private readonly fetch: Fetch,
    private readonly now: () => Date,
  ) {}

  /** A token that is good for a minute at least. Refuses (GraphRefusedApp) with the reason by name. */
  token(): Promise<string> {
    if (this.#token && this.#token.expiresAt > this.now().getTime()) return Promise.resolve(this.#token.value);
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  /** Forgets a token that Graph refused. */
  forget(): void {
    this.#token = undefined;
  }

  async #ask(): Promise<string> {
    const path = `${this.tenant}/oauth2/v2.0/token`;
    const from = this.now().getTime();
    const answer = await this.fetch(`${this.cloud.entraUrl}/${path}`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: this.app.clientId,
        scope: this.cloud.scope,
        ...(this.app.secret
          ? { client_secret: this.app.secret }
          : { client_assertion_type: ASSERTION, client_assertion: await this.#assertion(path) }),
      }),
    });
    if (answer.status === 429 || answer.status >= 500)
      throw new GraphThrottled(retryAfterOf(answer.headers, this.now()));
    if (!answer.ok) throw await refusalOf(answer);
    const { access_token, expires_in } = Token.parse(await answer.json());
    this.#token = { value: access_token, expiresAt: from + expires_in * 1_000 - EARLY_MS };
    return access_token;
  }

  /** PS256, named by the certificate's SHA-256, for this token endpoint and five minutes (Entra ID, certificate credentials). */
  #assertion(path: string): Promise<string> {
    const certificate = new X509Certificate(this.app.certificate!);
    const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url');
    const now = Math.floor(this.now().getTime() / 1_000);
    return new SignJWT({
      aud: `${this.cloud.entraUrl}/${path}`,
      iss: this.app.clientId,
      sub: this.app.clientId,
      jti: randomUUID(),
      nbf: now,
      iat: now,
      exp: now + ASSERTION_SECONDS,
    })
      .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })
      .sign(createPrivateKey(this.app.privateKey!));
  }
}

async function refusalOf(answer: Response): Promise<GraphRefusedApp> {
  const body = (await answer.json().catch(() => ({}))) as { error?: string; error_codes?: number[]; trace_id?: string };
  const known = body.error_codes?.map((code) => REFUSED[code]).find(Boolean);
  const codes = body.error_codes?.join(' ') ?? '';
  return new GraphRefusedApp(
    known ?? 'GRAPH_NO_TOKEN',
    `Entra ID gave no token: ${answer.status} ${body.error ?? ''} ${codes} ${body.trace_id ?? ''}`.trim(),
  );
}
