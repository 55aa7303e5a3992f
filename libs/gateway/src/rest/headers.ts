import type { IncomingHttpHeaders } from 'node:http';

/** What a service may read of a request; all else stays at the door. */
const FORWARDED = [
  'authorization',
  'content-type',
  'content-length',
  'accept',
  'accept-language',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'traceparent',
];

/** What belongs to one connection, not to the answer (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The headers of a request that its service is shown; a length only where a body goes along. */
export function forwarded(headers: IncomingHttpHeaders, hasBody: boolean): IncomingHttpHeaders {
  return Object.fromEntries(
    FORWARDED.filter((name) => headers[name] !== undefined && (hasBody || name !== 'content-length')).map((name) => [
      name,
      headers[name],
    ]),
  );
}

/** The headers of an answer that its caller is shown. */
export function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = new Set(
    String(headers.connection ?? '')
      .toLowerCase()
      .split(/\s*,\s*/),
  );
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.has(name)));
}
