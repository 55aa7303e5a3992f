import type {
  CampaignCandidate,
  CampaignProblem,
  CampaignSitting,
} from '@takwin/certifications/campaigns/planner/candidate';
import type { OpeningProblem } from '@takwin/certifications/campaigns/planner/opening';
import { seeded } from '@takwin/demo/seeded';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const REGIONS = 12;
const PROVINCES = 5;
const STARTS = [9, 11.5, 14];

/** Length and administration in minutes of twelve exams, as the three families have them. */
const EXAMS = [45, 45, 45, 50, 50, 50, 50, 50, 50, 100, 100, 120].map((minutes, index) => ({
  code: `EX-${100 + index}`,
  minutes,
  administrationMinutes: 20,
}));

export type Size = {
  people: number;
  sittings: number;
  academies?: number;
  days: number;
  teachers?: number;
  seed?: number;
};

/**
 * A campaign of synthetic people over `days` working days: academies of very different sizes in 12 regions, two of them
 * prison centres; sittings of 90 and 150 minutes and 20 seats, some already half taken and some for certain exams only; one
 * person in seven with a voucher that expires, one in twenty who may sit again only after some days. Of so many `teachers` of
 * each academy one watches each of its sittings, and one has taught each of its candidates.
 */
export function syntheticCampaign({
  people,
  sittings,
  academies = 100,
  days,
  teachers = 0,
  seed = 1,
}: Size): CampaignProblem {
  const random = seeded(seed);
  const choice = seeded(seed + 2);
  const teacherAt = ({ academyId }: { academyId: string }): string[] =>
    teachers > 0 ? [`teacher ${Math.floor(choice() * teachers)} of ${academyId}`] : [];
  const places = Array.from({ length: academies }, (_, index) => {
    const region = index % REGIONS;
    const province = Math.floor(index / REGIONS) % PROVINCES;
    return {
      academyId: `academy ${index}`,
      province: `${region}.${province}`,
      region: `MA-${region}`,
      inPrison: index >= academies - 2,
    };
  });
  const weights = places.map(() => 0.3 + random());
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const pick = (): (typeof places)[number] => {
    let point = random() * total;
    return places.find((_, index) => (point -= weights[index]!) < 0) ?? places[0]!;
  };
  const sitting = (_: unknown, index: number): CampaignSitting => {
    const place = places[index % academies]!;
    const from = Math.floor(random() * days) * DAY + STARTS[Math.floor(random() * STARTS.length)]! * HOUR;
    const minutes = random() < 0.6 ? 90 : 150;
    const examCodes = random() < 0.1 ? EXAMS.slice(0, 6).map(({ code }) => code) : [];
    const free = random() < 0.15 ? 10 : 20;
    const to = from + minutes * 60_000;
    const proctorIds = teacherAt(place);
    return { ...place, id: `sitting ${index}`, from, to, minutes, examCodes, seats: 20, free, proctorIds };
  };
  const candidate = (_: unknown, index: number): CampaignCandidate => {
    const home = pick();
    return {
      id: `candidate ${index}`,
      personId: `person ${index}`,
      home,
      exam: EXAMS[Math.floor(random() * EXAMS.length)]!,
      from: random() < 0.05 ? Math.floor(random() * 14) * DAY : 0,
      to: (random() < 0.15 ? Math.ceil((0.5 + random() / 2) * 4) / 4 : 1) * days * DAY,
      busy: [],
      taughtBy: teacherAt(home),
    };
  };
  return {
    origin: 0,
    sittings: Array.from({ length: sittings }, sitting),
    candidates: Array.from({ length: people }, candidate),
  };
}

/**
 * The same people, and in each academy one to three rooms of 16 to 24 workstations and one to three proctors, of whom each can
 * work two of the three spans of a day: with `sittings` 0 every sitting is still to be opened.
 */
export function syntheticOpenings(size: Size): OpeningProblem {
  const random = seeded((size.seed ?? 1) + 1);
  const problem = syntheticCampaign(size);
  const academies = new Map(problem.candidates.map(({ home }) => [home.academyId, home]));
  const offers = [...academies.values()].map((at) => {
    const rooms = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, index) => ({
      id: `${at.academyId} room ${index}`,
      workstations: 16 + 2 * Math.floor(random() * 5),
    }));
    const proctors = 1 + Math.floor(random() * 3);
    const days = Array.from({ length: size.days }, (_, day) => day);
    const spans = days.flatMap((day) =>
      [8.5, 11, 14.5].map((hour) => {
        const from = day * DAY + hour * HOUR;
        return { from, to: from + 2.4 * HOUR, rooms, proctors };
      }),
    );
    return { at, spans, proctorSpans: new Map(days.map((day) => [day, 2 * proctors])) };
  });
  return { ...problem, offers, seatsPerProctor: 20 };
}
