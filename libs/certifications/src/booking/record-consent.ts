import { Injectable } from '@nestjs/common';
import { RegistrationId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, type Tx, within } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { ageAt, type Aged } from './age.js';
import { AGED } from '../unconfirmed.js';
import { ConsentDocument } from './book-seat.js';
import { consentFor } from './consent.js';
import { tellerOf } from './read-teller.js';
import {
  MinorNeedsConsent,
  RegistrationStateForbids,
  type RegistrationState,
  type RegistrationView,
} from './registration.js';
import { registrationLife } from './registration.life.js';
import { selectRegistrations } from './registration.rows.js';
import { noteConsent } from './registration.writer.js';

export const RecordConsent = command(
  'RecordConsent',
  MANAGERS,
  { id: RegistrationId, consentDocument: ConsentDocument },
  {
    summary: 'Record a parent’s consent',
    description:
      'Says that a parent agrees to an exam that is to come, where nobody has said so yet: as where a birth date' +
      ' that was corrected makes a candidate a minor. The first word stays; never the candidate’s own.',
  },
);
export type RecordConsent = z.output<typeof RecordConsent>;

type Known = Aged & { personId: string; state: RegistrationState };

@Injectable()
export class RecordConsentHandler {
  constructor(private readonly db: Database) {}

  /** Refuses REGISTRATION_STATE_FORBIDS for what is begun or over, and MINOR_NEEDS_CONSENT to the candidates themselves. */
  run(actor: Actor, { id, consentDocument }: RecordConsent): Promise<RegistrationView> {
    return this.db.asActor(actor, async (tx) => {
      const { personId, state, ...aged } = await this.lock(tx, id);
      if (!registrationLife.allows(state, 'cancel')) throw new RegistrationStateForbids(state, 'booked');
      const heard = consentFor(personId, { consent: true, consentDocument }, await tellerOf(tx));
      if (!heard.consent) throw new MinorNeedsConsent(ageAt(aged, tx.at));
      await noteConsent(tx, id, heard);
      return (await selectRegistrations(tx, sql`r.id = ${id}`))[0]!;
    });
  }

  private async lock(tx: Tx, id: string): Promise<Known> {
    const mine = within(tx.actor, { region: sql`r.region`, academy: sql`r.academy_id` });
    const known = await tx.one<Known>(sql`
      select r.person_id as "personId", r.state, ${AGED}
      from registration r left join person_copy p on p.subject = r.person_id::text
      where r.id = ${id} and ${mine} for update of r`);
    if (!known) throw new NotFound('registration');
    return known;
  }
}
