import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export type CollectedSpan = {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  failed: boolean;
  attributes: Record<string, unknown>;
  /** Milliseconds. */
  from: number;
  took: number;
};

/** A collector of OTLP over HTTP, in JSON: what it was told, as spans. */
export class Collector {
  readonly spans: CollectedSpan[] = [];

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<Collector> {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text) => (body += text));
      request.on('end', () => {
        if (request.url === '/v1/traces') collector.spans.push(...spansOf(JSON.parse(body) as Otlp));
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
    const { port } = server.address() as AddressInfo;
    const close = async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    };
    const collector = new Collector(`http://127.0.0.1:${port}`, close);
    return collector;
  }

  /** Waits until what was told holds what is wanted, 15 s at most, and returns it. */
  async until(holds: (spans: readonly CollectedSpan[]) => boolean): Promise<readonly CollectedSpan[]> {
    for (let waited = 0; waited < 15_000 && !holds(this.spans); waited += 50) await pause(50);
    return this.spans;
  }
}

/** A trace as lines, each span under its parent: `service  name`, in the order in which they began. */
export function treeOf(spans: readonly CollectedSpan[], traceId: string): string[] {
  const mine = spans.filter((span) => span.traceId === traceId).sort((one, other) => one.from - other.from);
  const known = new Set(mine.map(({ spanId }) => spanId));
  const under = (parent: string, depth: number): string[] =>
    mine
      .filter(({ parentSpanId }) => (known.has(parentSpanId) ? parentSpanId : '') === parent)
      .flatMap((span) => [`${'  '.repeat(depth)}${span.service}: ${span.name}`, ...under(span.spanId, depth + 1)]);
  return under('', 0);
}

type Value = { stringValue?: string; intValue?: number | string; doubleValue?: number };
type Attributes = { key: string; value: Value }[];
type OtlpSpan = {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: Attributes;
  status?: { code?: number };
};
type Otlp = { resourceSpans: { resource: { attributes: Attributes }; scopeSpans: { spans: OtlpSpan[] }[] }[] };

const plain = (attributes: Attributes = []): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

function spansOf({ resourceSpans }: Otlp): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ parentSpanId = '', startTimeUnixNano, endTimeUnixNano, attributes, status, ...span }) => ({
        service: String(plain(resource.attributes)['service.name']),
        name: span.name,
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId,
        failed: status?.code === 2,
        attributes: plain(attributes),
        from: Number(startTimeUnixNano) / 1e6,
        took: (Number(endTimeUnixNano) - Number(startTimeUnixNano)) / 1e6,
      })),
    ),
  );
}
