/** Logs, metrics and traces. */
export { type Log, LOG, logOf } from './telemetry/log.js';
export { tracerTo } from './telemetry/otlp.js';
export { currentTraceId, tracedFetch, type Tracer, UNTRACED } from './telemetry/trace.js';
