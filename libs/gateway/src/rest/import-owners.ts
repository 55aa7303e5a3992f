import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Service } from '@takwin/contracts/topology';
import type { ServiceUrls } from '../service-urls.js';
import { ServiceUnavailable } from './refusals.js';
import { IMPORTERS } from './routes.js';

type Options = { client: Dispatcher; urls: ServiceUrls };

/** How many imports are remembered with their service, by who asked; another one is asked for again. */
const REMEMBERED = 1_000;
const PATIENCE = 5_000;

/**
 * Finds the service that took an import: ids are the services' own UUIDs and say nothing of the kind, so each importer
 * is asked for it once, as the caller. Nobody knows it: one that let the caller ask says so, before one that did not. Another caller's
 * finding is not gone by, as who refuses would tell that there is such an import. Refuses with SERVICE_UNAVAILABLE where the one that
 * might know it does not answer.
 */
export function importOwners({ client, urls }: Options) {
  const known = new Map<string, Service>();

  return async (id: string, headers: IncomingHttpHeaders): Promise<Service> => {
    const asked = `${headers.authorization ?? ''} ${id}`;
    const remembered = known.get(asked);
    if (remembered) return remembered;
    const answers = await Promise.all(
      IMPORTERS.map(async (service) => ({ service, status: await statusAt(service, id, headers) })),
    );
    const owner = answers.find(({ status }) => status === 200)?.service;
    if (owner) return remember(asked, owner);
    const silent = answers.find(({ status }) => status === undefined);
    if (silent) throw new ServiceUnavailable(silent.service);
    const failing = answers.find(({ status }) => status! >= 500);
    return (failing ?? answers.find(({ status }) => status === 404) ?? answers[0]!).service;
  };

  async function statusAt(service: Service, id: string, headers: IncomingHttpHeaders): Promise<number | undefined> {
    const url = `${urls[service]}/v1/imports/${encodeURIComponent(id)}`;
    const { authorization, traceparent } = headers;
    try {
      const { statusCode, body } = await client.request({
        origin: new URL(url).origin,
        path: new URL(url).pathname,
        method: 'GET',
        headers: {
          accept: 'application/json',
          ...(authorization && { authorization }),
          ...(traceparent && { traceparent }),
        },
        signal: AbortSignal.timeout(PATIENCE),
      });
      await body.dump();
      return statusCode;
    } catch {
      return undefined;
    }
  }

  function remember(asked: string, owner: Service): Service {
    const oldest = known.size < REMEMBERED ? undefined : known.keys().next().value;
    if (oldest !== undefined) known.delete(oldest);
    known.set(asked, owner);
    return owner;
  }
}
