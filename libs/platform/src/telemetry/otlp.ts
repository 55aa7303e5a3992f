import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type Span as OtelSpan } from '@opentelemetry/api';
import type { TracerProvider } from '@opentelemetry/sdk-trace';
import { reasonOf } from '../jobs/failure.js';
import { UNTRACED, type Span, type SpanAbout, type Tracer } from './trace.js';

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} satisfies Record<SpanAbout['kind'], SpanKind>;

/**
 * Spans of one service by OTLP over HTTP to `endpoint` (OpenTelemetry's OTEL_EXPORTER_OTLP_ENDPOINT, without /v1/traces); where
 * there is none, nothing is loaded and nothing told. A collector that is away costs the spans, never the work.
 */
export async function tracerTo(endpoint: string | undefined, service: string): Promise<Tracer> {
  if (!endpoint) return UNTRACED;
  const [{ BatchSpanProcessor, TracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all(
    [
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ],
  );
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: 5_000 });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.namespace': 'takwin', 'service.name': service }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 1_000, exportTimeoutMillis: 5_000 })],
  });
  return new OtlpTracer(provider);
}

class OtlpTracer implements Tracer {
  constructor(private readonly provider: TracerProvider) {}

  begin(about: SpanAbout, parent?: string): Span {
    return this.#begin(about, parent);
  }

  record(about: SpanAbout, parent: string, from: number): void {
    this.#begin(about, parent, performance.timeOrigin + from).end();
  }

  async stop(): Promise<void> {
    // A collector that is away must not hold up the end.
    await this.provider.shutdown().catch(() => {});
  }

  #begin({ name, kind, attributes }: SpanAbout, parent?: string, startTime?: number): Span {
    const options = { kind: KINDS[kind], attributes, startTime };
    return new Begun(this.provider.getTracer('takwin').startSpan(name, options, contextOf(parent)));
  }
}

class Begun implements Span {
  constructor(private readonly span: OtelSpan) {}

  get trace(): string {
    const { traceId, spanId, traceFlags } = this.span.spanContext();
    return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  }

  set(attributes: Record<string, string | number>): void {
    this.span.setAttributes(attributes);
  }

  end(error?: unknown): void {
    if (error !== undefined) this.span.setStatus({ code: SpanStatusCode.ERROR, message: reasonOf(error) });
    this.span.end();
  }
}

function contextOf(parent: string | undefined): Context {
  const [, traceId, spanId, flags] = parent?.split('-') ?? [];
  if (!traceId || !spanId) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags ?? '01', 16);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
