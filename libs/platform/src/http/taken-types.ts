import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../errors/refusal.js';
import { FILE_TYPES } from './operation.js';

const JSON_ALONE = ['application/json'];

type Route = Pick<FastifyRequest, 'routeOptions'>;
const takesFile = ({ routeOptions }: Route): boolean =>
  (routeOptions.config as { takesFile?: boolean } | undefined)?.takesFile === true;

/** Has a server refuse JSON where a file is taken as any other type is: it would be read first, and refused for what it says. */
export function refuseOtherThanFiles(server: FastifyInstance): void {
  server.addHook('onRequest', async (request) => {
    const type = request.headers['content-type']?.split(';', 1)[0]!.trim().toLowerCase();
    if (takesFile(request) && type !== undefined && !FILE_TYPES.includes(type))
      throw new Refusal('UNSUPPORTED_MEDIA_TYPE', { status: 415 });
  });
}

/** Has the refusal of a body's type say which are taken there (RFC 9110, 15.5.16): `accepted`, and the header Accept. */
export function tellTypes(request: Route, reply: FastifyReply, { code, extra }: Refusal): void {
  if (code !== 'UNSUPPORTED_MEDIA_TYPE') return;
  const accepted = takesFile(request) ? FILE_TYPES : JSON_ALONE;
  extra['accepted'] = accepted;
  void reply.header('accept', accepted.join(', '));
}
