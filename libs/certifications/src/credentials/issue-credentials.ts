import { Injectable } from '@nestjs/common';
import { systemActor } from '@takwin/platform/auth';
import { Database } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { SupersedeCredentialsHandler } from './supersede-credentials.js';
import { proofOver } from './data-integrity.js';
import { CredentialKeys } from './keys.js';
import { IS_UNCONFIRMED } from '../unconfirmed.js';
import { openBadge } from './openbadge-credential.js';
import { type Pending, readPending } from './read-pending.js';
import { signCredential } from './sign.js';
import { shippedContexts } from './reference/contexts.js';
import { sign, type Signed } from './credential.writer.js';

export const CREDENTIAL_QUEUE = 'credential-signing';

const system = systemActor('exam-scheduler');

/** Signs the credentials that were earned: a worker's task, since its two signatures cost some milliseconds of a core. */
@Injectable()
export class IssueCredentialsHandler {
  private readonly superseding: SupersedeCredentialsHandler;

  constructor(
    private readonly db: Database,
    private readonly keys: CredentialKeys,
  ) {
    this.superseding = new SupersedeCredentialsHandler(db);
  }

  /**
   * Signs those of these that are pending and that no other worker has, in one transaction; of whom nobody has confirmed they wait.
   * Then issues those anew of which a correction asks it.
   */
  async run(ids: readonly string[]): Promise<void> {
    await this.sign(ids);
    await this.superseding.run(ids, (pending, at) => this.signed(pending, at));
  }

  private sign(ids: readonly string[]): Promise<void> {
    return this.db.asActor(system, async (tx) => {
      const pending = await readPending(
        tx,
        sql`c.id = any(${ids}::uuid[]) and not ${IS_UNCONFIRMED}`,
        sql`for update of c skip locked`,
      );
      const signed = await Promise.all(pending.map((one) => this.signed(one, tx.at)));
      await sign(tx, signed);
    });
  }

  /**
   * Credentials accepted before `before`, not signed, and of persons who are confirmed by now, and those that a correction asked for
   * anew: what the sweeper wakes again.
   */
  waiting(before: Date, limit: number): Promise<string[]> {
    return this.db.readAs(system, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`
        (select id, accepted_at as since from credential c where state = 'pending' and accepted_at < ${before} and not exists (
          select from person_copy p where p.subject = c.person_id::text and ${IS_UNCONFIRMED})
        order by since limit ${limit})
        union all
        (select id, reissue_asked_at from credential c where reissue_asked_at < ${before} and state = 'valid' and not exists (
          select from person_copy p where p.subject = c.person_id::text and ${IS_UNCONFIRMED})
        order by reissue_asked_at limit ${limit})
        order by since limit ${limit}`);
      return rows.map(({ id }) => id);
    });
  }

  /** A credential with its signatures, of the instant `at`. */
  async signed({ namesAsOf, ...achieved }: Pending, at: Date): Promise<Signed> {
    const { current, proving } = this.keys;
    const badge = openBadge(this.keys, { ...achieved, issuedAt: at });
    const [jwt, proof] = await Promise.all([
      signCredential(current, badge),
      proving ? proofOver(badge, proving, at, shippedContexts()) : null,
    ]);
    return { id: achieved.id, jwt, proof, namesAsOf };
  }
}
