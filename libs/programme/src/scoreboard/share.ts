import { z } from 'zod';

/** How the target of a region is made. */
export const ShareView = z
  .object({
    national: z.int().nullable().describe('The target of the whole country'),
    trainees: z.int().describe('Active trainees of the region'),
    allTrainees: z.int().describe('Active trainees of all regions'),
  })
  .meta({
    id: 'TargetShare',
    description:
      'The national target by the part that the region has of the active trainees of now; rounded to whole numbers by the largest' +
      ' remainders, so that the regions add up to it',
  });
export type ShareView = z.output<typeof ShareView>;

/** Active trainees by region. */
export type Trainees = Readonly<Record<string, number>>;

/** The target of a region, null where there is none for the country or nobody to share it by, and how it was made. */
export function shareOf(
  region: string,
  national: number | null,
  trainees: Trainees,
): { target: number | null; share: ShareView } {
  const allTrainees = Object.values(trainees).reduce((sum, one) => sum + one, 0);
  const share = { national, trainees: trainees[region] ?? 0, allTrainees };
  const isKnown = national !== null && allTrainees > 0;
  return { target: isKnown ? (apportioned(national, trainees, allTrainees).get(region) ?? 0) : null, share };
}

/** Largest remainders (Hare and Niemeyer); equal ones in the order of the regions' codes. */
function apportioned(national: number, trainees: Trainees, all: number): Map<string, number> {
  const parts = Object.entries(trainees).map(([region, own]) => {
    const exact = national * own;
    return { region, whole: Math.floor(exact / all), remainder: exact % all };
  });
  const left = national - parts.reduce((sum, { whole }) => sum + whole, 0);
  const order = parts.toSorted((one, other) => other.remainder - one.remainder || (one.region < other.region ? -1 : 1));
  return new Map(order.map(({ region, whole }, rank) => [region, whole + (rank < left ? 1 : 0)]));
}
