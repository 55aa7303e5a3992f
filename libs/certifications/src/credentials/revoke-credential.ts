import { Injectable } from '@nestjs/common';
import { CredentialId, PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database, type Tx, within } from '@takwin/platform/postgres';
import { command, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import {
  CertificationNotHeld,
  CredentialNotSigned,
  CredentialStateForbids,
  type CredentialView,
  CredentialWasRevoked,
} from './credential.js';
import { credentialLife } from './credential.life.js';
import { holdCertification, reissueCertification, revokeCertification } from './certification.writer.js';
import { selectCredentials } from './credential.rows.js';
import { earnAgain, revoke } from './credential.writer.js';
import { CREDENTIAL_QUEUE } from './issue-credentials.js';

const REVOKERS = { 'programme-admin': 'programme', 'regional-director': 'region' } as const;
const MAY_REVOKE: readonly string[] = Object.keys(REVOKERS);

export const RevokeCredential = command(
  'RevokeCredential',
  REVOKERS,
  { id: CredentialId, reason: Text({ max: 300 }) },
  {
    summary: 'Revoke a credential',
    description:
      'Makes a credential invalid, for a reason that is told to whoever verifies it. The certification counts' +
      ' no more from that day on, until its credential is issued again.',
  },
);
export type RevokeCredential = z.output<typeof RevokeCredential>;

export const IssueCredential = command(
  'IssueCredential',
  MANAGERS,
  { personId: PersonId, certification: Text({ max: 100 }) },
  {
    summary: 'Issue a credential',
    description:
      'Issues the credential of a certification that is held, or of what else once earned one, where there is' +
      ' none or it was revoked.',
  },
);
export type IssueCredential = z.output<typeof IssueCredential>;

@Injectable()
export class RevokeCredentialHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /** Refuses CREDENTIAL_NOT_SIGNED, and CREDENTIAL_STATE_FORBIDS for what is revoked already. */
  revoke(actor: Actor, { id, reason }: RevokeCredential): Promise<CredentialView> {
    return this.db.asActor(actor, async (tx) => {
      const mine = within(actor, { region: sql`region`, academy: sql`academy_id` });
      const about = await tx.one<{ personId: string; achievement: string }>(
        sql`select person_id as "personId", achievement_id as achievement from credential where id = ${id} and ${mine}`,
      );
      if (!about) throw new NotFound('credential');
      // Before the credential, as by who withdraws or issues it.
      await holdCertification(tx, about.personId, about.achievement);
      const known = await tx.one<{ state: CredentialView['state'] }>(
        sql`select state from credential where id = ${id} for update`,
      );
      if (!known) throw new NotFound('credential');
      if (known.state === 'pending') throw new CredentialNotSigned();
      if (!credentialLife.allows(known.state, 'revoke')) throw new CredentialStateForbids(known.state, 'revoked');
      await revoke(tx, sql`c.id = ${id}`, reason);
      await revokeCertification(tx, about.personId, about.achievement);
      return (await selectCredentials(tx, sql`c.id = ${id}`))[0]!;
    });
  }

  /**
   * Answers the credential that there is; else a new one, to be signed by the worker. Refuses CERTIFICATION_NOT_HELD, and
   * CREDENTIAL_WAS_REVOKED to who may not revoke: what somebody took back is given again by no lesser one.
   */
  async issue(actor: Actor, { personId, certification }: IssueCredential): Promise<CredentialView> {
    const credential = await this.db.asActor(actor, async (tx) => {
      const mine = within(actor, { region: sql`h.region`, academy: sql`h.academy_id` });
      // A withdrawal waits, and finds the credential.
      await holdCertification(tx, personId, certification);
      if (!MAY_REVOKE.includes(actor.role)) await demandUnrevoked(tx, personId, certification);
      const again = await earnAgain(tx, personId, certification, mine);
      if (again.length > 0) await reissueCertification(tx, personId, certification);
      const visible = within(actor, { region: sql`c.region`, academy: sql`c.academy_id` });
      const [current] = await selectCredentials(
        tx,
        sql`c.person_id = ${personId} and c.achievement_id = ${certification} and c.state <> 'revoked' and ${visible}`,
        sql`order by c.ordinal desc limit 1`,
      );
      if (!current) throw new CertificationNotHeld();
      return current;
    });
    if (credential.state === 'pending') await this.queues.wake(CREDENTIAL_QUEUE, { ids: [credential.id] });
    return credential;
  }
}

async function demandUnrevoked(tx: Tx, personId: string, certification: string): Promise<void> {
  const latest = await tx.one<{ state: CredentialView['state'] }>(sql`
    select state from credential where person_id = ${personId} and achievement_id = ${certification}
    order by ordinal desc limit 1`);
  if (latest?.state === 'revoked') throw new CredentialWasRevoked();
}
