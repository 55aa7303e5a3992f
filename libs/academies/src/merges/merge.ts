import { Refusal } from '@takwin/platform/errors';
import { codeList, LocalDate } from '@takwin/platform/schema';
import { z } from 'zod';

export const MergeState = codeList('MergeState', 'Whether two records are one', {
  standing: 'They are: both ids answer with the person that stays',
  undone: 'They were, and are two again',
});
export type MergeState = z.output<typeof MergeState>;

/** Days in which a merge may be undone: after that what was stated of one person is no longer told apart. */
export const UNDO_DAYS = 90;

export const MergeView = z
  .object({
    id: z.uuid(),
    mergedId: z.uuid().describe('The record that is no more, and answers with the other one'),
    personId: z.uuid().describe('The record that stays'),
    claimId: z.uuid().nullable().describe('The claim that was accepted; null where an official merged the two'),
    reason: z.string().nullable().describe('Why they are one person; null of an accepted claim'),
    document: z.string().nullable().describe('Where that is written down; null of an accepted claim'),
    decidedBy: z.string().describe('The subject of whoever decided it'),
    decidedAt: z.iso.datetime(),
    state: MergeState,
    undoableUntil: LocalDate.describe('The last day on which it may be undone, in Morocco'),
    undoneBecause: z.string().nullable().describe('Why it was undone; null as long as it stands'),
    undoneBy: z.string().nullable().describe('The subject of whoever undid it; null as long as it stands'),
    undoneAt: z.iso.datetime().nullable().describe('When it was undone; null as long as it stands'),
    version: z.int(),
  })
  .meta({ id: 'Merge', description: 'That two records turned out to be of one person' });
export type MergeView = z.output<typeof MergeView>;

/** Nobody merges what they have stated themselves, nor their own records. */
export class MergeNeedsAnother extends Refusal {
  constructor() {
    super('MERGE_NEEDS_ANOTHER', { status: 403 });
  }
}

export class PersonsAreOne extends Refusal {
  constructor() {
    super('PERSONS_ARE_ONE');
  }
}

/** `by`: what says that the two are different persons; it is corrected first. */
export class PersonsDiffer extends Refusal {
  constructor(by: 'cin' | 'matricule' | 'birthDate') {
    super('PERSONS_DIFFER', { extra: { by } });
  }
}

export class MergeLacksEvidence extends Refusal {
  constructor() {
    super('MERGE_LACKS_EVIDENCE');
  }
}

export class MergeIsUndone extends Refusal {
  constructor() {
    super('MERGE_IS_UNDONE');
  }
}

export class MergeIsOld extends Refusal {
  constructor(undoableUntil: string) {
    super('MERGE_IS_OLD', { extra: { undoableUntil } });
  }
}

/** `mergeId` is what was merged since, which is undone first. */
export class MergeIsBuiltUpon extends Refusal {
  constructor(mergeId: string) {
    super('MERGE_IS_BUILT_UPON', { extra: { mergeId } });
  }
}
