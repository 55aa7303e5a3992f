import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticated } from '../auth/grant.js';
import type { Caller, Groups, Identities, Mandate, Mandates } from '../auth/caller.js';
import type { JwtVerifier } from '../auth/jwt.js';
import { invalid, Refusal } from '../errors/refusal.js';
import { leavingOf } from './leaving.js';

/** What a service knows of callers beside what their tokens say. */
export type Known = {
  mandates?: Mandates | undefined;
  identities?: Identities | undefined;
  groups?: Groups | undefined;
};

const KEY = /^([\w.:+/=-]{1,255})$/;

/**
 * Learns who calls, whether they are still there, and what the headers say that bear on writes. A token that is given and bad is
 * refused, also where none is needed. Refuses an Idempotency-Key that is empty, of odd characters or over 255.
 */
export async function learnCaller(
  request: FastifyRequest & Authenticated,
  reply: FastifyReply,
  verifier: JwtVerifier,
  known: Known = {},
): Promise<void> {
  const left = leavingOf(reply.raw);
  const { authorization } = request.headers;
  if (authorization !== undefined) await identify(request, authorization, verifier, known);
  request.key = headerOf(request, 'idempotency-key', KEY, '1 to 255 letters, digits and . : + / = _ -');
  request.about = { left };
}

async function identify(
  request: FastifyRequest & Authenticated,
  authorization: string,
  verifier: JwtVerifier,
  { mandates, identities, groups }: Known,
): Promise<void> {
  try {
    const caller = await nowOf(await verifier.verify(authorization), identities);
    const more = (await mandates?.of(caller.subject)) ?? [];
    const all = [...caller.mandates, ...more].map((mandate) => withMembers(mandate, groups));
    request.caller = { ...caller, mandates: await Promise.all(all) };
  } catch (error) {
    // GraphQL tells it as an error of each field, which a gateway can hand on.
    if (!(error instanceof Refusal) || request.routeOptions.url !== '/graphql') throw error;
    request.refused = error;
  }
}

/** Where it is not known who is in a group, nobody is. */
async function withMembers(mandate: Mandate, groups: Groups | undefined): Promise<Mandate> {
  if (mandate.role !== 'trainer' || mandate.groups.length === 0 || !groups) return mandate;
  return { ...mandate, persons: await groups.membersOf(mandate.academies, mandate.groups) };
}

/** A token goes on saying the id that it was given for: whose record was merged is who they are now. */
async function nowOf(caller: Caller, identities: Identities | undefined): Promise<Caller> {
  const { personId } = caller;
  if (personId === undefined || !identities) return caller;
  const now = (await identities.now([personId])).get(personId.toLowerCase());
  return now === undefined ? caller : { ...caller, personId: now, personWas: personId };
}

function headerOf({ headers }: FastifyRequest, name: string, form: RegExp, said: string): string | undefined {
  const given = headers[name];
  if (given === undefined) return undefined;
  const [, inner] = (typeof given === 'string' && form.exec(given)) || [];
  if (inner === undefined) throw invalid([{ path: [name], code: 'invalid_format', message: said }]);
  return inner;
}
