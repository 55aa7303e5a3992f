import { academyOfTrainer, syntheticTrainers } from '@takwin/contracts/synthetic/trainers';
import { stableId } from '@takwin/platform/schema';
import type { AcademySeed } from '../../academies/reference/academies.js';

export type PersonSeed = {
  /** stableId('trainer', number): the trainers service derives the same. */
  id: string;
  kind: 'trainer';
  matricule: string;
  name: { fr: string; ar: string };
  academyId: string;
  region: string;
  synthetic: true;
};

/** The 420 synthetic trainers as persons of the given academies, four or five in each of the 100. */
export function trainerPersons(academies: readonly AcademySeed[]): PersonSeed[] {
  const byCode = new Map(academies.map((academy) => [academy.code, academy]));
  return syntheticTrainers().map((trainer) => {
    const academy = byCode.get(academyOfTrainer(trainer.number, [...byCode.keys()]))!;
    return {
      id: stableId('trainer', String(trainer.number)),
      kind: 'trainer',
      matricule: trainer.matricule,
      name: trainer.name,
      academyId: academy.id,
      region: academy.region,
      synthetic: true,
    };
  });
}
