import { z } from 'zod';
import type { Ledger } from '../graph/effects/ledger.js';
import { seededName, type Tenant } from '../graph/tenant/tenant.js';
import { UserState } from '../graph/tenant/user.js';

const tenant = z.guid().toLowerCase().optional();

const Numbered = z.strictObject({
  tenant,
  count: z.number().int().min(1).max(2_000_000),
  from: z.number().int().min(0).default(1),
  prefix: z
    .string()
    .regex(/^[a-z0-9._-]{0,40}$/i)
    .default('stagiaire'),
  domain: z.string().toLowerCase().optional(),
  usageLocation: UserState.shape.usageLocation,
  skuId: z.guid().toLowerCase().optional(),
});

const SeedUser = UserState.partial().extend({ userPrincipalName: UserState.shape.userPrincipalName });
const Listed = z.strictObject({ tenant, users: z.array(SeedUser).min(1).max(500_000) });

// A listed user shares a line of the log with others, so that neither lines nor their number grow without limit.
const PER_LINE = 1_000;

/**
 * Puts users there at once, outside of all limits: `count` numbered ones, with a licence if `skuId` is given, or a list
 * of named `users`; into the first tenant and its first domain unless others are given.
 * Refuses (ZodError) an unknown tenant, domain or SKU, too few seats, and names that are taken.
 */
export function seedUsers(ledger: Ledger, body: unknown, at: Date): { created: number; users: number } {
  const isList = typeof body === 'object' && body !== null && 'users' in body;
  const request = isList ? Listed.parse(body) : Numbered.parse(body);
  const into = request.tenant === undefined ? ledger.tenants()[0] : ledger.tenant(request.tenant);
  if (!into) throw wrong('tenant', 'no such tenant');
  const before = into.users.count;
  const stamp = { at: at.toISOString(), tenant: into.config.id };
  if ('users' in request) {
    refuseNames(
      into,
      request.users.map(({ userPrincipalName }) => userPrincipalName),
    );
    for (let from = 0; from < request.users.length; from += PER_LINE)
      ledger.record({ ...stamp, kind: 'users-listed', users: request.users.slice(from, from + PER_LINE) });
  } else {
    const { count, from, prefix, domain = into.config.domains[0]!, usageLocation, skuId } = request;
    if (skuId !== undefined) refuseSeats(into, skuId, count);
    refuseNames(into, numbered(prefix, from, count, domain));
    const state = usageLocation === undefined ? {} : { usageLocation };
    ledger.record({ ...stamp, kind: 'users-seeded', from, count, prefix, domain, state, ...(skuId && { skuId }) });
  }
  return { created: into.users.count - before, users: into.users.count };
}

function* numbered(prefix: string, from: number, count: number, domain: string): Generator<string> {
  for (let number = from; number < from + count; number += 1) yield seededName(prefix, number, domain);
}

function refuseNames({ users, config }: Tenant, names: Iterable<string>): void {
  const seen = new Set<string>();
  for (const given of names) {
    const name = given.toLowerCase();
    if (!config.domains.includes(name.slice(name.indexOf('@') + 1)))
      throw wrong('domain', `${given} is in no verified domain`);
    if (users.find(name) || seen.has(name)) throw wrong('users', `${given} is taken`);
    seen.add(name);
  }
}

function refuseSeats({ subscriptions }: Tenant, skuId: string, count: number): void {
  const subscription = subscriptions.find(skuId);
  if (!subscription) throw wrong('skuId', 'the tenant has no such SKU');
  if (subscription.consumed + count > subscription.seats) throw wrong('skuId', 'too few seats');
}

const wrong = (path: string, message: string): z.ZodError =>
  new z.ZodError([{ code: 'custom', path: [path], message, input: undefined }]);
