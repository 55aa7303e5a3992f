import { serverOf } from '@takwin/simulators/http/server';
import type { Simulation } from '@takwin/simulators/simulation';
import type { VirtualClock } from './virtual-clock.js';

export const SIMULATOR = 'http://simulator';

/** CPU time that the simulator took of the process, ms, so that it is not counted as the worker's. */
export type Cost = { ms: number };

/** fetch into a simulator of the same process: its answers take as long as it says, on the clock that both have. */
export function fetchInto(
  simulation: Simulation,
  clock: VirtualClock,
  cost: Cost,
): (url: string, init: RequestInit) => Promise<Response> {
  const server = serverOf(simulation);
  return async (url, { method = 'GET', headers = {}, body }) => {
    const { pathname, search } = new URL(url);
    if (pathname.startsWith('/entra/')) return clock.during(() => token(server, pathname, String(body)));
    const sent = Object.fromEntries(new Headers(headers));
    const { app, tenant, roles } = await clock.during(() => simulation.tokens.bearer(sent.authorization));
    const from = process.cpuUsage();
    const answer = simulation.graph.answer(
      {
        method,
        path: pathname.slice('/graph/v1.0'.length),
        query: new URLSearchParams(search),
        headers: sent,
        body: body === undefined ? undefined : JSON.parse(String(body)),
        base: `${SIMULATOR}/graph/v1.0`,
      },
      { app, tenant: simulation.ledger.tenant(tenant)!, roles },
    );
    simulation.ledger.log.flush();
    const text = answer.body === undefined ? null : JSON.stringify(answer.body);
    const { user, system } = process.cpuUsage(from);
    cost.ms += (user + system) / 1_000;
    await clock.pause(answer.delayMs);
    if (answer.broken) throw new TypeError('the connection was closed');
    return new Response(text, { status: answer.status, headers: answer.headers });
  };
}

async function token(server: ReturnType<typeof serverOf>, url: string, payload: string): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await server.inject({ method: 'POST', url, payload, headers });
  return new Response(answer.body, { status: answer.statusCode });
}
