import { Inject, Injectable, Optional, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Clock } from '../clock/clock.js';
import { ConfigError, readEnv, WorkEnv } from '../config/env.js';
import { ENVIRONMENT } from '../config/from-environment.js';
import { processingOf, type Processing, type Works } from './processor.js';
import { Queues } from './queues.js';

/**
 * Works and sweeps the queue of every processor that the modules of this process provide, once all of them are there. Queues
 * ends the work. Refuses (ConfigError) processors without a queue store.
 */
@Injectable()
export class Workers implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly source: NodeJS.ProcessEnv,
    @Optional() private readonly queues?: Queues,
  ) {}

  onApplicationBootstrap(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      const processing = metatype && processingOf(metatype);
      if (processing) this.#begin(instance as Works, processing);
    }
  }

  #begin(processor: Works, { queue, concurrency }: Processing): void {
    if (!this.queues)
      throw new ConfigError(`QUEUE_DATABASE_URL: the queue ${queue} is worked: say where queues are kept`);
    const every = readEnv(WorkEnv, this.source).SWEEP_SECONDS * 1000;
    const before = (): Date => new Date(this.clock.now().getTime() - every);
    this.queues.work(queue, {
      concurrency,
      run: (wake, signal) => processor.run(wake, signal),
      giveUp: async (id) => processor.giveUp?.(id),
    });
    this.queues.sweep(queue, { every, find: (limit) => processor.waiting(limit, before()) });
  }
}
