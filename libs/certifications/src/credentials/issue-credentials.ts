import { Injectable } from '@nestjs/common';
import { systemActor } from '@takwin/platform/auth';
import { Database } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { proofOver } from './data-integrity.js';
import { CredentialKeys } from './keys.js';
import { IS_UNCONFIRMED } from '../unconfirmed.js';
import { openBadge, type Achieved } from './openbadge-credential.js';
import { signCredential } from './sign.js';
import { shippedContexts } from './reference/contexts.js';
import { sign, type Signed } from './credential.writer.js';

export const CREDENTIAL_QUEUE = 'credential-signing';

const system = systemActor('exam-scheduler');

type Pending = Omit<Achieved, 'issuedAt'>;

/** Signs the credentials that were earned: a worker's task, since its two signatures cost some milliseconds of a core. */
@Injectable()
export class IssueCredentialsHandler {
  constructor(
    private readonly db: Database,
    private readonly keys: CredentialKeys,
  ) {}

  /** Signs those of these that are pending and that no other worker has, in one transaction; of whom nobody has confirmed they wait. */
  run(ids: readonly string[]): Promise<void> {
    return this.db.asActor(system, async (tx) => {
      const pending = await tx.query<Pending>(sql`
        select c.id, c.ordinal, jsonb_build_object('name', p.name_fr, 'nameAr', p.name_ar) as holder,
          jsonb_build_object('id', a.id, 'kind', a.kind, 'name', a.name, 'nameAr', a.name_ar) as achievement,
          c.achieved_on::text as "achievedOn", c.valid_until::text as "validUntil"
        from credential c
        join achievement a on a.id = c.achievement_id
        join person_copy p on p.subject = c.person_id::text
        where c.id = any(${ids}::uuid[]) and c.state = 'pending' and not ${IS_UNCONFIRMED} for update of c skip locked`);
      const signed = await Promise.all(pending.map((one) => this.sign({ ...one, issuedAt: tx.at })));
      await sign(tx, signed);
    });
  }

  /** Credentials accepted before `before`, not signed, and of persons who are confirmed by now: what the sweeper wakes again. */
  waiting(before: Date, limit: number): Promise<string[]> {
    return this.db.readAs(system, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`
        select id from credential c where state = 'pending' and accepted_at < ${before} and not exists (
          select from person_copy p where p.subject = c.person_id::text and ${IS_UNCONFIRMED})
        order by accepted_at limit ${limit}`);
      return rows.map(({ id }) => id);
    });
  }

  private async sign(achieved: Achieved): Promise<Signed> {
    const { current, proving } = this.keys;
    const badge = openBadge(this.keys, achieved);
    const [jwt, proof] = await Promise.all([
      signCredential(current, badge),
      proving ? proofOver(badge, proving, achieved.issuedAt, shippedContexts()) : null,
    ]);
    return { id: achieved.id, jwt, proof };
  }
}
