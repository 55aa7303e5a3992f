import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { CorrectionNeedsAnother } from './correction.js';

/** Whether whoever acts is the person, by any of the ids that the person has had. */
export const isOneself = async (tx: Tx, personId: string): Promise<boolean> =>
  (await tx.one(sql`
    select from subject_person h where h.subject = ${tx.actor.subject}
      and (h.person_id = ${personId} or h.person_id in (select a.id from person_alias a where a.person_id = ${personId}))`)) !==
  undefined;

/** Refuses CORRECTION_NEEDS_ANOTHER where whoever acts is the person. */
export async function demandAnother(tx: Tx, personId: string): Promise<void> {
  if (await isOneself(tx, personId)) throw new CorrectionNeedsAnother();
}
