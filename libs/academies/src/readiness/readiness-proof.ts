import { READINESS_KINDS } from '@takwin/contracts/events/academies';
import { Refusal } from '@takwin/platform/errors';
import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';
import { ReadinessProofState } from './readiness-proof.life.js';

export const ReadinessKind = codeList('ReadinessKind', 'What an exam centre has to be ready in', READINESS_KINDS);
export type ReadinessKind = z.output<typeof ReadinessKind>;

export const ReadinessProofView = z
  .object({
    id: z.uuid(),
    academyId: z.uuid(),
    kind: ReadinessKind,
    provenOn: z.iso.date().describe('The day on which it was looked at'),
    expiresOn: z.iso.date().describe('The last day on which it counts'),
    document: z.string().describe('Where the proof is filed'),
    state: ReadinessProofState,
    recordedBy: z.string().describe('The subject of whoever recorded it'),
    recordedAt: z.iso.datetime(),
    confirmedBy: z.string().nullable().describe('The subject of whoever confirmed it; null as long as nobody has'),
    withdrawnReason: z.string().nullable().describe('Why it no longer holds'),
    version: z.int(),
  })
  .meta({ id: 'ReadinessProof', description: 'A dated proof that an exam centre is ready in something' });
export type ReadinessProofView = z.output<typeof ReadinessProofView>;

const Standing = z
  .object({
    kind: ReadinessKind,
    standing: codeList('ReadinessStanding', 'How an exam centre stands in one thing on a day', {
      proven: 'A confirmed proof holds on that day',
      unconfirmed: 'The academy says so, and nobody else has confirmed it',
      expired: 'The last confirmed proof is over',
      missing: 'There is no proof',
    }),
    provenUntil: z.iso
      .date()
      .nullable()
      .describe('The last day of the confirmed proof that holds longest; null without one'),
  })
  .meta({ id: 'ReadinessOfKind', description: 'How an exam centre stands in one thing on a day' });

export const ReadinessView = z
  .object({
    academyId: z.uuid(),
    on: z.iso.date().describe('The day that is meant'),
    score: z.int().describe('Of 100: the share of the kinds that are proven on that day'),
    kinds: z.array(Standing).describe('Each kind, and what is missing of it'),
  })
  .meta({ id: 'Readiness', description: 'How ready an academy is to hold exams on a day' });
export type ReadinessView = z.output<typeof ReadinessView>;

export class ReadinessProofStateForbids extends Refusal {
  constructor(from: ReadinessProofState, to: ReadinessProofState) {
    super('READINESS_PROOF_STATE_FORBIDS', { extra: { from, to } });
  }
}

/** Nobody confirms what they recorded. */
export class ReadinessProofIsYourOwn extends Refusal {
  constructor() {
    super('READINESS_PROOF_IS_YOUR_OWN', { status: 403 });
  }
}
