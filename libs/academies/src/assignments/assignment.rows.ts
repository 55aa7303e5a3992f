import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql, empty } from 'sql-template-tag';
import type { AssignmentView } from './assignment.js';

/** Selects assignments straight into their view. */
export const selectAssignments = (tx: Tx, where: Sql, rest: Sql = empty): Promise<AssignmentView[]> =>
  tx.query<AssignmentView>(sql`
    select id, subject, role, region, academy_id as "academyId", group_code as "group", from_on as "from", until_on as "until",
      state, given_by as "givenBy", reviewed_on as "reviewedOn", reviewed_by as "reviewedBy", ended_by as "endedBy", version
    from assignment where ${where} ${rest}`);
