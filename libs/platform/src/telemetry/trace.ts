import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** A piece of work as a trace shows it. Neither name nor attributes may tell who a person is. */
export type SpanAbout = {
  name: string;
  kind: 'server' | 'client' | 'producer' | 'consumer' | 'internal';
  attributes?: Record<string, string | number>;
};

/** Work that has begun: `trace` is its traceparent, for what comes of it. */
export type Span = {
  readonly trace: string;
  set(attributes: Record<string, string | number>): void;
  end(error?: unknown): void;
};

/** Begins spans of one service under a W3C traceparent, or a trace of their own. */
export interface Tracer {
  begin(about: SpanAbout, parent?: string): Span;
  /** A span of what is over, from `from` to now: milliseconds as performance.now() tells them. */
  record(about: SpanAbout, parent: string, from: number): void;
  /** Sends what is left, and ends. */
  stop(): Promise<void>;
}

/** The tracer of the service that a provider is part of. */
export const TRACER = Symbol('tracer');

type Work = { trace?: string; tracer: Tracer };

const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const storage = new AsyncLocalStorage<Work>();

/** The W3C traceparent of the work at hand, or undefined outside any. */
export const currentTrace = (): string | undefined => storage.getStore()?.trace;

/** The id by which log lines of one request are found across processes. */
export const currentTraceId = (): string | undefined => currentTrace()?.split('-')[1];

/** Whether a header is a W3C traceparent, version 00. */
export const isTraceparent = (value: unknown): value is string => typeof value === 'string' && TRACEPARENT.test(value);

/** A traceparent that continues `incoming` where it is one, else begins a trace. */
export function traceparent(incoming?: string): string {
  const parts = incoming && TRACEPARENT.test(incoming) ? incoming.split('-') : undefined;
  return `00-${parts?.[1] ?? randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-${parts?.[3] ?? '01'}`;
}

/** Hands traces on as they came, and tells nobody of them. */
export const UNTRACED: Tracer = {
  begin: (_, parent) => ({ trace: isTraceparent(parent) ? parent : traceparent(), set() {}, end() {} }),
  record() {},
  stop: () => Promise.resolve(),
};

/** Runs `work` as part of `trace`, or of a new one. */
export const withTrace = <T>(trace: string | undefined, work: () => T): T =>
  storage.run({ trace: traceparent(trace), tracer: tracerAtHand() }, work);

/** Runs `work`, whose spans `tracer` is told of, under the span that has begun, or under none. */
export const withTracer = <T>(tracer: Tracer, span: Span | undefined, work: () => T): T =>
  storage.run({ trace: span?.trace, tracer }, work);

/** Runs `work` as a span under `parent`, the work at hand unless told. */
export async function inSpan<T>(about: SpanAbout, work: () => Promise<T>, parent = currentTrace()): Promise<T> {
  return spanned(tracerAtHand(), about, parent, () => work());
}

/** Runs `work` as a span of `tracer` under `parent`; what it throws is the span's error too. */
export async function spanned<T>(
  tracer: Tracer,
  about: SpanAbout,
  parent: string | undefined,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = tracer.begin(about, parent);
  try {
    const result = await withTracer(tracer, span, () => work(span));
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}

/** fetch that carries the trace on. Its span names the host alone: paths may tell who a person is. */
export function tracedFetch(input: string | URL, init: RequestInit = {}): Promise<Response> {
  const { method = 'GET' } = init;
  const about: SpanAbout = {
    name: method,
    kind: 'client',
    attributes: { 'http.request.method': method, 'server.address': new URL(input).host },
  };
  return spanned(tracerAtHand(), about, currentTrace(), async (span) => {
    const headers = new Headers(init.headers);
    headers.set('traceparent', span.trace);
    const answer = await fetch(input, { ...init, headers });
    span.set({ 'http.response.status_code': answer.status });
    return answer;
  });
}

const tracerAtHand = (): Tracer => storage.getStore()?.tracer ?? UNTRACED;
