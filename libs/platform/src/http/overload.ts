import type { FastifyInstance } from 'fastify';
import { Counter, type Registry } from 'prom-client';
import { Refusal } from '../errors/refusal.js';

/** Seconds after which whoever was refused may ask again: what is waiting has been served by then, or others are refused too. */
const AGAIN = 2;

/** What is asked for cannot be done soon: `busy` has more to do than it can. Nothing of it was begun. */
export class Overloaded extends Refusal {
  constructor(busy: string) {
    super('OVERLOADED', { status: 503, extra: { busy }, retryAfter: AGAIN });
  }
}

/** Something that may have more to do than it can, by name, as it is now. */
export type Load = { name: string; isBusy: () => boolean };

/** What a service is judged by: a list of Load. */
export const LOADS = Symbol('loads');

const EVERY = 250;
/** By how many milliseconds the loop is late where it is too much: each request waits as long for each thing that it waits for. */
const LATE = 1_000;
/** For how many milliseconds it has to be, at every look: one turn that takes long is over when it is seen. */
const LASTING = 5_000;

let lateSince: number | undefined;
let isWatched = false;

/** The event loop of this process. */
export const eventLoop: Load = {
  name: 'event-loop',
  isBusy() {
    if (!isWatched) watch();
    return lateSince !== undefined && performance.now() - lateSince > LASTING;
  },
};

function watch(): void {
  isWatched = true;
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    lateSince = now - last - EVERY > LATE ? (lateSince ?? now) : undefined;
    last = now;
  }, EVERY).unref();
}

/** What probes and collectors ask: they come by the clock, and are told by others when to. */
export const BY_THE_CLOCK = /^\/(health\/|metrics$)/;

/** Refuses at once (OVERLOADED) what would only wait, as long as something is busy; health is told and metrics are at any time. */
export function refuseWhileBusy(server: FastifyInstance, loads: readonly Load[], registry: Registry): void {
  const refused = new Counter({
    name: 'takwin_http_overloaded_total',
    help: 'Requests refused at once, by what was busy',
    labelNames: ['busy'],
    registers: [registry],
  });
  server.addHook('onRequest', (request, _reply, next) => {
    const busy = BY_THE_CLOCK.test(request.url) ? undefined : loads.find(({ isBusy }) => isBusy());
    if (!busy) return next();
    refused.inc({ busy: busy.name });
    next(new Overloaded(busy.name));
  });
}
