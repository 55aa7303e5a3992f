import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Registry } from 'prom-client';
import type { Condition } from './readiness.js';

export const READINESS = Symbol('asks the services whether they are ready');

@Controller()
export class HealthController {
  constructor(
    @Inject(READINESS) private readonly readiness: () => Promise<Condition>,
    private readonly registry: Registry,
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
  metrics(): Promise<string> {
    return this.registry.metrics();
  }
}
