import { Injectable } from '@nestjs/common';
import { systemActor } from '@takwin/platform/auth/actor';
import { Database } from '@takwin/platform/postgres/database';
import sql from 'sql-template-tag';
import { CredentialKeys } from '../credential/keys.js';
import { openBadge } from '../credential/open-badge.js';
import { signCredential } from '../credential/sign.js';
import { announceCredentials } from '../storage/credential-rows.js';

export const CREDENTIAL_QUEUE = 'credential-signing';

const system = systemActor('exam-scheduler');

type Pending = { id: string; holder: string; certification_id: string; title: string; achieved_on: string };

/** Signs the credentials that were earned: a worker's task, since each signature costs a millisecond of a core. */
@Injectable()
export class CredentialIssuing {
  constructor(
    private readonly db: Database,
    private readonly keys: CredentialKeys,
  ) {}

  /** Signs those of these that are pending and that no other worker has, in one transaction. */
  run(ids: readonly string[]): Promise<void> {
    return this.db.asActor(system, async (tx) => {
      const pending = await tx.query<Pending>(sql`
        select c.id, p.name_fr as holder, c.certification_id, d.title, c.achieved_on::text
        from credential c
        join certification d on d.id = c.certification_id
        join person_copy p on p.subject = c.person_id::text
        where c.id = any(${ids}::uuid[]) and c.state = 'pending' for update of c skip locked`);
      const signed = await Promise.all(pending.map(async (one) => ({ id: one.id, jwt: await this.sign(one, tx.at) })));
      await tx.query(sql`
        update credential c set state = 'valid', jwt = s.jwt, issued_at = ${tx.at}, version = version + 1
        from jsonb_to_recordset(${JSON.stringify(signed)}::jsonb) as s(id uuid, jwt text) where c.id = s.id`);
      await announceCredentials(
        tx,
        'CredentialIssued',
        signed.map(({ id }) => id),
      );
    });
  }

  /** Credentials accepted before `before` and not signed: what the sweeper wakes again. */
  waiting(before: Date, limit: number): Promise<string[]> {
    return this.db.readAs(system, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`
        select id from credential where state = 'pending' and accepted_at < ${before} order by accepted_at limit ${limit}`);
      return rows.map(({ id }) => id);
    });
  }

  private sign({ id, holder, certification_id, title, achieved_on }: Pending, issuedAt: Date): Promise<string> {
    const badge = openBadge(this.keys.issuer, {
      id,
      holder: { name: holder },
      achievement: { id: certification_id, name: title },
      issuedAt,
      achievedOn: achieved_on,
    });
    return signCredential(this.keys, badge);
  }
}
