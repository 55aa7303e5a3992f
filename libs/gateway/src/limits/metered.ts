import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addressOf } from './address.js';
import type { Caller } from '@takwin/platform/auth';
import { BY_THE_CLOCK } from '@takwin/platform/http';
import type { CallerOf } from './callers.js';
import type { Meter } from './meter.js';

/** What the gateway knows of a request before a door reads it. */
export type Known = {
  /** Whom its token names, where that is believed. */
  caller?: Caller;
  /** Takes points for what it costs more than a request; refuses TOO_MANY_REQUESTS. */
  charge: (points: number) => Promise<void>;
};

const knownOf = new WeakMap<FastifyRequest, Known>();

/** What is known of a request that has come through `meterRequests`. */
export const known = (request: FastifyRequest): Known => knownOf.get(request)!;

/** Learns who calls, takes a point for each request, at whatever door, and tells what is left. */
export function meterRequests(
  server: FastifyInstance,
  { meter, callerOf }: { meter: Meter; callerOf: CallerOf },
): void {
  server.addHook('onRequest', async (request, reply) => {
    const caller = await callerOf(request.headers.authorization);
    const payer = { address: addressOf(request.ip), client: caller?.subject };
    const charge = (points: number): Promise<void> =>
      meter.charge(payer, points, (balance) => tell(reply, meter.headersOf(balance)));
    knownOf.set(request, { caller, charge });
    if (!BY_THE_CLOCK.test(request.url)) await charge(1);
  });
}

function tell(reply: FastifyReply, headers: Record<string, string>): void {
  if (!reply.sent) void reply.headers(headers);
}
