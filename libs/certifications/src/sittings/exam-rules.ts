import { OpeningHours } from '@takwin/contracts/events/academies';
import { z } from 'zod';

/** The academies’ own are a type of their graph: this one has a name of its own. */
export const DefaultHours = z.object(OpeningHours.shape).meta({
  id: 'DefaultOpeningHours',
  description: 'One span of a day of the week, on the clocks of Morocco',
});

/** What the vendors leave to the network, for all its centres. */
export const ExamRulesView = z
  .object({
    seatsPerProctor: z.int().describe('Candidates whom one proctor keeps in clear view'),
    teacherMayProctor: z.boolean().describe('Whether a candidate’s own teacher may watch the exam'),
    freeCancellationDays: z.int().describe('Business days ahead of the exam up to which cancelling is free'),
    forfeitHours: z.int().describe('Hours ahead of the exam under which cancelling forfeits the attempt'),
    cancellationFee: z.int().describe('Dirhams that cancelling late costs; too late, where no voucher is forfeited'),
    rebookingDays: z
      .int()
      .describe('Days around a lost sitting within which its candidates are seated anew who named no others'),
    moveNoticeDays: z.int().describe('Days ahead under which nobody is given another seat than the one agreed to'),
    defaultOpeningHours: z
      .array(DefaultHours)
      .describe('When a sitting may be in a room of which its academy says no hours; never on a holiday'),
    appealDays: z.int().describe('Days after a result was recorded in which it may be appealed'),
    vouchersRequired: z.boolean().describe('Whether nobody is seated without a voucher that pays'),
    resultToleranceMinutes: z
      .int()
      .describe('How far outside its sitting’s hours a result may say that its exam began, in minutes'),
    leastExamMinutes: z
      .int()
      .describe(
        'Minutes that an exam takes at least, or leastExamPercent of its own where that is more: a result that comes sooner after its start is held',
      ),
    leastExamPercent: z.int().describe('Percent of its minutes that an exam takes at least'),
    readinessMinimum: z
      .int()
      .describe('How ready an academy is on its day for a sitting to be opened there, of 100; 0 warns alone'),
    admissionMinutes: z.int().describe('Minutes ahead of a sitting from which candidates are let in'),
    earlyStartMinutes: z.int().describe('Minutes ahead of a sitting from which an exam may begin'),
    version: z.int(),
  })
  .meta({ id: 'ExamRules' });
export type ExamRules = z.output<typeof ExamRulesView>;
