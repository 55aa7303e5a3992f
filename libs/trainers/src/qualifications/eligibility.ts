import { codeList, textsOf } from '@takwin/platform/schema';
import { meaningsOf } from '@takwin/contracts/refusals';
import { z } from 'zod';
import { holdsOn } from './qualification.js';

export const EligibilityReason = codeList(
  'EligibilityReason',
  'Why a trainer may not teach or proctor',
  meaningsOf([
    'TRAINER_HAS_LEFT',
    'ACADEMY_NOT_ACCREDITED',
    'NO_QUALIFICATION_FOR_TOPIC',
    'QUALIFICATION_EXPIRED',
    'QUALIFICATION_NOT_YET_VALID',
    'PROCTOR_TRAINING_MISSING',
    'PROCTOR_TRAINING_EXPIRED',
  ]),
);
export type EligibilityReason = z.output<typeof EligibilityReason>;

export const EligibilityView = z
  .object({
    mayTeach: z.boolean(),
    teachingReasons: z.array(EligibilityReason),
    teachingReasonTexts: textsOf('teachingReasons'),
    mayProctor: z.boolean(),
    proctoringReasons: z.array(EligibilityReason),
    proctoringReasonTexts: textsOf('proctoringReasons'),
  })
  .meta({ id: 'TrainerEligibility', description: 'What a trainer may do on a day, and every reason why not' });
export type EligibilityView = z.output<typeof EligibilityView>;

type Qualification = { kind: string; topic: string | null; obtainedOn: string; expiresOn: string | null };
type Facts = { active: boolean; academyAccredited: boolean; qualifications: readonly Qualification[] };

const standing = ({ active, academyAccredited }: Facts): EligibilityReason[] => [
  ...(active ? [] : ['TRAINER_HAS_LEFT' as const]),
  ...(academyAccredited ? [] : ['ACADEMY_NOT_ACCREDITED' as const]),
];

/**
 * Why a trainer may not teach any of `topics` on `day` (ISO date): an empty list when one qualification for one of the
 * topics holds. A course without topics asks for no qualification.
 */
export function reasonsNotToTeach(facts: Facts, topics: readonly string[], day: string): EligibilityReason[] {
  const matching = facts.qualifications.filter(({ kind, topic }) => kind === 'teach' && topics.includes(topic ?? ''));
  const held = matching.map((qualification) => holdsOn(qualification, day));
  if (topics.length === 0 || held.includes('yes')) return standing(facts);
  if (held.includes('expired')) return [...standing(facts), 'QUALIFICATION_EXPIRED'];
  if (held.includes('not yet')) return [...standing(facts), 'QUALIFICATION_NOT_YET_VALID'];
  return [...standing(facts), 'NO_QUALIFICATION_FOR_TOPIC'];
}

/** Why a trainer may not proctor on `day`: an empty list when a proctor training holds. */
export function reasonsNotToProctor(facts: Facts, day: string): EligibilityReason[] {
  const held = facts.qualifications.filter(({ kind }) => kind === 'proctor').map((one) => holdsOn(one, day));
  if (held.includes('yes')) return standing(facts);
  return [...standing(facts), held.includes('expired') ? 'PROCTOR_TRAINING_EXPIRED' : 'PROCTOR_TRAINING_MISSING'];
}
