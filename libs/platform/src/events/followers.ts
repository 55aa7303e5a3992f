import type { OnApplicationBootstrap } from '@nestjs/common';
import type { ServiceEnv } from '../config/env.js';
import type { Database } from '../postgres/database.js';
import type { Tracer } from '../telemetry/trace.js';
import type { Fed, LogName } from './events.module.js';
import { follow, type Follower } from './follower.js';
import type { EventMetrics } from './metrics.js';
import type { WorkLog } from '../telemetry/log.js';

type FollowerContext = { db: Database; logger: WorkLog; metrics: EventMetrics; tracer: Tracer };

/** The followers of a service, one of each log that its modules follow, whether or not that log can be reached. */
export class Followers implements OnApplicationBootstrap {
  readonly #followers: ReadonlyMap<LogName, Follower>;

  /** Refuses a log of which the environment does not say where it is read. */
  constructor(followed: ReadonlyMap<LogName, Fed>, env: ServiceEnv, at: FollowerContext) {
    this.#followers = new Map(
      [...followed].map(([log, fed]) => [log, follow({ ...at, log, url: urlOf(log, env), ...fed })]),
    );
  }

  onApplicationBootstrap(): void {
    for (const follower of this.#followers.values()) follower.start();
  }

  /** How to ask for the lag of each log that is followed. */
  get lags(): [LogName, () => Promise<number>][] {
    return [...this.#followers].map(([log, follower]) => [log, () => follower.lag()]);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#followers.values()].map((follower) => follower.stop()));
  }
}

function urlOf(log: LogName, env: ServiceEnv): string {
  const variable = `LOG_${log.toUpperCase()}_URL` as keyof ServiceEnv;
  const url = env[variable];
  if (typeof url !== 'string') throw new Error(`${variable}: the log of ${log} is followed: say where it can be read`);
  return url;
}
