import { syntheticTrainers } from '@takwin/contracts/synthetic/trainers';
import type { Topic } from '@takwin/contracts/topics';
import { stableId, stableNumber } from '@takwin/platform/schema';

type QualificationSeed = {
  topic: Topic;
  obtainedOn: string;
  /** Null where it does not expire, as Microsoft Office Specialist does not. */
  expiresOn: string | null;
  /** The exam passed, or null for an attestation of OFPPT. */
  examCode: string | null;
};

export type TrainerSeed = {
  /** The person's id: the academies service ships the same 420 persons with their academies. */
  personId: string;
  /** 1 to 420. */
  number: number;
  matricule: string;
  name: { fr: string; ar: string };
  qualifications: QualificationSeed[];
  /** The day of the proctor's training; null for those who have not had it. */
  proctorTrainedOn: string | null;
  synthetic: true;
};

const TRACKS: readonly (readonly Topic[])[] = [
  ['word', 'excel', 'powerpoint', 'outlook'],
  ['office-365', 'digital-literacy', 'word', 'excel'],
  ['programming', 'web', 'databases', 'mobile'],
  ['systems', 'networks', 'cloud', 'security'],
  ['data', 'ai', 'iot', 'cloud'],
  ['excel', 'access', 'business', 'data'],
  ['languages', 'soft-skills', 'digital-literacy', 'entrepreneurship'],
  ['design', 'web', 'powerpoint', 'soft-skills'],
];

// MOS exams do not expire; the rest is by attestation.
const EXAMS: Partial<Record<Topic, string>> = {
  word: 'MO-100',
  excel: 'MO-200',
  powerpoint: 'MO-300',
  outlook: 'MO-400',
  access: 'MO-500',
};

const FIRST_DAY = Date.UTC(2022, 0, 3);
const DAY = 86_400_000;
const VALID_DAYS = 3 * 365;

/**
 * The 420 synthetic trainers with what they may teach (two to four topics of one track, some attestations expired)
 * and whether they were trained as proctors (three in five). The same at every call.
 */
export const trainers = (): TrainerSeed[] =>
  syntheticTrainers().map(({ number, matricule, name, synthetic }) => {
    const track = TRACKS[draw('track', number, TRACKS.length)]!;
    const topics = track.slice(0, 2 + draw('topics', number, 3));
    return {
      personId: stableId('trainer', String(number)),
      number,
      matricule,
      name,
      qualifications: topics.map((topic) => qualification(number, topic)),
      proctorTrainedOn: draw('proctor', number, 5) < 3 ? day(1000 + draw('proctor-day', number, 600)) : null,
      synthetic,
    };
  });

function qualification(number: number, topic: Topic): QualificationSeed {
  const obtained = draw(`qualified-${topic}`, number, 1600);
  const examCode = EXAMS[topic] ?? null;
  return {
    topic,
    obtainedOn: day(obtained),
    expiresOn: examCode ? null : day(obtained + VALID_DAYS),
    examCode,
  };
}

const draw = (what: string, number: number, below: number): number =>
  stableNumber(`trainer-${what}`, String(number), below);

const day = (since: number): string => new Date(FIRST_DAY + since * DAY).toISOString().slice(0, 10);
