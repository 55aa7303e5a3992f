import { Injectable } from '@nestjs/common';
import { ClaimId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandVersion, isAmong, type Tx } from '@takwin/platform/postgres';
import { command, conditional, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { demandNotApart, readIdentified } from '../merges/check-apart.js';
import { mergePersons } from '../merges/merge.writer.js';
import { isOneself } from '../corrections/check-another.js';
import { CinVault } from '../persons/cin.js';
import { Outrun } from '../persons/person.js';
import { releasePerson } from '../persons/person.writer.js';
import { lockPersons } from '../persons/read-known.js';
import { ClaimantIsConfirmed, ClaimIsDecided, ClaimNeedsAnother, type ClaimView } from './claim.js';
import { claimLife } from './claim.life.js';
import { CLAIMS } from './claim.rows.js';
import { isOfTheirs } from './read-claim.js';
import { decideClaim } from './claim.writer.js';
import { CLAIM_DECIDERS } from '../rules.js';

export const AcceptClaim = command(
  'AcceptClaim',
  CLAIM_DECIDERS,
  { id: ClaimId, ...conditional },
  {
    summary: 'Accept a claim',
    description:
      'Says that the person whom the other academy states is this one: the records become one, which is placed where the other academy' +
      ' says and answers to both ids. Never by who asked: CLAIM_NEEDS_ANOTHER. Two who are both confirmed stay two: CLAIMANT_IS_CONFIRMED; so do two whose' +
      ' CINs, matricules or birth dates differ, until one is corrected: PERSONS_DIFFER.',
  },
);
export type AcceptClaim = z.output<typeof AcceptClaim>;

export const RefuseClaim = command(
  'RefuseClaim',
  CLAIM_DECIDERS,
  {
    id: ClaimId,
    ...conditional,
    reason: Text({ max: 300 }).meta({
      description: 'Shown to whoever may read the claim, and not to who asked',
      examples: ['Another person: the card was seen'],
    }),
  },
  {
    summary: 'Refuse a claim',
    description:
      'Says that the person whom the other academy states is not this one. With the number of somebody confirmed it stays unconfirmed for good;' +
      ' where the name alone was the same, the two are two persons.',
  },
);
export type RefuseClaim = z.output<typeof RefuseClaim>;

type Held = {
  version: number;
  state: ClaimView['state'];
  personId: string;
  provisionalId: string;
  askedBy: string;
};

@Injectable()
export class DecideClaimHandler {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
  ) {}

  /**
   * Refuses NOT_FOUND, VERSION_MISMATCH, CLAIM_IS_DECIDED, CLAIM_NEEDS_ANOTHER, CLAIMANT_IS_CONFIRMED, PERSONS_DIFFER, TOO_MANY_PLACEMENTS
   * and ACADEMY_IS_SUSPENDED.
   */
  accept(actor: Actor, { id, expectedVersion }: AcceptClaim): Promise<ClaimView> {
    return this.db.pastBounds(actor, async (tx) => {
      const { provisionalId, personId } = await this.hold(tx, id, expectedVersion);
      const claimant = await tx.one<{ confirmed: boolean }>(
        sql`select confirmed from person where id = ${provisionalId}`,
      );
      if (!claimant || claimant.confirmed) throw new ClaimantIsConfirmed();
      demandNotApart(this.vault, ...(await readIdentified(tx, provisionalId, personId)));
      await mergePersons(tx, provisionalId, personId, { reason: null, document: null, claimId: id });
      return decideClaim(tx, id, 'accept', null);
    });
  }

  /** Refuses NOT_FOUND, VERSION_MISMATCH, CLAIM_IS_DECIDED and CLAIM_NEEDS_ANOTHER. */
  refuse(actor: Actor, { id, expectedVersion, reason }: RefuseClaim): Promise<ClaimView> {
    return this.db.pastBounds(actor, async (tx) => {
      const { provisionalId } = await this.hold(tx, id, expectedVersion);
      await releasePerson(tx, provisionalId);
      return decideClaim(tx, id, 'refuse', reason);
    });
  }

  /** The claim with both persons, held against others who decide and merge: persons before claims, as everybody does. */
  private async hold(tx: Tx, id: string, expectedVersion: number | undefined): Promise<Held> {
    const two = await tx.one<Pick<Held, 'personId' | 'provisionalId'>>(sql`
      select c.person_id as "personId", c.provisional_id as "provisionalId" from ${CLAIMS} where c.id = ${id} and ${isOfTheirs(tx.actor)}`);
    if (two) await lockPersons(tx, [two.personId, two.provisionalId]);
    const held = await tx.one<Held>(sql`
      select c.version, c.state, c.person_id as "personId", c.provisional_id as "provisionalId", c.asked_by as "askedBy"
      from ${CLAIMS} where c.id = ${id} and ${isOfTheirs(tx.actor)} for no key update of c`);
    if (!held) throw new NotFound('claim');
    if (held.personId !== two?.personId || held.provisionalId !== two.provisionalId) throw new Outrun();
    demandVersion(expectedVersion, held.version);
    if (!claimLife.allows(held.state, 'accept')) throw new ClaimIsDecided();
    const isOwn = (await isOneself(tx, held.personId)) || (await isOneself(tx, held.provisionalId));
    if (isOwn || (await isAmong(tx, [held.askedBy]))) throw new ClaimNeedsAnother();
    return held;
  }
}
