import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const storage = new AsyncLocalStorage<string>();

/** The W3C traceparent of the work at hand, or undefined outside any. */
export const currentTrace = (): string | undefined => storage.getStore();

/** The id by which log lines of one request are found across processes. */
export const currentTraceId = (): string | undefined => storage.getStore()?.split('-')[1];

/** A traceparent that continues `incoming` where it is one, else begins a trace. */
export function traceparent(incoming?: string): string {
  const parts = incoming && TRACEPARENT.test(incoming) ? incoming.split('-') : undefined;
  return `00-${parts?.[1] ?? randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-${parts?.[3] ?? '01'}`;
}

/** Runs `work` as part of `trace`, or of a new one. */
export const withTrace = <T>(trace: string | undefined, work: () => T): T => storage.run(traceparent(trace), work);

/** fetch that carries the trace on. */
export function tracedFetch(input: string | URL, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const trace = currentTrace();
  if (trace) headers.set('traceparent', trace);
  return fetch(input, { ...init, headers });
}
