import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { ExamCode } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database, demandVersion, refusing, type Tx } from '@takwin/platform/postgres';
import { command, conditional, LocalDate, Title } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { OFFER_QUEUE } from '../booking/fill-offered-seats.js';
import {
  demandDaysInOrder,
  ExamExists,
  type ExamFacts,
  ExamFamily,
  ExamIsRetired,
  type ExamView,
  Languages,
} from './exam.js';
import { ADMINISTRATION_MINUTES, familyOf, PASS_MARK } from './exam-family.js';
import { selectExams } from './exam.rows.js';
import { addExam, confirmExam, confirmTerms, correctExam } from './catalogue.writer.js';
import { originOf, Source } from './origin.js';
import { settleSeats } from './settle-seats.js';

const ADMINISTRATORS = { 'programme-admin': 'programme' } as const;

const ExamTitle = Title({ max: 200 }).meta({ examples: ['Microsoft Azure Fundamentals'] });
const Minutes = z.int().min(5).max(480).describe('Of the exam itself');
const Administration = z.int().min(0).max(120).describe('Before and after it: identity, agreement, survey');
const PassMark = z.int().min(1).max(1000).describe('Of 1000');
const ReleasedOn = LocalDate.nullish().describe('The first day on which it can be sat; null where that is not told');
const RetiredOn = LocalDate.nullish().describe('The last day on which it can be sat; null where none is known');
const SatIn = Languages.nullish().describe(
  'In which it can be sat, as BCP 47 names them (en, ja); null where no source names them',
);

export const AddExam = command(
  'AddExam',
  ADMINISTRATORS,
  {
    code: ExamCode,
    title: ExamTitle,
    family: ExamFamily,
    minutes: Minutes,
    administrationMinutes: Administration.default(ADMINISTRATION_MINUTES),
    passMark: PassMark.default(PASS_MARK),
    releasedOn: ReleasedOn,
    retiredOn: RetiredOn,
    languages: SatIn,
    source: Source,
  },
  {
    summary: 'Add an exam to the catalogue',
    description:
      'Adds an exam, which can be sat between its days from then on, and counts as a certification of its own. Its code tells its family' +
      ' where it does (MO-, 77-, 98-, 70-), whatever is said. One that is there is refused as EXAM_EXISTS.',
  },
);
export type AddExam = z.output<typeof AddExam>;

export const CorrectExam = command(
  'CorrectExam',
  ADMINISTRATORS,
  {
    code: ExamCode,
    ...conditional,
    title: ExamTitle.optional(),
    minutes: Minutes.optional(),
    administrationMinutes: Administration.optional(),
    passMark: PassMark.optional(),
    releasedOn: ReleasedOn,
    retiredOn: RetiredOn,
    languages: SatIn,
    source: Source,
  },
  {
    summary: 'Correct an exam of the catalogue',
    description:
      'Sets what is given of an exam and leaves the rest; what ships with the product leaves it as it is from then on. The source is' +
      ' told of the facts that are given with it; given alone, it confirms all of them. Seats to come' +
      ' outside its days are given up at no cost, those that are too short for it asked for anew. Who has a seat is judged by the' +
      ' pass mark and minutes that held when it was given: a result that comes later makes no pass of a failure by that. One official alone' +
      ' lowers no pass mark: until another tells the same, what passes by it alone waits for a decision of somebody who told neither.',
  },
);
export type CorrectExam = z.output<typeof CorrectExam>;

export const RetireExam = command(
  'RetireExam',
  ADMINISTRATORS,
  {
    code: ExamCode,
    ...conditional,
    retiredOn: LocalDate.describe('The last day on which it can be sat'),
    source: Source,
  },
  {
    summary: 'Retire an exam',
    description:
      'Says which day is the last on which an exam can be sat. Seats to come after it are given up at no cost; what was passed' +
      ' stays. An exam whose last day is told is refused as EXAM_IS_RETIRED.',
  },
);
export type RetireExam = z.output<typeof RetireExam>;

@Injectable()
export class CorrectExamHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /** Refuses EXAM_EXISTS, and a last day before the first. */
  add(actor: Actor, { code, ...facts }: AddExam): Promise<ExamView> {
    return this.db.asActor(actor, (tx) => add(tx, code, facts));
  }

  /** Refuses VERSION_MISMATCH, and a last day before the first. */
  correct(actor: Actor, { code, expectedVersion, ...facts }: CorrectExam): Promise<ExamView> {
    return this.change(actor, async (tx) => {
      const known = await lockExam(tx, code);
      demandVersion(expectedVersion, known.version);
      return correct(tx, known, facts);
    });
  }

  /** Refuses VERSION_MISMATCH, EXAM_IS_RETIRED, and a last day before the first. */
  retire(actor: Actor, { code, expectedVersion, retiredOn, source }: RetireExam): Promise<ExamView> {
    return this.change(actor, async (tx) => {
      const known = await lockExam(tx, code);
      demandVersion(expectedVersion, known.version);
      if (known.retiredOn) throw new ExamIsRetired(known);
      return correct(tx, known, { retiredOn, source }, 'retire');
    });
  }

  private async change(actor: Actor, work: (tx: Tx) => Promise<Corrected>): Promise<ExamView> {
    const { exam, offering } = await this.db.asActor(actor, work);
    if (offering.length > 0) await this.queues.wake(OFFER_QUEUE, { ids: offering });
    return exam;
  }
}

