import { Injectable } from '@nestjs/common';
import { AssignmentId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { Database } from '@takwin/platform/postgres';
import { command, conditional, LocalDate } from '@takwin/platform/schema';
import type { z } from 'zod';
import { DELEGATORS } from '../rules.js';
import { type AssignmentView, demandAbove, demandTerm } from './assignment.js';
import { endAssignment, holdAssignment, reviewAssignment } from './assignment.writer.js';
import { demandOfAnother } from './check-holder.js';

export const ReviewAssignment = command(
  'ReviewAssignment',
  DELEGATORS,
  {
    id: AssignmentId,
    ...conditional,
    until: LocalDate.optional().describe('Another last day, within 400 days of today'),
  },
  {
    summary: 'Review an assignment',
    description: 'Says that somebody still needs the role, until the same last day or another one.',
  },
);
export type ReviewAssignment = z.output<typeof ReviewAssignment>;

export const EndAssignment = command(
  'EndAssignment',
  DELEGATORS,
  { id: AssignmentId, ...conditional },
  {
    summary: 'End an assignment',
    description: 'Takes the role back: within a minute nobody holds it by this assignment, in any service.',
  },
);
export type EndAssignment = z.output<typeof EndAssignment>;

/** What becomes of roles that were given. */
@Injectable()
export class ReviewAssignmentHandler {
  constructor(private readonly db: Database) {}

  /** Refuses NOT_FOUND, VERSION_MISMATCH, ASSIGNMENT_HAS_ENDED, ASSIGNMENT_EXISTS, what is not below the actor, and a day that is over or too far. */
  review(actor: Actor, { id, expectedVersion, until }: ReviewAssignment): Promise<AssignmentView> {
    return this.db.asActor(actor, async (tx) => {
      const which = { id, expectedVersion, today: legalDayOf(tx.at) };
      const found = await holdAssignment(tx, which);
      const last = until ?? found.until;
      demandAbove(actor, found, last);
      await demandOfAnother(tx, found);
      const { today } = which;
      demandTerm({ from: found.from > today ? found.from : today, until: last }, { today });
      return reviewAssignment(tx, which, last);
    });
  }

  /** Refuses NOT_FOUND, VERSION_MISMATCH, ASSIGNMENT_HAS_ENDED and what is not below the actor. */
  end(actor: Actor, { id, expectedVersion }: EndAssignment): Promise<AssignmentView> {
    return this.db.asActor(actor, async (tx) => {
      const which = { id, expectedVersion, today: legalDayOf(tx.at) };
      const found = await holdAssignment(tx, which);
      demandAbove(actor, found);
      await demandOfAnother(tx, found);
      return endAssignment(tx, which);
    });
  }
}
