import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** The metrics of one service; several in one process have a registry each. */
export class ServiceMetrics {
  readonly registry = new Registry();
  readonly requests = new Histogram({
    name: 'takwin_http_request_seconds',
    help: 'Seconds from request to answer, by route pattern',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [this.registry],
  });
  readonly operations = new Counter({
    name: 'takwin_graphql_operations_total',
    help: 'GraphQL operations by outcome: ok, refused, failed',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
  }
}
