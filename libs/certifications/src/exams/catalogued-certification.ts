import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';
import { AchievementId } from '../credentials/credential.js';

/** The id of a certification of the catalogue. */
export const CataloguedCertificationId = AchievementId.meta({
  examples: ['certification.mos-excel-2019'],
  pattern: '^\\S+$',
});

export const CataloguedCertificationView = z
  .object({
    id: z
      .string()
      .describe(
        'Microsoft’s uid, such as certification.mos-excel-2019; or exam.mo-210 where an exam stands for itself',
      ),
    title: z.string(),
    level: z
      .string()
      .nullable()
      .describe('As its title says it: fundamentals, associate, expert, ...; null where none is said'),
    requires: z
      .array(z.array(z.string()))
      .describe('Codes of exams: who has passed one of every group holds it; empty where nobody can reach it'),
    unreachable: codeList('UnreachableBecause', 'Why nobody can reach a certification', {
      'no-exam-named': 'No source names the exams that it takes',
      'exams-missing': 'Exams that it takes are not in the catalogue',
    })
      .nullable()
      .describe('Why nobody can reach it with the exams that are known; null where somebody can'),
    prerequisites: z
      .object({
        rule: codeList('PrerequisiteRule', 'How many of the certifications are asked for', {
          'all-of': 'All of them',
          'one-of': 'Any one of them',
        }),
        certifications: z.array(z.string()).describe('Ids of certifications'),
      })
      .meta({ id: 'Prerequisites', description: 'Certifications that are asked for before another one' })
      .nullable()
      .describe(
        'What Microsoft asks for first; null where no source tells of any. It is shown, and not asked of who is counted',
      ),
    renewalMonths: z
      .int()
      .nullable()
      .describe('After how many months it has to be renewed; 0 where it does not expire, null where no source tells'),
    retiredOn: z.iso.date().nullable().describe('The last day on which it can be earned; null where none is known'),
    goneBy: z.iso
      .date()
      .nullable()
      .describe('A day from which on it cannot be earned, where no source tells which was the last'),
    source: z
      .string()
      .nullable()
      .describe(
        'Where its facts are from, such as title=LS: by the keys of the reference data; null where no source tells any',
      ),
    asOf: z.iso.date().nullable().describe('The day of the newest of its sources'),
  })
  .meta({ id: 'CataloguedCertification', description: 'A certification of the catalogue, and what is known of it' });
export type CataloguedCertificationView = z.output<typeof CataloguedCertificationView>;

/** What is known of a certification beside the exams that it asks for. */
export type CertificationFacts = Omit<CataloguedCertificationView, 'title' | 'requires' | 'unreachable'>;
