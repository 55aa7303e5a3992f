import { Injectable } from '@nestjs/common';
import { CorrectionRequestId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandVersion, isAmong, type Tx } from '@takwin/platform/postgres';
import { command, conditional, DocumentReference, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { CinVault } from '../persons/cin.js';
import { type Name } from '../persons/person.js';
import { DistinctPersons } from '../persons/register-person.js';
import { isVisible } from '../persons/read-persons.js';
import { ACCREDITORS } from '../rules.js';
import { CorrectPersonHandler } from './correct-person.js';
import { CorrectionNeedsAnother } from './correction.js';
import { CorrectionRequestIsDecided, type CorrectionRequestView } from './correction-request.js';
import { correctionRequestLife } from './correction-request.life.js';
import { CORRECTION_REQUESTS } from './correction-request.rows.js';
import { decideCorrection } from './correction-request.writer.js';
import { demandAnother } from './check-another.js';

const shownToThePerson = Text({ max: 300 });

export const AcceptCorrection = command(
  'AcceptCorrection',
  ACCREDITORS,
  {
    id: CorrectionRequestId,
    ...conditional,
    document: DocumentReference({ max: 100 }).describe('Where the document is filed that was seen'),
    answer: shownToThePerson.optional().describe('Shown to the person'),
    distinctFrom: DistinctPersons.optional(),
  },
  {
    summary: 'Accept a request for a correction',
    description:
      'Corrects the person as asked, by the document that was seen: as CorrectPerson does, whose refusals it makes. Never by the person:' +
      ' CORRECTION_NEEDS_ANOTHER.',
  },
);
export type AcceptCorrection = z.output<typeof AcceptCorrection>;

export const RefuseCorrection = command(
  'RefuseCorrection',
  ACCREDITORS,
  {
    id: CorrectionRequestId,
    ...conditional,
    answer: shownToThePerson.meta({ description: 'Shown to the person', examples: ['The card says what is known'] }),
  },
  {
    summary: 'Refuse a request for a correction',
    description: 'Leaves the person as known, and says why. Another request may be made after it.',
  },
);
export type RefuseCorrection = z.output<typeof RefuseCorrection>;

type Held = {
  version: number;
  state: CorrectionRequestView['state'];
  personId: string;
  name: Name | null;
  birthDate: string | null;
  matricule: string | null;
  cinSealed: Buffer | null;
  reason: string;
  askedBy: string;
};

@Injectable()
export class DecideCorrectionHandler {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
    private readonly correcting: CorrectPersonHandler,
  ) {}

  /** Refuses NOT_FOUND, VERSION_MISMATCH, CORRECTION_REQUEST_IS_DECIDED, and what CorrectPersonHandler refuses. */
  accept(
    actor: Actor,
    { id, expectedVersion, document, answer, distinctFrom }: AcceptCorrection,
  ): Promise<CorrectionRequestView> {
    return this.db.pastBounds(actor, async (tx) => {
      const { personId, name, birthDate, matricule, cinSealed, reason } = await this.hold(tx, id, expectedVersion);
      const to = {
        ...(name && { name }),
        ...(birthDate && { birthDate }),
        ...(matricule && { matricule }),
        ...(cinSealed && { cin: this.vault.open(cinSealed) }),
        ...(distinctFrom && { distinctFrom }),
      };
      await this.correcting.within(tx, { id: personId, reason, document, ...to });
      return decideCorrection(tx, id, 'accept', answer ?? null);
    });
  }

  /** Refuses NOT_FOUND, VERSION_MISMATCH, CORRECTION_REQUEST_IS_DECIDED and CORRECTION_NEEDS_ANOTHER. */
  refuse(actor: Actor, { id, expectedVersion, answer }: RefuseCorrection): Promise<CorrectionRequestView> {
    return this.db.pastBounds(actor, async (tx) => {
      await this.hold(tx, id, expectedVersion);
      return decideCorrection(tx, id, 'refuse', answer);
    });
  }

  private async hold(tx: Tx, id: string, expectedVersion: number | undefined): Promise<Held> {
    const held = await tx.one<Held>(sql`
      select r.version, r.state, p.id as "personId", r.name, r.birth_date::text as "birthDate", r.matricule,
        r.cin_sealed as "cinSealed", r.reason, r.asked_by as "askedBy"
      from ${CORRECTION_REQUESTS} where r.id = ${id} and ${isVisible(tx.actor, 'p')} for no key update of r`);
    if (!held) throw new NotFound('correction request');
    demandVersion(expectedVersion, held.version);
    if (!correctionRequestLife.allows(held.state, 'accept')) throw new CorrectionRequestIsDecided();
    await demandAnother(tx, held.personId);
    if (await isAmong(tx, [held.askedBy])) throw new CorrectionNeedsAnother();
    return held;
  }
}
