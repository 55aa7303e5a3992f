import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Simulation } from '../simulation.js';
import { seedUsers } from './seed-users.js';

const Page = z.object({
  since: z.coerce.number().int().min(0).default(0),
  first: z.coerce.number().int().min(1).max(100_000).default(1_000),
});

const BODY_LIMIT = 256 * 1024 * 1024;

/** What tests and operators of the simulators may do: change what goes wrong, put users there, read what happened. */
export function adminRoutes(http: FastifyInstance, simulation: Simulation): void {
  const { ledger, graph } = simulation;

  http.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof z.ZodError)) return reply.send(error);
    const errors = error.issues.map(({ path, code, message }) => ({ path: path.join('.'), code, message }));
    return reply.code(422).type('application/problem+json').send({ code: 'INVALID_INPUT', status: 422, errors });
  });

  http.get('/settings', () => simulation.settings);
  http.patch('/settings', (request) => simulation.change(request.body));

  http.post('/users', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const seeded = seedUsers(ledger, request.body, simulation.clock.now());
    ledger.log.flush();
    return reply.code(201).send(seeded);
  });

  http.get('/summary', () => ({
    tenants: ledger.tenants().map(({ config, users, subscriptions }) => ({
      id: config.id,
      users: users.count,
      deleted: users.next - users.count,
      skus: subscriptions.all().map(({ sku, seats, consumed }) => ({
        skuId: sku.id,
        skuPartNumber: sku.partNumber,
        seats,
        consumed,
      })),
    })),
    effects: ledger.log.length,
    ...ledger.summary(),
    ...graph.traffic(),
  }));

  http.get('/effects', (request) => {
    const { since, first } = Page.parse(request.query);
    const items = ledger.log.read(since, first);
    return { items, next: since + items.length, total: ledger.log.length };
  });

  http.post('/reset', async (_request, reply) => {
    simulation.reset();
    return reply.code(204).send();
  });
}
