import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { demand, mayCollect } from '../limits/insiders.js';
import { known } from '../limits/metered.js';
import type { Condition } from './readiness.js';

export const METRICS_INSIDE = Symbol('whether metrics are collected without a token by who asks past all proxies');
export const READINESS = Symbol('asks the services whether they are ready');

@Controller()
export class HealthController {
  constructor(
    @Inject(READINESS) private readonly readiness: () => Promise<Condition>,
    private readonly registry: Registry,
    @Inject(METRICS_INSIDE) private readonly metricsInside: boolean,
  ) {}

  @Get('health/live')
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  /** 200 while anything can be served: a service that is down costs its fields, not the gateway. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Condition> {
    const condition = await this.readiness();
    void reply.code(condition.status === 'down' ? 503 : 200);
    return condition;
  }

  @Get('metrics')
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  metrics(@Req() request: FastifyRequest): Promise<string> {
    // Whoever comes through a proxy of ours bears its header.
    const isInside = this.metricsInside && request.headers['x-forwarded-for'] === undefined;
    if (!isInside) demand(known(request).caller, mayCollect);
    return this.registry.metrics();
  }
}
