import { ProgrammeAsked } from '@takwin/contracts/convention';
import { z } from 'zod';
import { ShareView } from './share.js';
import { TargetId } from './target.js';

const ConventionView = z
  .object({ name: z.string(), startsOn: z.iso.date(), endsOn: z.iso.date() })
  .meta({ id: 'Convention' });

/** How many changes of a target are told at most. */
export const MOST_CHANGES = 100;

const TargetChangeView = z
  .object({
    version: z.int().describe('The version of the target that the change made'),
    changedAt: z.iso.datetime().describe('When it was made'),
    changedOn: z.iso.date().describe('The day in Morocco from which on it holds'),
    changedBy: z
      .string()
      .nullable()
      .describe('Who made it, the subject of their token: told to the programme and its auditors, null to others'),
    reason: z.string().describe('Why, in their own words'),
    targetBefore: z.int().nullable().describe('How many were promised before, in the whole country; null for none'),
    target: z.int().describe('How many are promised since, in the whole country'),
    dueBefore: z.iso.date().describe('The day that it was due on before'),
    dueOn: z.iso.date().describe('The day that it is due on since'),
  })
  .meta({
    id: 'TargetChange',
    description: 'Who changed a target of the convention, when, why, and from what to what',
  });

export const TargetView = z
  .object({
    id: TargetId,
    target: z
      .int()
      .nullable()
      .describe(
        'What was promised on the day asked for, of a region its share; null where the programme has not set it, or nobody is there to share it by',
      ),
    share: ShareView.nullable().describe('How the target of a region is made; null for the whole country'),
    registered: z
      .int()
      .describe('What the registers know, counted or not; of a region’s courses, those that it has offerings of'),
    registeredOn: z.iso.date().describe('The day of that: always today, since the registers keep no days of before'),
    actual: z.int().describe('What counted towards the target on the day asked for'),
    synthetic: z
      .int()
      .describe(
        'How many of those are of persons who ship with the product, made up for trials: they prove nothing of anybody',
      ),
    erased: z
      .int()
      .describe(
        'How many of those are of persons who were erased since, by ids that name nobody. Whoever of them came again is somebody new, and' +
          ' nobody can tell: so many at most are counted twice',
      ),
    forecast: z
      .int()
      .nullable()
      .describe(
        'What it will be on the due day at its weekly pace. Null of academies, trainers and courses, which are registers, and before there' +
          ' were eight weeks in which something counted',
      ),
    forecastLow: z.int().nullable().describe('It will be no less in nine cases of ten, if the weeks go on as so far'),
    forecastHigh: z.int().nullable().describe('It will be no more in nine cases of ten, if the weeks go on as so far'),
    dueOn: z.iso.date(),
    version: z.int().describe('Of what the programme set, as it stands now: its figure and its day'),
    changes: z
      .array(TargetChangeView)
      .meta({ maxItems: MOST_CHANGES })
      .describe(`How it has been changed up to the day asked for, the newest first, ${MOST_CHANGES} at most`),
    ...ProgrammeAsked.shape,
  })
  .meta({ id: 'Target' });
export type TargetView = z.output<typeof TargetView>;

export const ProgrammeView = z
  .object({ id: z.string(), convention: ConventionView, ...ProgrammeAsked.shape, targets: z.array(TargetView) })
  .meta({ id: 'Programme', description: 'The partnership and where its targets stand' });
export type ProgrammeView = z.output<typeof ProgrammeView>;
