import { setTimeout as pause } from 'node:timers/promises';

/** What an integrator is given: where the house is, who they are there, and the file of a school. */
export type Given = {
  url: string;
  /** Of the programme, and of the machine that delivers results. */
  tokens: { programme: string; feed: string };
  roster: { csv: string; rows: number; rejected: number; matricules: readonly string[] };
  /** The code of the academy that the roster is of. */
  academy: string;
};

/** What came of the day. */
export type Day = {
  academy: string;
  accepted: number;
  rejected: number;
  rejectedRows: number;
  persons: number;
  enrolled: number;
  booked: number;
  passed: number;
  credentials: number;
  verified: boolean;
  /** Why the first person has no licence before the run, by codes, and whether they have one after it. */
  why: string[];
  licensed: boolean;
  run: { total: number; done: number; failed: number };
};

export const EXAM = 'MO-200';
export const COURSE = 'excel';
/** Microsoft 365 A3 for students. */
export const SKU = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
/** Minutes of a sitting. */
export const LASTS = 70;
/** Milliseconds from opening a sitting to its start, in which its candidates are seated. */
export const NOTICE = 30_000;
/** A room that is open day and night: a day is played at any hour. */
export const ALWAYS_OPEN = {
  openOnHolidays: true,
  openingHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '00:00', closes: '24:00' })),
};

/** Asks again until that is so; a refusal of one of these codes is one to ask again after, too. */
export async function until<T>(ask: () => Promise<T>, holds: (told: T) => boolean, ...codes: string[]): Promise<T> {
  for (const end = Date.now() + 90_000; Date.now() < end; await pause(250)) {
    try {
      const told = await ask();
      if (holds(told)) return told;
    } catch (error) {
      if (!(error instanceof Refused && codes.includes(error.code))) throw error;
    }
  }
  throw new Error(`it never came to be: ${ask.toString()}`);
}

export const untilInstant = (instant: number): Promise<void> => pause(Math.max(0, instant - Date.now()));

/** The date so many days from today. */
export const dayFrom = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

export class Refused extends Error {
  constructor(
    readonly code: string,
    about: string,
  ) {
    super(`${code}: ${about}`);
  }
}
