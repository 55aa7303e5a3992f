import { person } from '@takwin/contracts/events/academies';
import { reaction } from '@takwin/platform/events';
import { trainers, type TrainerSeed } from './reference/trainers.js';
import { registerSynthetic } from './trainer.writer.js';
import type { NewQualification } from '../qualifications/qualification.writer.js';

const seeds = new Map<string, TrainerSeed>(trainers().map((seed) => [seed.personId, seed]));

/**
 * Makes trainers of the 420 synthetic persons as the register of persons tells of them: their academies are known there and
 * nowhere else. A person who is a trainer already stays as one is.
 */
export const syntheticTrainers = reaction(person, async (tx, changes) => {
  const known = changes.filter(({ id }) => seeds.has(id));
  if (known.length === 0) return;
  const persons = known.map(({ id, state }) => ({ id, academyId: state.academyId, region: state.region }));
  await registerSynthetic(tx, persons, (id) => qualificationsOf(seeds.get(id)!));
});

function qualificationsOf({ personId: trainerId, qualifications, proctorTrainedOn }: TrainerSeed): NewQualification[] {
  const teaching = qualifications.map(({ topic, obtainedOn, expiresOn, examCode }) => ({
    trainerId,
    kind: 'teach' as const,
    topic,
    obtainedOn,
    expiresOn,
    evidence: examCode ?? 'attestation',
  }));
  if (proctorTrainedOn === null) return teaching;
  return [...teaching, { trainerId, kind: 'proctor', obtainedOn: proctorTrainedOn, evidence: 'proctor training' }];
}
