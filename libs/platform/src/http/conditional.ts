import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { invalid, Refusal } from '../errors/refusal.js';
import { isConditional, isQuery } from '../schema/schema.js';

const VERSION = /^(?:W\/)?"?(\d{1,9})(?:\.[\w-]+)?"?$/;

/** A change of what others may change too came without the version that its caller read (RFC 6585, 3). */
class PreconditionRequired extends Refusal {
  constructor() {
    super('PRECONDITION_REQUIRED', { status: 428 });
  }
}

/**
 * The version that If-Match names, for an operation that takes one. PATCH and PUT refuse PRECONDITION_REQUIRED without; what is no
 * version, and a version where none is taken, is refused as INVALID_INPUT: a condition is never passed over.
 */
export function expectedVersion({ method, headers }: FastifyRequest, operation: z.ZodType): number | undefined {
  const given = headers['if-match'];
  const takesOne = isConditional(operation);
  if (given === undefined) {
    if (takesOne && (method === 'PATCH' || method === 'PUT')) throw new PreconditionRequired();
    return undefined;
  }
  if (isQuery(operation)) return undefined;
  const [, version] = (takesOne && VERSION.exec(given)) || [];
  if (version === undefined)
    throw invalid([
      {
        path: ['if-match'],
        code: takesOne ? 'invalid_format' : 'unrecognized_keys',
        message: takesOne ? 'a version, as an answer showed it' : 'this operation takes no condition',
      },
    ]);
  return Number(version);
}
