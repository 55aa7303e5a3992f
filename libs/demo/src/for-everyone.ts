import { z } from 'zod';
import { until, type Client } from './client.js';

/** Seconds in which every service has heard of a new person or room, also on a busy machine. */
export const COPYING = 60;

export const Person = z.object({ id: z.uuid(), academyId: z.uuid() });
export type Person = z.output<typeof Person>;

const Outcome = z.object({ personId: z.uuid(), outcome: z.string(), registrationId: z.uuid().nullish() });
export type Outcome = z.output<typeof Outcome>;

/** Asks for up to 500 persons at once, and again for those of whom the service has not heard yet; the outcome of each. */
export async function forEveryone(
  api: Client,
  path: string,
  persons: readonly Person[],
  about: object,
): Promise<Outcome[]> {
  const settled: Outcome[] = [];
  let left = persons.map(({ id }) => id);
  const ask = async (): Promise<number> => {
    const { outcomes } = z
      .object({ outcomes: z.array(Outcome) })
      .parse(await api.post(path, { ...about, persons: left }));
    const isUnknown = ({ outcome }: Outcome): boolean => outcome === 'person-unknown';
    settled.push(...outcomes.filter((one) => !isUnknown(one)));
    left = outcomes.filter(isUnknown).map(({ personId }) => personId);
    return left.length;
  };
  await until(ask, (unknown) => unknown === 0, COPYING, `${path} for everyone`);
  return settled;
}
