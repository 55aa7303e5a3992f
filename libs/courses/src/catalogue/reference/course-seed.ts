import type { Topic } from '@takwin/contracts/topics';

export type CourseSeed = {
  id: string;
  /** Unique: a Learn uid, a filière, a filière and a module (DIA_DEV_TS.M101), or SYN-0001. */
  code: string;
  kind: 'learn-module' | 'ofppt-module' | 'filiere' | 'synthetic';
  title: { fr: string | null; ar: string | null; en: string | null };
  /** The title as its source prints it, where that is in none of our three languages. */
  publishedTitle: { language: string; text: string } | null;
  /** Hours of the whole course; halves and minutes occur. */
  hours: number;
  hoursBasis: 'published' | 'summed' | 'estimated' | 'synthetic';
  /** What each source says, where two disagree. */
  hoursBySource: { source: string; hours: number }[];
  /** BCP 47 tags. */
  languages: string[];
  topics: Topic[];
  /** beginner, intermediate or advanced, or OFPPT's level: TS, T, Q, S, BP, FQ. */
  level: string;
  syllabus: { title: string; minutes: number }[];
  /** The filière that a module belongs to; for an option, the filière of its common core. */
  filiere: string | null;
  source: string;
  licence: 'CC-BY-4.0' | 'facts' | 'Apache-2.0';
  synthetic: boolean;
};
