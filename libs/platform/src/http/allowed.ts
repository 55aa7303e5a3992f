import type { FastifyInstance } from 'fastify';
import { Refusal } from '../errors/refusal.js';
import type { Words } from '../errors/words.js';
import { sendProblem } from './problem.js';

/** The path is one that is served, by other methods (RFC 9110, 15.5.6). */
class MethodNotAllowed extends Refusal {
  constructor() {
    super('METHOD_NOT_ALLOWED', { status: 405 });
  }
}

/** Answers another method than a path is served by with METHOD_NOT_ALLOWED and the methods that it is: of routes that are added later. */
export function refuseOtherMethods(server: FastifyInstance, words: Words): void {
  const served: { path: RegExp; methods: readonly string[] }[] = [];
  server.addHook('onRoute', ({ url, method }) => {
    if (!url.includes('*')) served.push({ path: patternOf(url), methods: [method].flat() });
  });
  server.addHook('onRequest', (request, reply, next) => {
    if (!request.is404) return next();
    const path = request.url.split('?', 1)[0]!;
    const methods = served.filter((route) => route.path.test(path)).flatMap((route) => route.methods);
    if (methods.length === 0) return next();
    void reply.header('allow', [...new Set(methods)].toSorted().join(', '));
    sendProblem(request, reply, new MethodNotAllowed(), words);
  });
}

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+')}$`);
