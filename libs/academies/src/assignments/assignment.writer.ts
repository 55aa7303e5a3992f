import { assignment } from '@takwin/contracts/events/academies';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { append } from '@takwin/platform/events';
import { demandVersion, refusing, type Tx, within } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { AssignmentExists, AssignmentHasEnded, type AssignmentView } from './assignment.js';
import { assignmentLife } from './assignment.life.js';
import { selectAssignments } from './assignment.rows.js';

type NewAssignment = Pick<AssignmentView, 'subject' | 'role' | 'from' | 'until'> &
  Partial<Pick<AssignmentView, 'region' | 'academyId' | 'group'>>;

/** Which row of the actor's; `today` (ISO date) tells which are over. */
export type Which = { id: string; expectedVersion?: number | undefined; today: string };

/** Gives a role. Refuses ASSIGNMENT_EXISTS where the same one is held on some of the days: the database says so. */
export async function assignRole(tx: Tx, asked: NewAssignment): Promise<AssignmentView> {
  const { subject, role, from, until, region = null, academyId = null, group = null } = asked;
  return announced(
    tx,
    'assign',
    sql`insert into assignment(subject, role, region, academy_id, group_code, from_on, until_on, counted_from, given_by)
      values (${subject}, ${role}, ${region}, ${academyId}, ${calledAs(academyId, group)}, ${from}, ${until}, ${legalDayOf(tx.at)}, ${tx.actor.subject}) returning id`,
  );
}

/** A group as its academy calls it: of a code that is written with a blank, or without one, the same role is held once. */
const calledAs = (academyId: string | null, group: string | null): Sql =>
  sql`coalesce((select code from group_name where academy_id = ${academyId} and key = group_key(${group}::text)), ${group}::text)`;

/** Says that a role is still right, until the same day or another. Refuses as `found` does, and ASSIGNMENT_EXISTS. */
export const reviewAssignment = async (tx: Tx, which: Which, until: string): Promise<AssignmentView> =>
  announced(
    tx,
    'review',
    sql`update assignment set version = version + 1, until_on = ${until}, counted_from = ${which.today},
      reviewed_on = ${which.today}, reviewed_by = ${tx.actor.subject}
    where id = ${which.id} and state = any(${assignmentLife.from('review')}) returning id`,
  );

/** Ends a role at once. */
export const endAssignment = async (tx: Tx, { id }: Which): Promise<AssignmentView> =>
  announced(
    tx,
    'end',
    sql`update assignment set version = version + 1, state = ${assignmentLife.transitions.end.to}, ended_by = ${tx.actor.subject}
    where id = ${id} and state = any(${assignmentLife.from('end')}) returning id`,
  );

/** An assignment within the actor's scope, held until the transaction ends. Refuses NOT_FOUND, VERSION_MISMATCH and ASSIGNMENT_HAS_ENDED. */
export async function holdAssignment(tx: Tx, { id, expectedVersion, today }: Which): Promise<AssignmentView> {
  const mine = within(tx.actor, { region: sql`region`, academy: sql`academy_id` });
  const [found] = await selectAssignments(tx, sql`id = ${id} and ${mine}`, sql`for update`);
  if (!found) throw new NotFound('assignment');
  demandVersion(expectedVersion, found.version);
  if (!assignmentLife.allows(found.state, 'end') || found.until < today) throw new AssignmentHasEnded();
  return found;
}

async function announced(
  tx: Tx,
  step: keyof typeof assignmentLife.transitions,
  statement: Sql,
): Promise<AssignmentView> {
  const written = await refusing(tx.one<{ id: string }>(statement), { assignment_once: () => new AssignmentExists() });
  if (!written) throw new AssignmentHasEnded();
  const [made] = await selectAssignments(tx, sql`id = ${written.id}`);
  const { id, version, subject, role, region, academyId, group, from, until, state } = made!;
  const told = { subject, role, region, academyId, group, from, until, state };
  await append(tx, assignment, assignmentLife.transitions[step].event, [{ id, version, state: told }]);
  return made!;
}
