import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { ONESELF } from '@takwin/platform/own-records';
import { Database } from '@takwin/platform/postgres';
import { command, Text } from '@takwin/platform/schema';
import { z } from 'zod';
import { holdPerson } from '../persons/read-known.js';
import type { ErasureView } from './erasure.js';
import { askErasure } from './erasure.writer.js';

export const RequestErasure = command(
  'RequestErasure',
  ONESELF,
  {
    personId: PersonId.describe('Oneself'),
    reason: Text({ max: 300 }).meta({ description: 'Why', examples: ['I have left, and wish to be forgotten'] }),
    keepsCredentials: z
      .boolean()
      .default(false)
      .describe(
        'Whether credentials that were issued stay valid, with the name that they print; else they are withdrawn',
      ),
  },
  {
    summary: 'Ask to be erased',
    description:
      'Asks the region and the programme to erase oneself. GET /v1/erasure-terms says what is erased, and what stays and why. One request is' +
      ' decided before another is made: ERASURE_IS_ASKED.',
  },
);
export type RequestErasure = z.output<typeof RequestErasure>;

@Injectable()
export class RequestErasureHandler {
  constructor(private readonly db: Database) {}

  /** Refuses NOT_FOUND for anybody else, and ERASURE_IS_ASKED. */
  run(actor: Actor, { personId, ...asked }: RequestErasure): Promise<ErasureView> {
    return this.db.asActor(actor, async (tx) => {
      const known = await holdPerson(tx, personId);
      if (!known) throw new NotFound('person');
      return askErasure(tx, known.id, asked);
    });
  }
}
