import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { accommodationLife as life } from './accommodation.life.js';

export type NewAccommodation = {
  personId: string;
  examCode?: string;
  extraMinutes: number;
  extraPercent: number;
  reader: boolean;
  accessibleWorkstation: boolean;
  document: string;
};

/** Grants; returns its id. */
export async function grant(tx: Tx, granted: NewAccommodation): Promise<string> {
  const { personId, examCode = null, extraMinutes, extraPercent, reader, accessibleWorkstation, document } = granted;
  const made = await tx.one<{ id: string }>(sql`
    insert into accommodation(person_id, exam_code, extra_minutes, extra_percent, reader, accessible_workstation, document,
      granted_at, created_by)
    values (${personId}, ${examCode}, ${extraMinutes}, ${extraPercent}, ${reader}, ${accessibleWorkstation}, ${document},
      ${tx.at}, ${tx.actor.subject}) returning id`);
  return made!.id;
}

/** Revokes what is granted still: whether it was. */
export async function revoke(tx: Tx, id: string): Promise<boolean> {
  const revoked = await tx.one(sql`
    update accommodation set state = 'revoked', revoked_at = ${tx.at}, revoked_by = ${tx.actor.subject}
    where id = ${id} and state = any(${life.from('revoke')}) returning id`);
  return revoked !== undefined;
}

/** Gives accommodations to whose they are now. */
export async function mergeAccommodations(tx: Tx, merges: Merges): Promise<void> {
  const { set, where } = movesOf('g', merges);
  await tx.query(sql`update accommodation g set ${set} where ${where}`);
}
