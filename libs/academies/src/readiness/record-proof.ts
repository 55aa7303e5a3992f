import { Injectable } from '@nestjs/common';
import { AcademyId, ReadinessProofId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { invalid, NotFound } from '@takwin/platform/errors';
import { Database, demandVersion, isAmong, type Tx, within } from '@takwin/platform/postgres';
import { command, conditional, DocumentReference, LocalDate, Text } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { demandNotClosed } from '../academies/academy.js';
import { holdAcademy } from '../academies/read-academy.js';
import { ACCREDITORS, PROVERS } from '../rules.js';
import {
  ReadinessKind,
  ReadinessProofIsYourOwn,
  ReadinessProofStateForbids,
  type ReadinessProofView,
} from './readiness-proof.js';
import { readinessProofLife as life } from './readiness-proof.life.js';
import { PROOFS, selectProofs } from './readiness-proof.rows.js';
import { recordProof, stepProof } from './readiness-proof.writer.js';

/** The last day on which a proof counts at most, three years later: what was looked at before then says nothing any more. */
const lastDayOf = (provenOn: string): string => `${Number(provenOn.slice(0, 4)) + 3}${provenOn.slice(4)}`;

export const RecordReadinessProof = command(
  'RecordReadinessProof',
  PROVERS,
  {
    academyId: AcademyId,
    kind: ReadinessKind,
    provenOn: LocalDate.describe('The day on which it was looked at: today or before'),
    expiresOn: LocalDate.describe(
      'The last day on which it counts: today or later, three years after provenOn at most',
    ),
    document: DocumentReference({ max: 200 }).describe('Where the proof is filed'),
  },
  {
    summary: 'Record a proof of readiness',
    description:
      'Records that an academy is ready to hold exams in one thing, by a dated document. It counts once somebody else, of the region or' +
      ' the programme, has confirmed it.',
  },
);
export type RecordReadinessProof = z.output<typeof RecordReadinessProof>;

export const ConfirmReadinessProof = command(
  'ConfirmReadinessProof',
  ACCREDITORS,
  { id: ReadinessProofId, ...conditional },
  {
    summary: 'Confirm a proof of readiness',
    description:
      'Has what was recorded count. Never by who recorded it: READINESS_PROOF_IS_YOUR_OWN. One that is confirmed or' +
      ' withdrawn is refused as READINESS_PROOF_STATE_FORBIDS.',
  },
);
export type ConfirmReadinessProof = z.output<typeof ConfirmReadinessProof>;

export const WithdrawReadinessProof = command(
  'WithdrawReadinessProof',
  PROVERS,
  {
    id: ReadinessProofId,
    ...conditional,
    reason: Text({ max: 300 }).meta({ examples: ['Ten machines were taken away'] }),
  },
  {
    summary: 'Withdraw a proof of readiness',
    description:
      'Says that a proof no longer holds. Sittings that are open stay, and say what their academy lacks on their day.',
  },
);
export type WithdrawReadinessProof = z.output<typeof WithdrawReadinessProof>;

@Injectable()
export class RecordProofHandler {
  constructor(private readonly db: Database) {}

  /** Refuses NOT_FOUND, ACADEMY_WAS_CLOSED, a day to come, and a proof that is over, or lasts longer than three years. */
  record(actor: Actor, command: RecordReadinessProof): Promise<ReadinessProofView> {
    return this.db.asActor(actor, async (tx) => {
      const mine = within(actor, { region: sql`region`, academy: sql`id` });
      const academy = await holdAcademy(tx, sql`id = ${command.academyId} and ${mine}`);
      if (!academy) throw new NotFound('academy');
      demandNotClosed(academy);
      demandDays(command, legalDayOf(tx.at));
      return recordProof(tx, command);
    });
  }

  /** Refuses NOT_FOUND, VERSION_MISMATCH, READINESS_PROOF_IS_YOUR_OWN and READINESS_PROOF_STATE_FORBIDS. */
  confirm(actor: Actor, { id, expectedVersion }: ConfirmReadinessProof): Promise<ReadinessProofView> {
    return this.db.asActor(actor, async (tx) => {
      const { recordedBy } = await this.hold(tx, id, expectedVersion);
      if (await isAmong(tx, [recordedBy])) throw new ReadinessProofIsYourOwn();
      return this.step(tx, id, 'confirm', null);
    });
  }

  /** Refuses NOT_FOUND, VERSION_MISMATCH and READINESS_PROOF_STATE_FORBIDS. */
  withdraw(actor: Actor, { id, expectedVersion, reason }: WithdrawReadinessProof): Promise<ReadinessProofView> {
    return this.db.asActor(actor, async (tx) => {
      await this.hold(tx, id, expectedVersion);
      return this.step(tx, id, 'withdraw', reason);
    });
  }

  private async hold(tx: Tx, id: string, expectedVersion: number | undefined): Promise<ReadinessProofView> {
    const mine = within(tx.actor, { region: sql`a.region`, academy: sql`a.id` });
    const known = await tx.one(sql`select p.id from ${PROOFS} where p.id = ${id} and ${mine} for no key update of p`);
    if (!known) throw new NotFound('readiness proof');
    const [found] = await selectProofs(tx, sql`p.id = ${id}`);
    demandVersion(expectedVersion, found!.version);
    return found!;
  }

  private async step(tx: Tx, id: string, step: 'confirm' | 'withdraw', reason: string | null) {
    const stepped = await stepProof(tx, id, step, reason);
    if (stepped) return stepped;
    const [known] = await selectProofs(tx, sql`p.id = ${id}`);
    throw new ReadinessProofStateForbids(known!.state, life.transitions[step].to);
  }
}

function demandDays({ provenOn, expiresOn }: RecordReadinessProof, today: string): void {
  if (provenOn > today) throw invalid([{ path: ['provenOn'], code: 'in_the_future', message: 'today or before' }]);
  if (expiresOn < today)
    throw invalid([{ path: ['expiresOn'], code: 'in_the_past', message: 'today or a day to come' }]);
  if (expiresOn > lastDayOf(provenOn))
    throw invalid([{ path: ['expiresOn'], code: 'too_late', message: 'three years after provenOn at most' }]);
}
