import type { ServerOptions } from 'node:https';
import Fastify, { type FastifyInstance } from 'fastify';
import { adminRoutes } from '../admin/http.js';
import { entraRoutes } from '../entra/http.js';
import { graphRoutes } from '../graph/http.js';
import { issuerRoutes } from '../issuer/http.js';
import type { Simulation } from '../simulation.js';

/** All simulators on one server, with TLS where `https` is given: /issuer, /entra, /graph/v1.0, and their admin API under /_simulator. */
export function serverOf(simulation: Simulation, https: ServerOptions | null = null): FastifyInstance {
  const http = Fastify({
    https,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 512 },
  }) as FastifyInstance;
  http.get('/health/live', () => ({ live: true }));
  http.get('/health/ready', () => ({ ready: true, dependencies: {} }));
  http.register(async (routes) => issuerRoutes(routes, simulation.issuer), { prefix: '/issuer' });
  http.register(async (routes) => entraRoutes(routes, simulation), { prefix: '/entra' });
  http.register(async (routes) => graphRoutes(routes, simulation), { prefix: '/graph/v1.0' });
  http.register(async (routes) => adminRoutes(routes, simulation), { prefix: '/_simulator' });
  return http;
}
