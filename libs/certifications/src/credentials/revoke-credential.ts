import { Injectable } from '@nestjs/common';
import { CredentialId, PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { invalid, NotFound } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database, demandNotOneself, type Tx, within } from '@takwin/platform/postgres';
import { command, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import {
  AchievementId,
  CertificationNotHeld,
  CredentialIsIssued,
  CredentialStateForbids,
  type CredentialView,
  CredentialWasRevoked,
  notSigned,
  ReissueNeedsAnother,
  LiteracyIsTakenBackElsewhere,
} from './credential.js';
import { credentialLife } from './credential.life.js';
import { holdCertification, reissueCertification, revokeCertification } from './certification.writer.js';
import { selectCredentials } from './credential.rows.js';
import { LITERACY } from './reference/achievements.js';
import { earnAgain, revoke } from './credential.writer.js';
import { CREDENTIAL_QUEUE } from './issue-credentials.js';

const REVOKERS = { 'programme-admin': 'programme', 'regional-director': 'region' } as const;
/** Who may issue again what somebody revoked. */
const MAY_REISSUE = 'programme-admin';

export const RevokeCredential = command(
  'RevokeCredential',
  REVOKERS,
  { id: CredentialId, reason: Text({ max: 300 }) },
  {
    summary: 'Revoke a credential',
    description:
      'Makes a credential invalid, for a reason that is told to whoever verifies it. The certification counts' +
      ' no more from that day on, until its credential is issued again. Of the 30 hours of literacy, the completion is' +
      ' taken back, and its credential with it: LITERACY_IS_TAKEN_BACK_ELSEWHERE.',
  },
);
export type RevokeCredential = z.output<typeof RevokeCredential>;

export const IssueCredential = command(
  'IssueCredential',
  MANAGERS,
  {
    personId: PersonId,
    certification: AchievementId,
    reason: Text({ max: 300 })
      .optional()
      .describe('Why it is issued again, where somebody revoked the one before; it is kept with who says it'),
  },
  {
    summary: 'Issue a credential',
    description:
      'Issues the credential of a certification that is held, or of what else once earned one, where there is' +
      ' none. What somebody revoked is issued again by the programme alone: by another than who revoked it, and with' +
      ' a reason.',
  },
);
export type IssueCredential = z.output<typeof IssueCredential>;

@Injectable()
export class RevokeCredentialHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /** Refuses CREDENTIAL_NOT_SIGNED or PERSON_UNCONFIRMED, LITERACY_IS_TAKEN_BACK_ELSEWHERE, and CREDENTIAL_STATE_FORBIDS for what is revoked already. */
  revoke(actor: Actor, { id, reason }: RevokeCredential): Promise<CredentialView> {
    return this.db.asActor(actor, async (tx) => {
      const mine = within(actor, { region: sql`region`, academy: sql`academy_id` });
      const about = await tx.one<{ personId: string; achievement: string }>(
        sql`select person_id as "personId", achievement_id as achievement from credential where id = ${id} and ${mine}`,
      );
      if (!about) throw new NotFound('credential');
      if (about.achievement === LITERACY) throw new LiteracyIsTakenBackElsewhere(about.personId);
      // Before the credential, as by who withdraws or issues it.
      await holdCertification(tx, about.personId, about.achievement);
      const known = await tx.one<{ state: CredentialView['state'] }>(
        sql`select state from credential where id = ${id} for update`,
      );
      if (!known) throw new NotFound('credential');
      if (known.state === 'pending') throw notSigned((await selectCredentials(tx, sql`c.id = ${id}`))[0]!);
      if (!credentialLife.allows(known.state, 'revoke')) throw new CredentialStateForbids(known.state, 'revoked');
      await revoke(tx, sql`c.id = ${id}`, reason, 'actor');
      await revokeCertification(tx, about.personId, about.achievement);
      return (await selectCredentials(tx, sql`c.id = ${id}`))[0]!;
    });
  }

  /**
   * Writes down a credential, to be signed by the worker. Refuses CREDENTIAL_IS_ISSUED where there is one, CERTIFICATION_NOT_HELD,
   * INVALID_INPUT of what no credential is given for, and where somebody revoked the last: CREDENTIAL_WAS_REVOKED to all but the programme, REISSUE_NEEDS_ANOTHER to who revoked it.
   */
  async issue(actor: Actor, { personId, certification, reason }: IssueCredential): Promise<CredentialView> {
    const credential = await this.db.asActor(actor, async (tx) => {
      const mine = within(actor, { region: sql`h.region`, academy: sql`h.academy_id` });
      // A withdrawal waits, and finds the credential; so does who revokes one.
      await holdCertification(tx, personId, certification);
      const why = await demandReissuable(tx, { personId, certification, reason });
      const [again] = await earnAgain(tx, { personId, achievement: certification, mine, reason: why });
      if (!again) await demandNone(tx, { personId, certification });
      if (!again) await demandKnown(tx, certification);
      if (!again) throw new CertificationNotHeld();
      await reissueCertification(tx, personId, certification);
      return (await selectCredentials(tx, sql`c.id = ${again.id}`))[0]!;
    });
    await this.queues.wake(CREDENTIAL_QUEUE, { ids: [credential.id] });
    return credential;
  }
}

type Latest = { state: CredentialView['state']; byCorrection: boolean; revokedBy: string | null; mine: boolean };
type Asked = Pick<IssueCredential, 'personId' | 'certification' | 'reason'>;

/** The reason that is to be kept, where somebody revoked the last credential of it; null where nobody has. */
async function demandReissuable(tx: Tx, { personId, certification, reason }: Asked): Promise<string | null> {
  const mine = within(tx.actor, { region: sql`region`, academy: sql`academy_id` });
  const latest = await tx.unbound.one<Latest>(sql`
    select state, revoked_by_correction as "byCorrection", revoked_by as "revokedBy", ${mine} as mine from credential
    where person_id = ${personId} and achievement_id = ${certification} order by ordinal desc limit 1 for update`);
  if (latest?.state !== 'revoked' || latest.byCorrection) return null;
  if (!latest.mine) throw new CertificationNotHeld();
  if (tx.actor.role !== MAY_REISSUE) throw new CredentialWasRevoked();
  await demandNotOneself(tx, personId);
  if (latest.revokedBy === tx.actor.subject) throw new ReissueNeedsAnother();
  if (reason === undefined)
    throw invalid([{ path: ['reason'], code: 'required', message: 'required where somebody revoked the one before' }]);
  return reason;
}

/** Refuses INVALID_INPUT of an id that is of no achievement: nobody could hold it. */
async function demandKnown(tx: Tx, certification: string): Promise<void> {
  const known = await tx.one(sql`select id from achievement where id = ${certification}`);
  if (!known) throw invalid([{ path: ['certification'], code: 'unknown', message: 'no such certification' }]);
}

/** Refuses CREDENTIAL_IS_ISSUED where a credential within the actor's reach is not revoked. */
async function demandNone(tx: Tx, { personId, certification }: Asked): Promise<void> {
  const visible = within(tx.actor, { region: sql`c.region`, academy: sql`c.academy_id` });
  const [standing] = await selectCredentials(
    tx,
    sql`c.person_id = ${personId} and c.achievement_id = ${certification} and c.state <> 'revoked' and ${visible}`,
    sql`order by c.ordinal desc limit 1`,
  );
  if (standing) throw new CredentialIsIssued(standing.id, standing.state);
}
