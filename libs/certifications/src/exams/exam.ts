import { invalid, Refusal } from '@takwin/platform/errors';
import { codeList, Distinct } from '@takwin/platform/schema';
import { z } from 'zod';

export const ExamFamily = codeList('ExamFamily', 'The family that Microsoft counts an exam to', {
  mos: 'Microsoft Office Specialist',
  fundamentals: 'Fundamentals, such as AZ-900',
  'role-based': 'Role-based: associate, expert and specialty, such as AZ-104',
  business: 'Applied business, such as AB-730',
  github: 'GitHub certifications',
  mce: 'Microsoft Certified Educator',
  mta: 'Microsoft Technology Associate, retired in 2022',
  mcp: 'Microsoft Certified Professional, before role-based exams',
});
export type ExamFamily = z.output<typeof ExamFamily>;

const LanguageTag = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language as BCP 47 names it, such as fr or pt-BR')
  .overwrite(inCanonicalForm)
  .meta({ examples: ['en'] });

/** Languages, each once, in the order of the alphabet. */
export const Languages = Distinct(LanguageTag)
  .min(1)
  .max(100)
  .overwrite((tags) => tags.toSorted());

/** As BCP 47 writes a tag (pt-BR); one that it does not know stays as it is said. */
function inCanonicalForm(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag;
  } catch {
    return tag;
  }
}

export const ExamView = z
  .object({
    code: z.string(),
    title: z.string(),
    family: ExamFamily,
    minutes: z.int().describe('Of the exam itself'),
    administrationMinutes: z.int().describe('Before and after it: identity, agreement, survey'),
    passMark: z.int().describe('Of 1000'),
    confirmedPassMark: z
      .int()
      .describe(
        'The pass mark that ships, or that two officials have told, 700 until then: what passes by a lower one alone waits for a decision',
      ),
    retakePolicy: codeList('RetakePolicyKey', 'Which retake policy applies', {
      mos: 'That of Microsoft Office Specialist exams',
      'role-based': 'Microsoft’s for all exams but those of Office Specialist',
      other: 'Another one, of a family of its own: retakeFamily names it',
    }),
    retakeFamily: z.string().describe('The family of retake policies that holds, by its key'),
    twins: z
      .array(z.string())
      .describe(
        'Other codes of the same subject, renewed under another number: as the catalogue that ships tells them',
      ),
    languages: z
      .array(z.string())
      .nullable()
      .describe('In which it can be sat, as BCP 47 names them (en, ja); null where no source names them'),
    releasedOn: z.iso.date().nullable().describe('The first day on which it can be sat; null where no source tells'),
    retiredOn: z.iso.date().nullable().describe('The last day on which it can be sat; null where none is known'),
    goneBy: z.iso
      .date()
      .nullable()
      .describe('A day from which on it cannot be sat, where no source tells which was the last'),
    source: z
      .string()
      .nullable()
      .describe(
        'Where its facts are from, each after its name, such as title=LS;minutes=MSD: by the keys of the reference data, or in the words' +
          ' of who told it. What stands without a name is told of all others; null where that was not kept',
      ),
    asOf: z.iso.date().nullable().describe('The day of the newest of its sources'),
    corrected: z.boolean().describe('Whether the programme added or corrected it: what ships leaves it as it is'),
    version: z.int(),
  })
  .meta({ id: 'Exam' });
export type ExamView = z.output<typeof ExamView>;

/** What is known of an exam, and from where. */
export type ExamFacts = Pick<
  ExamView,
  | 'title'
  | 'family'
  | 'minutes'
  | 'administrationMinutes'
  | 'passMark'
  | 'releasedOn'
  | 'retiredOn'
  | 'goneBy'
  | 'languages'
  | 'source'
  | 'asOf'
>;

export class ExamExists extends Refusal {
  constructor(code: string) {
    super('EXAM_EXISTS', { extra: { examCode: code } });
  }
}

/** The last day of an exam is told: a mistake is corrected. */
export class ExamIsRetired extends Refusal {
  constructor({ code, retiredOn }: Pick<ExamView, 'code' | 'retiredOn'>) {
    super('EXAM_IS_RETIRED', { extra: { examCode: code, retiredOn } });
  }
}

/** Refuses as INVALID_INPUT a last day before the first, or a first one on which the exam was gone. */
export function demandDaysInOrder({
  releasedOn,
  retiredOn,
  goneBy,
}: Pick<ExamView, 'releasedOn' | 'retiredOn' | 'goneBy'>): void {
  if (releasedOn && (retiredOn ? retiredOn < releasedOn : goneBy && goneBy <= releasedOn))
    throw invalid([{ path: ['retiredOn'], code: 'too_early', message: 'the last day is before the first' }]);
}
