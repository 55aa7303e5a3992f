import fastify, { type FastifyInstance, type RouteHandlerMethod } from 'fastify';
import type { Route } from './routes.js';

export const BODY_LIMIT = 2 ** 20;
/** How the gateway's router reads paths. */
export const ROUTER = { maxParamLength: 512 };

/** Those that nothing is served by too: the service that is asked says which its path is. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Has a server take every request that a route of the table stands for. */
export function serve(
  server: FastifyInstance,
  routes: readonly Route[],
  handler: (route: Route) => RouteHandlerMethod,
) {
  for (const route of routes)
    for (const url of route.alone ? [route.path] : [route.path, `${route.path}/*`])
      server.route({
        method: METHODS,
        url,
        exposeHeadRoute: false,
        bodyLimit: route.bodyLimit ?? BODY_LIMIT,
        handler: handler(route),
      });
}

/** Which route takes a request, given its method and a path template such as `/v1/persons/{id}`; none where it is a 404. */
export type Routing = (method: string, template: string) => Promise<Route | undefined>;

/** Asks the router itself, laid out as the gateway's, so that its rules are told once. */
export function routingOf(routes: readonly Route[]): Routing {
  const server = fastify({ routerOptions: ROUTER });
  serve(server, routes, (route) => async () => String(routes.indexOf(route)));
  return async (method, template) => {
    const url = template.replaceAll(/\{\w+\}/g, 'any');
    const { statusCode, body } = await server.inject({ method: method.toUpperCase() as 'GET', url });
    return statusCode === 200 ? routes[Number(body)] : undefined;
  };
}
