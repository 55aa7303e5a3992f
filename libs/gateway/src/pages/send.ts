import type { FastifyReply, FastifyRequest } from 'fastify';
import { createReadStream } from 'node:fs';
import { pipeline, Readable, type Transform } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { graphiql } from './graphiql.js';

/** Streams a file from the disk, gzipped for who takes it: nothing of it stays in memory. */
export function sendFile(path: string, type: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const file = createReadStream(path);
  return takesGzip(request) ? zipped(reply.type(type)).send(through(file, createGzip())) : reply.type(type).send(file);
}

/** The GraphiQL page, which is kept gzipped. */
export async function sendGraphiql(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { page, policy } = await graphiql();
  void reply.type('text/html; charset=utf-8').header('content-security-policy', policy);
  return takesGzip(request) ? zipped(reply).send(page) : reply.send(through(Readable.from([page]), createGunzip()));
}

const takesGzip = ({ headers }: FastifyRequest) => /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''));

const zipped = (reply: FastifyReply) => reply.header('content-encoding', 'gzip').header('vary', 'accept-encoding');

// What breaks the source breaks what is sent, and nothing else.
const through = (source: Readable, change: Transform) => pipeline(source, change, () => undefined);
