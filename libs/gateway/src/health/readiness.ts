import type { Dispatcher } from 'undici';
import { SERVICES, type Service } from '@takwin/contracts/topology';
import type { ServiceUrls } from '../service-urls.js';

export type Condition = {
  /** `degraded`: some services do not answer, the rest is served. `down`: none does. */
  status: 'up' | 'degraded' | 'down';
  dependencies: Record<Service, 'up' | 'down'>;
};

type Options = {
  client: Dispatcher;
  urls: ServiceUrls;
  /** How long a service may take to say that it is ready, in milliseconds. */
  patience?: number;
};

/** Asks every service whether it is ready; questions that come while one is asked share its answer. */
export function readiness({ client, urls, patience = 2_000 }: Options): () => Promise<Condition> {
  let asking: Promise<Condition> | undefined;
  return () => (asking ??= ask().finally(() => (asking = undefined)));

  async function ask(): Promise<Condition> {
    const up = await Promise.all(SERVICES.map(isReady));
    return {
      status: up.every(Boolean) ? 'up' : up.some(Boolean) ? 'degraded' : 'down',
      dependencies: Object.fromEntries(
        SERVICES.map((service, index) => [service, up[index] ? 'up' : 'down']),
      ) as Condition['dependencies'],
    };
  }

  async function isReady(service: Service): Promise<boolean> {
    try {
      const { origin } = new URL(urls[service]);
      const signal = AbortSignal.timeout(patience);
      const { statusCode, body } = await client.request({ origin, path: '/health/ready', method: 'GET', signal });
      await body.dump();
      return statusCode === 200;
    } catch {
      return false;
    }
  }
}
