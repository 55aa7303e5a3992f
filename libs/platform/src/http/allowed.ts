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

/**
 * Answers another method than a path is served by with METHOD_NOT_ALLOWED and the methods that it is: of routes that are added later.
 * A path that is one by itself, `/halls/search`, is not that of a thing: `search` is nobody's id.
 */
export function refuseOtherMethods(server: FastifyInstance, words: Words): void {
  const byItself = new Map<string, string[]>();
  const ofThings: { path: RegExp; methods: readonly string[] }[] = [];
  server.addHook('onRoute', ({ url, method }) => {
    const methods = [method].flat();
    if (url.includes(':')) ofThings.push({ path: patternOf(url), methods });
    else if (!url.includes('*')) byItself.set(url, [...(byItself.get(url) ?? []), ...methods]);
  });
  const methodsOfThings = (path: string) =>
    ofThings.filter((route) => route.path.test(path)).flatMap(({ methods }) => methods);
  server.addHook('onRequest', (request, reply, next) => {
    const path = request.url.split('?', 1)[0]!;
    const methods = byItself.get(path) ?? (request.is404 ? methodsOfThings(path) : []);
    if (methods.length === 0 || methods.includes(request.method)) return next();
    void reply.header('allow', [...new Set(methods)].toSorted().join(', '));
    sendProblem(request, reply, new MethodNotAllowed(), words);
  });
}

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+')}$`);
