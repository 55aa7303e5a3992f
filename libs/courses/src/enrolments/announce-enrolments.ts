import { enrolment } from '@takwin/contracts/events/courses';
import type { TypeOf } from '@takwin/contracts/published';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { EnrolmentView } from './enrolment.js';
import { selectEnrolments } from './read-enrolments.js';

/** Publishes the whole state of these enrolments, just changed in this transaction, and returns them in no order. */
export async function announceEnrolments(
  tx: Tx,
  type: TypeOf<typeof enrolment>,
  ids: readonly string[],
): Promise<EnrolmentView[]> {
  if (ids.length === 0) return [];
  const rows = await selectEnrolments(tx, sql`e.id = any(${ids}::uuid[])`);
  await append(
    tx,
    enrolment,
    type,
    rows.map(({ id, version, ...state }) => ({ id, version, state })),
  );
  return rows;
}
