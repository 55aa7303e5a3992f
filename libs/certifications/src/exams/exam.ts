import { z } from 'zod';

export const ExamFamily = z.enum(['mos', 'fundamentals', 'role-based', 'mta', 'mcp']).meta({ id: 'ExamFamily' });

export const ExamView = z
  .object({
    code: z.string(),
    title: z.string(),
    family: ExamFamily,
    minutes: z.int().describe('Of the exam itself'),
    administrationMinutes: z.int().describe('Before and after it: identity, agreement, survey'),
    passMark: z.int().describe('Of 1000'),
    retakePolicy: z.enum(['mos', 'role-based', 'other']).meta({ id: 'RetakePolicyKey' }),
    retakeFamily: z.string().describe('The family of retake policies that holds, by its key'),
    twins: z.array(z.string()).describe('Other codes of the same subject'),
  })
  .meta({ id: 'Exam' });
export type ExamView = z.output<typeof ExamView>;
