import { systemActor } from '@takwin/platform/auth';
import { Database, type Tx } from '@takwin/platform/postgres';
import { decodeJwt } from 'jose';
import sql from 'sql-template-tag';
import { IS_UNCONFIRMED } from '../unconfirmed.js';
import { withoutClaims } from '../verification/content.js';
import { holdCertification, reissueCertification } from './certification.writer.js';
import { letStand, sign, type Signed, supersede } from './credential.writer.js';
import { type Pending, readPending } from './read-pending.js';
import { namesOf, type OpenBadge } from './openbadge-credential.js';

const system = systemActor('exam-scheduler');

type Printed = Pick<Pending, 'id' | 'holder'> & { jwt: string; personId: string; achievementId: string };

/** Issues credentials anew whose person is called otherwise by a document than they print. */
export class SupersedeCredentialsHandler {
  constructor(private readonly db: Database) {}

  /**
   * Of those of these that a correction asked for and no other worker has: those that print the name of now stand, each other is revoked
   * and its successor signed by `signed` in one transaction, so that one of the two is valid at any moment.
   */
  run(ids: readonly string[], signed: (pending: Pending, at: Date) => Promise<Signed>): Promise<void> {
    return this.db.asActor(system, async (tx) => {
      await holdCertifications(tx, ids);
      const asked = await tx.query<Printed>(sql`
        select c.id, c.jwt, c.person_id as "personId", c.achievement_id as "achievementId",
          jsonb_build_object('name', p.name_fr, 'nameAr', p.name_ar) as holder
        from credential c join person_copy p on p.subject = c.person_id::text
        where c.id = any(${ids}::uuid[]) and c.state = 'valid' and c.reissue_asked_at is not null and not ${IS_UNCONFIRMED}
        order by c.id for update of c skip locked`);
      const stale = asked.filter(isStale);
      await letStand(
        tx,
        asked.filter((one) => !isStale(one)).map(({ id }) => id),
      );
      if (stale.length === 0) return;
      const successors = await supersede(
        tx,
        stale.map(({ id }) => id),
      );
      const pending = await readPending(tx, sql`c.id = any(${successors}::uuid[])`);
      await sign(tx, await Promise.all(pending.map((one) => signed(one, tx.at))));
      for (const { personId, achievementId } of stale) await reissueCertification(tx, personId, achievementId);
    });
  }
}

/** Holds what persons have of certifications, before their credentials, as by who withdraws or revokes one. */
async function holdCertifications(tx: Tx, ids: readonly string[]): Promise<void> {
  const held = await tx.query<{ personId: string; achievementId: string }>(sql`
    select distinct c.person_id as "personId", c.achievement_id as "achievementId" from credential c
    where c.id = any(${ids}::uuid[]) and c.state = 'valid' and c.reissue_asked_at is not null order by 1, 2`);
  for (const { personId, achievementId } of held) await holdCertification(tx, personId, achievementId);
}

/** Whether a credential prints another name than its holder has. */
function isStale({ jwt, holder }: Printed): boolean {
  const { credentialSubject } = withoutClaims(decodeJwt(jwt)) as unknown as OpenBadge;
  const printed = credentialSubject.identifier.map(({ identityHash }) => identityHash);
  return JSON.stringify(printed) !== JSON.stringify(namesOf(holder));
}
