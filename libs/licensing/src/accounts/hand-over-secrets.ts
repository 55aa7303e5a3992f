import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { Refusal } from '@takwin/platform/errors';
import { Database, within } from '@takwin/platform/postgres';
import { command, Distinct } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { handOver, passwordOf, SecretKey } from './keep-initial-secrets.js';

export const HandOverSecrets = command(
  'HandOverSecrets',
  { 'programme-admin': 'programme', 'academy-manager': 'academy' },
  { personIds: Distinct(PersonId).min(1).max(500) },
  {
    summary: 'Hand over the first passwords of new accounts',
    description:
      'Tells the first passwords of new accounts, once; each is changed at the first sign-in. Those for whom' +
      ' there is none, or no longer, are named.',
  },
);
export type HandOverSecrets = z.output<typeof HandOverSecrets>;

export const HandedOverView = z
  .object({
    items: z.array(
      z
        .object({
          personId: z.uuid(),
          account: z.string(),
          password: z
            .string()
            .describe('The first password: it is shown this once, and has to be changed at the first sign-in'),
        })
        .meta({ id: 'InitialSecret' }),
    ),
    missing: z
      .array(z.uuid())
      .describe('Who has none: no account was made, its run goes on, or it was handed over before'),
  })
  .meta({ id: 'HandedOverSecrets' });
export type HandedOverView = z.output<typeof HandedOverView>;

class InitialSecretsNotKept extends Refusal {
  constructor() {
    super('INITIAL_SECRETS_NOT_KEPT');
  }
}

@Injectable()
export class HandOverSecretsHandler {
  constructor(
    private readonly db: Database,
    private readonly key: SecretKey,
  ) {}

  /** The first passwords of these persons' accounts, those not handed over yet. Refuses INITIAL_SECRETS_NOT_KEPT. */
  async run(actor: Actor, { personIds }: HandOverSecrets): Promise<HandedOverView> {
    const { bytes } = this.key;
    if (!bytes) throw new InitialSecretsNotKept();
    const mine = within(actor, { region: sql`s.region`, academy: sql`s.academy_id` });
    // A transaction may be kept with its key: what is kept is no password.
    const handed = await this.db.asActor(actor, (tx) => handOver(tx, personIds, mine));
    const items = handed.map((one) => ({ ...one, password: passwordOf(bytes, one) }));
    const told = new Set(items.map(({ personId }) => personId));
    return { items, missing: personIds.filter((id) => !told.has(id)) };
  }
}
