import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';

/** What `sendCsv` answers, for `Sends`. */
export const CSV = { 'text/csv': z.string().meta({ contentMediaType: 'text/csv' }) };

/** Answers with a CSV file, whole or as it streams, that a browser saves under `name`. */
export const sendCsv = (reply: FastifyReply, name: string, file: string | Readable): FastifyReply =>
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}.csv"`).send(file);
