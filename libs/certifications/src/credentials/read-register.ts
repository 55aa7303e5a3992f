import { CredentialId } from '@takwin/contracts/ids';
import { systemActor } from '@takwin/platform/auth';
import type { Database } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { Achievement, AchievementKind } from './openbadge-credential.js';
import { WITHDRAWN } from './credential.js';
import { successorOf } from './credential.rows.js';
import { ordinalsOf, placeOf } from './status-list.js';
import type { StatusFound } from '../verification/status.js';

const verifier = systemActor('verification');

export type Registered = {
  /** In its one spelling, whichever it was asked by. */
  id: string;
  jwt: string;
  proof: Record<string, unknown> | null;
  state: 'valid' | 'revoked';
  reason: string | null;
  /** The last of those that hold in its stead; null of one that its holder had withdrawn, as they all are. */
  supersededBy: string | null;
  nameAr: string | null;
  kind: AchievementKind;
};

const LAST_SUCCESSOR = sql`(
  with recursive next(id, step) as (
    select ${successorOf('c')}, 1
    union all select ${successorOf('n')}, step + 1 from next join credential n on n.id = next.id where step < 100)
  select next.id from next where next.id is not null order by step desc limit 1)`;

/** A signed credential by its id; undefined for what is no id, unknown, or still to be signed. */
export async function registered(db: Database, id: string): Promise<Registered | undefined> {
  if (!CredentialId.safeParse(id).success) return undefined;
  return db.readAs(verifier, (tx) =>
    tx.one<Registered>(sql`
      select c.id, c.jwt, c.proof, c.state, c.revoked_reason as reason,
        case when c.revoked_reason is distinct from ${WITHDRAWN} then ${LAST_SUCCESSOR} end as "supersededBy", a.name_ar as "nameAr", a.kind
      from credential c join achievement a on a.id = c.achievement_id where c.id = ${id} and c.state <> 'pending'`),
  );
}

const ACHIEVEMENT_ID = /^[\w.:-]{1,200}$/;

/** What can be achieved, by its id; undefined for what is no id, or unknown. */
export async function registeredAchievement(db: Database, id: string): Promise<Achievement | undefined> {
  if (!ACHIEVEMENT_ID.test(id)) return undefined;
  return db.readAs(verifier, (tx) =>
    tx.one<Achievement>(sql`select id, kind, name, name_ar as "nameAr" from achievement where id = ${id}`),
  );
}

/** What the register says of a credential right now; the news is of this moment. */
export async function registeredStatus(db: Database, id: string): Promise<StatusFound> {
  const row = await registered(db, id);
  const asOf = db.clock.now();
  if (!row) return { faults: ['CREDENTIAL_UNKNOWN'], asOf };
  const { state, supersededBy } = row;
  // Of one that was issued anew the reason is the newer one, which is told beside.
  const revokedReason = supersededBy === null ? row.reason : null;
  return { faults: state === 'revoked' ? ['REVOKED'] : [], asOf, supersededBy, revokedReason };
}

/** How many credentials of a status list are revoked, and whether there is such a list: cheap, to be asked often. */
export async function listState(db: Database, list: number): Promise<{ exists: boolean; revoked: number }> {
  const [from, to] = ordinalsOf(list);
  const row = await db.readAs(verifier, (tx) =>
    tx.one<{ exists: boolean; revoked: number }>(sql`
      select ${list} = 0 or exists (select from credential where ordinal >= ${from} and ordinal < ${to}) as exists,
        (select count(*)::int from credential where state = 'revoked' and ordinal >= ${from} and ordinal < ${to}) as revoked`),
  );
  return row!;
}

/** The places of a status list whose credentials are revoked. */
export async function revokedPlaces(db: Database, list: number): Promise<number[]> {
  const [from, to] = ordinalsOf(list);
  const rows = await db.readAs(verifier, (tx) =>
    tx.query<{ ordinal: number }>(sql`
      select ordinal from credential where state = 'revoked' and ordinal >= ${from} and ordinal < ${to}`),
  );
  return rows.map(({ ordinal }) => placeOf(ordinal).index);
}