/** An exam as it is now, and the sittings that have a seat to offer by that. */
type Corrected = { exam: ExamView; offering: string[] };

type Said<F = ExamFacts> = { [Field in keyof F]?: F[Field] | undefined };

async function lockExam(tx: Tx, code: string): Promise<ExamView> {
  const known = await findExam(tx, code);
  if (!known) throw new NotFound('exam');
  return known;
}

/** An exam, locked, if there is one. */
export async function findExam(tx: Tx, code: string): Promise<ExamView | undefined> {
  await tx.query(sql`select from exam where code = ${code} for no key update`);
  return (await selectExams(tx, sql`e.code = ${code}`))[0];
}

/**
 * Whether somebody is, or was, registered for an exam, or has a past attempt at it: whose pass, wait and voucher go by its family. Nobody is
 * registered for it meanwhile until the transaction ends.
 */
export async function holdUsed(tx: Tx, code: string): Promise<boolean> {
  await tx.query(sql`select from exam where code = ${code} for update`);
  const row = await tx.one<{ isUsed: boolean }>(sql`
    select exists (select from registration where exam_code = ${code})
      or exists (select from past_attempt where exam_code = ${code}) as "isUsed"`);
  return row!.isUsed;
}

type NewExam = Omit<AddExam, 'code'> & { goneBy?: string | null; asOf?: string | null };

/** Adds an exam: see `CorrectExamHandler.add`. Without `asOf` it is told by hand, today; null is a day that is not told. */
export function add(tx: Tx, code: string, said: NewExam): Promise<ExamView> {
  const { releasedOn = null, retiredOn = null, goneBy = null, languages = null, asOf = legalDayOf(tx.at) } = said;
  demandDaysInOrder({ releasedOn, retiredOn, goneBy });
  const family = familyOf(code, said.title, said.family);
  const facts = { ...said, family, releasedOn, retiredOn, goneBy, languages, asOf };
  return refusing(addExam(tx, code, facts, isByHand(said)), { exam_pkey: () => new ExamExists(code) });
}

const isByHand = ({ asOf }: Said): boolean => asOf === undefined;

/** Whether the newest source of an exam is the programme itself, which told it by hand. */
export const isKnownByHand = async (tx: Tx, code: string): Promise<boolean> =>
  (await tx.one(sql`select from exam where code = ${code} and by_hand`)) !== undefined;

/** An exam as it is once it is told what is said: what is absent stays, and so do its sources. */
function corrected(known: ExamView, { source: _, asOf: __, ...facts }: Said): ExamView {
  const told = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  return { ...known, ...told, ...(facts.retiredOn !== undefined && { goneBy: facts.goneBy ?? null }) };
}

/** Whether what is said of an exam is something else than what is known. */
export const isOther = (known: ExamView, said: Said): boolean => !isDeepStrictEqual(corrected(known, said), known);

/** Which of an exam's terms are told as they are known. */
const isSame = (known: ExamView, said: Said): Record<'passMark' | 'minutes', boolean> => ({
  passMark: said.passMark === known.passMark,
  minutes: said.minutes === known.minutes,
});

/**
 * Corrects an exam, whose row is locked: see `CorrectExamHandler.correct`. A source that says nothing else confirms what is known, where it
 * is of no earlier day: the origin moves on. Without `asOf` it is told by hand, today; null is a day that is not told, and confirms nothing.
 */
export async function correct(
  tx: Tx,
  known: ExamView,
  said: Said,
  transition: 'correct' | 'retire' = 'correct',
): Promise<Corrected> {
  const { asOf = legalDayOf(tx.at) } = said;
  const to = corrected(known, said);
  demandDaysInOrder(to);
  const byHand = isByHand(said);
  const origin = { source: originOf(known, said), asOf: asOf ?? known.asOf };
  const isOtherToday = byHand && (origin.source !== known.source || !(await isKnownByHand(tx, known.code)));
  const confirms = asOf !== null && (isOtherToday || (known.asOf ?? '') < asOf);
  if (isDeepStrictEqual(to, known)) {
    const exam = confirms ? await confirmExam(tx, known.code, origin, byHand) : known;
    return { exam: (await confirmTerms(tx, known.code, isSame(known, said))) ?? exam, offering: [] };
  }
  const changed = await correctExam(tx, known.code, { ...to, ...origin }, { transition, byHand });
  const exam = (await confirmTerms(tx, known.code, isSame(known, said))) ?? changed;
  return { exam, offering: await settleSeats(tx, exam) };
}
