import { Injectable } from '@nestjs/common';
import { ErasureId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandVersion, isAmong, type Tx } from '@takwin/platform/postgres';
import { command, conditional, DocumentReference, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { readOpenClaim } from '../claims/read-claim.js';
import { isOneself } from '../corrections/check-another.js';
import { Outrun, PersonIsClaimed } from '../persons/person.js';
import { CinVault } from '../persons/cin.js';
import { lockPersons } from '../persons/read-known.js';
import { ACCREDITORS } from '../rules.js';
import { ChargeIsOpen, ErasureIsDecided, ErasureNeedsAnother, type ErasureView, ExamIsToCome } from './erasure.js';
import { erasureLife } from './erasure.life.js';
import { ERASURES, isShownErasure } from './erasure.rows.js';
import { acceptErasure, refuseErasure } from './erasure.writer.js';
import { readSought } from './read-sought.js';

const shownToThePerson = Text({ max: 300 });

export const AcceptErasure = command(
  'AcceptErasure',
  ACCREDITORS,
  {
    id: ErasureId,
    ...conditional,
    document: DocumentReference({ max: 100 }).describe('Where the request and the decision are filed'),
    answer: shownToThePerson.optional().describe('Shown to the person'),
  },
  {
    summary: 'Accept a request for erasure',
    description:
      'Takes the person out of the register for good. Licences are given back, then each service erases what names the person; figures go on' +
      ' counting by an id that names nobody. It cannot be undone. Never by the person: ERASURE_NEEDS_ANOTHER; and not with an exam to come:' +
      ' EXAM_IS_TO_COME; nor with a charge that is neither paid nor waived: CHARGE_IS_OPEN.',
  },
);
export type AcceptErasure = z.output<typeof AcceptErasure>;

export const RefuseErasure = command(
  'RefuseErasure',
  ACCREDITORS,
  {
    id: ErasureId,
    ...conditional,
    answer: shownToThePerson.meta({ description: 'Shown to the person', examples: ['An appeal is being decided'] }),
  },
  {
    summary: 'Refuse a request for erasure',
    description: 'Leaves the person as known, and says why. Another request may be made after it.',
  },
);
export type RefuseErasure = z.output<typeof RefuseErasure>;

type Held = {
  version: number;
  state: ErasureView['state'];
  personId: string | null;
  askedBy: string;
  keepsCredentials: boolean;
};

@Injectable()
export class DecideErasureHandler {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
  ) {}

  /** Refuses NOT_FOUND, VERSION_MISMATCH, ERASURE_IS_DECIDED, ERASURE_NEEDS_ANOTHER, PERSON_IS_CLAIMED, EXAM_IS_TO_COME and CHARGE_IS_OPEN. */
  accept(actor: Actor, { id, expectedVersion, document, answer }: AcceptErasure): Promise<ErasureView> {
    return this.db.asActor(actor, async (tx) => {
      const { personId, keepsCredentials } = await this.hold(tx, id, expectedVersion);
      // Whoever merges the record meanwhile is waited for, and the person looked for again.
      if ((await lockPersons(tx, [personId])).size === 0) throw new Outrun();
      await demandUnclaimed(tx, personId);
      await demandNothingOpen(tx, personId);
      const sought = await readSought(tx, this.vault, personId);
      return acceptErasure(tx, id, { personId, keepsCredentials, document, answer: answer ?? null, sought });
    });
  }

  /** Refuses NOT_FOUND, VERSION_MISMATCH, ERASURE_IS_DECIDED and ERASURE_NEEDS_ANOTHER. */
  refuse(actor: Actor, { id, expectedVersion, answer }: RefuseErasure): Promise<ErasureView> {
    return this.db.asActor(actor, async (tx) => {
      await this.hold(tx, id, expectedVersion);
      return refuseErasure(tx, id, answer);
    });
  }

  private async hold(tx: Tx, id: string, expectedVersion: number | undefined): Promise<Held & { personId: string }> {
    const held = await tx.one<Held>(sql`
      select e.version, e.state, p.id as "personId", e.asked_by as "askedBy", e.keeps_credentials as "keepsCredentials"
      from ${ERASURES} where e.id = ${id} and ${isShownErasure(tx.actor)} for no key update of e`);
    if (!held) throw new NotFound('erasure');
    demandVersion(expectedVersion, held.version);
    const { personId } = held;
    if (personId === null || !erasureLife.allows(held.state, 'accept')) throw new ErasureIsDecided();
    if ((await isOneself(tx, personId)) || (await isAmong(tx, [held.askedBy]))) throw new ErasureNeedsAnother();
    return { ...held, personId };
  }
}

/**
 * Refuses PERSON_IS_CLAIMED where somebody has to say first whether the person is one with another, as far as the actor may read that. What
 * the person claims elsewhere goes with them, untold: nothing is left to decide.
 */
async function demandUnclaimed(tx: Tx, personId: string): Promise<void> {
  const claimId = await readOpenClaim(tx, personId);
  if (claimId) throw new PersonIsClaimed(claimId);
}

/** Refuses EXAM_IS_TO_COME and CHARGE_IS_OPEN, as far as certifications has told: what comes meanwhile it waits for itself. */
async function demandNothingOpen(tx: Tx, personId: string): Promise<void> {
  const theirs = sql`(x.person_id = ${personId}
    or x.person_id in (select a.id from person_alias a where a.person_id = ${personId}))`;
  if (await tx.one(sql`select from exam_to_come x where ${theirs} limit 1`)) throw new ExamIsToCome();
  if (await tx.one(sql`select from open_charge x where ${theirs} limit 1`)) throw new ChargeIsOpen();
}
