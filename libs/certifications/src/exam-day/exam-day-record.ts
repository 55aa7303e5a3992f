import { Refusal } from '@takwin/platform/errors';
import { z } from 'zod';
import { registrationLife } from '../booking/registration.life.js';
import { ExamDayKind, IdentityShown, type Standing } from './exam-day.js';

export const ExamDayRecordView = z
  .object({
    id: z.uuid(),
    sittingId: z.uuid(),
    registrationId: z.uuid().nullable(),
    proctorId: z.uuid().nullable(),
    kind: ExamDayKind,
    at: z.iso.datetime(),
    identity: IdentityShown.nullable(),
    ndaAccepted: z.boolean().nullable(),
    consent: z.boolean().nullable().describe('A parent’s, that was shown at the door'),
    reason: z.string().nullable(),
    recordedAt: z.iso.datetime(),
    recordedBy: z.string(),
    revokedAt: z.iso.datetime().nullable(),
    revokedBy: z.string().nullable(),
    revokedReason: z.string().nullable(),
  })
  .meta({
    id: 'ExamDayRecord',
    description: 'What was recorded of a sitting; one that was wrong stays, and is taken back',
  });
export type ExamDayRecordView = z.output<typeof ExamDayRecordView>;

const is = (instant: Date | null, at: Date): boolean => instant?.getTime() === at.getTime();

/** By what kind of record, the transition that takes it back, and whether the candidate still stands where it left them. */
const BACK = {
  admitted: { by: 'undoAdmit', isLatest: ({ admittedAt }: Standing, at: Date) => is(admittedAt, at) },
  absent: { by: 'undoMiss', isLatest: () => true },
  began: { by: 'undoBegin', isLatest: ({ interruptedAt, resumedAt }: Standing) => !interruptedAt && !resumedAt },
  interrupted: {
    by: 'undoInterrupt',
    isLatest: ({ interruptedAt, lapsedAt }: Standing, at: Date) => !lapsedAt && is(interruptedAt, at),
  },
  resumed: {
    by: 'undoResume',
    isLatest: ({ interruptedAt, resumedAt }: Standing, at: Date) => !interruptedAt && is(resumedAt, at),
  },
} as const;

/** The transition that takes a record of a candidate back. Refuses where the candidate stands elsewhere by now. */
export function wayBack(
  kind: keyof typeof BACK,
  at: Date,
  standing: Standing | null,
): (typeof BACK)[typeof kind]['by'] {
  if (!standing) throw new NotInThisSitting();
  const { by, isLatest } = BACK[kind];
  if (!registrationLife.allows(standing.state, by) || !isLatest(standing, at)) throw new RecordIsReliedOn();
  return by;
}

const OWN_WORD_MINUTES = 10;

/**
 * Refuses RECORD_NEEDS_ANOTHER: what a proctor, or somebody of the region or the programme, recorded or a result rests on is taken back
 * by the region or the programme alone, and by who recorded it within ten minutes (ours to set); managers take back what managers said.
 */
export function demandMayRevoke(
  { scope, role, subject }: { scope: string; role: string; subject: string },
  { kind, recordedBy, recordedAt }: Pick<ExamDayRecordView, 'kind' | 'recordedBy' | 'recordedAt'>,
  proves: boolean,
  now: Date,
): void {
  if (scope === 'programme' || scope === 'region') return;
  if (role === 'academy-manager' && !proves && kind !== 'proctor-present') return;
  const isFresh = now.getTime() - Date.parse(recordedAt) <= OWN_WORD_MINUTES * 60_000;
  if (recordedBy !== subject || !isFresh) throw new RecordNeedsAnother();
}

class RecordNeedsAnother extends Refusal {
  constructor() {
    super('RECORD_NEEDS_ANOTHER', { status: 403 });
  }
}

/** The candidate is no longer in the sitting that the record is of. */
class NotInThisSitting extends Refusal {
  constructor() {
    super('NOT_IN_THIS_SITTING');
  }
}

export class RecordIsReliedOn extends Refusal {
  constructor() {
    super('RECORD_IS_RELIED_ON');
  }
}

export class RecordIsRevoked extends Refusal {
  constructor() {
    super('RECORD_IS_REVOKED', { extra: { state: 'revoked' } });
  }
}
