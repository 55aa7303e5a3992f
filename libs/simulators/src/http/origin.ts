import type { FastifyRequest } from 'fastify';

/** Where the caller reached us, without a slash at its end: what links in answers have to begin with. */
export const originOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}`;
