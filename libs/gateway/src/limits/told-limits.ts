type Json = Record<string, unknown>;
type Document = Json & { paths?: Record<string, Record<string, Json>>; components?: Record<string, Json> };
type Response = Json & { $ref?: string; headers?: Json };

const header = (name: string): Json => ({ $ref: `#/components/headers/${name}` });
const HEADERS = { RateLimit: header('RateLimit'), 'RateLimit-Policy': header('RateLimit-Policy') };

const COMPONENTS = {
  headers: {
    RateLimit: {
      description:
        'Of each bucket how many points are left (r), and in how many seconds it is full (t), as draft-ietf-httpapi-ratelimit-headers has it',
      schema: { type: 'string', examples: ['"client";r=1980;t=1, "address";r=3980;t=1'] },
    },
    'RateLimit-Policy': {
      description: 'Of each bucket how many points it holds (q), and in how many seconds it fills (w)',
      schema: { type: 'string', examples: ['"client";q=2000;w=10, "address";q=4000;w=10'] },
    },
  },
  responses: {
    TooManyRequests: {
      description:
        'The client of the token, or the address, asks more than may be asked at once. One of these codes, and others later: TOO_MANY_REQUESTS.',
      headers: {
        'Retry-After': {
          description: 'After how many seconds there is enough again',
          schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 3600, examples: [1] },
        },
        ...HEADERS,
      },
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  },
};

/** The same document, which tells of every answer what is left to ask for, and of every operation that it may be too much. */
export function withLimits<D extends Document>(document: D): D {
  const told = structuredClone(document);
  const components = (told.components ??= {});
  const { responses: named = {} } = components as { responses?: Record<string, Response> };
  const operations = Object.values(told.paths ?? {}).flatMap((item) => Object.values(item));
  const answers = operations.flatMap(({ responses }) => (responses ? [responses as Record<string, Response>] : []));
  if (answers.length === 0) return told;
  for (const responses of answers) {
    for (const [status, response] of Object.entries(responses)) {
      if (!/^[24]/.test(status)) continue;
      const said = response.$ref === undefined ? response : named[response.$ref.split('/').at(-1)!];
      if (said) said.headers = { ...said.headers, ...HEADERS };
    }
    responses[429] = { $ref: '#/components/responses/TooManyRequests' };
  }
  for (const [kind, parts] of Object.entries(COMPONENTS)) components[kind] = { ...components[kind], ...parts };
  return told;
}
