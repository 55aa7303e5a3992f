/** An answer, with its body read as JSON where it is some. */
export type ApiAnswer = { status: number; headers: Headers; body: any }; // eslint-disable-line @typescript-eslint/no-explicit-any -- specs look into it

export type Send = { headers?: Record<string, string> };

/**
 * A client of one app for specs: `token` is sent with every call that does not say otherwise. What `patch` and `put` change, they
 * read first for its ETag, unless If-Match is given.
 */
export function apiOf(url: string, token?: string) {
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    { headers = {} }: Send = {},
  ): Promise<ApiAnswer> => {
    const isText = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(url + path, {
      method,
      body: body === undefined ? undefined : isText ? (body as BodyInit) : JSON.stringify(body),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  const change = async (method: string, path: string, body: unknown, send: Send = {}): Promise<ApiAnswer> => {
    if (send.headers?.['if-match']) return call(method, path, body, send);
    const etag = (await call('GET', path, undefined, send)).headers.get('etag') ?? '"0"';
    return call(method, path, body, { headers: { 'if-match': etag, ...send.headers } });
  };
  return {
    as: (other?: string) => apiOf(url, other),
    get: (path: string, send?: Send) => call('GET', path, undefined, send),
    post: (path: string, body: unknown = {}, send?: Send) => call('POST', path, body, send),
    put: (path: string, body: unknown, send?: Send) => change('PUT', path, body, send),
    patch: (path: string, body: unknown, send?: Send) => change('PATCH', path, body, send),
    graphql: (query: string, variables: object = {}, send?: Send) =>
      call('POST', '/graphql', { query, variables }, send),
  };
}
