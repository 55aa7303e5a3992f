import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isTraceparent, withTracer, type Span, type Tracer } from '../telemetry/trace.js';

const UNTOLD = /^\/(health|metrics)/;

/**
 * Makes a span of each request, under the traceparent that it brings or a trace of its own, and puts the span's into the request's
 * header, for who hands it on. Spans name the route's pattern, not the URL: that may tell who a person is.
 */
export function traceRequests(server: FastifyInstance, tracer: Tracer): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  server.addHook('onRequest', (request, _reply, next) => {
    const route = request.routeOptions.url ?? 'none';
    if (UNTOLD.test(route)) return next();
    const attributes = { 'http.request.method': request.method, 'http.route': route };
    const { traceparent } = request.headers;
    const parent = isTraceparent(traceparent) ? traceparent : undefined;
    const span = tracer.begin({ name: `${request.method} ${route}`, kind: 'server', attributes }, parent);
    spans.set(request, span);
    request.headers.traceparent = span.trace;
    withTracer(tracer, span, next);
  });
  server.addHook('onResponse', (request, { statusCode }, next) => {
    const span = spans.get(request);
    span?.set({ 'http.response.status_code': statusCode });
    span?.end(statusCode >= 500 ? new Error(String(statusCode)) : undefined);
    next();
  });
}
