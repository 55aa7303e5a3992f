import { type Reaches } from './ownership.js';
import type { Place } from './world.js';
import type { Target, Yard } from './yard.js';

/** A write that can be done now: what stands in its path and body, and where is seen whether something was changed (`view`). */
export type Sample = {
  path?: Readonly<Record<string, string>>;
  body?: unknown;
  url?: string;
  /** The entity tag of what is changed, where its own path does not tell it. */
  version?: () => Promise<string>;
  /** What it is about, where there is something that somebody might not know of. */
  target?: Target;
  view?: string;
};

/** Whose it is to do a write, written by hand, and how to come by one that can be done. `did`: what an answer says that was done. */
export type Writing = {
  by: Reaches;
  sample: (yard: Yard, place: Place) => Sample | Promise<Sample>;
  did?: RegExp;
  /** By which door alone it can be done. */
  door?: 'rest' | 'graph';
  /** What refuses it where somebody else was faster, as a worker is: another one is made and it is asked for again. */
  outrun?: RegExp;
};
export type Writings = Readonly<Record<string, Writing>>;

export const PROGRAMME: Reaches = { 'programme-admin': 'all' };
export const OFFICE: Reaches = { ...PROGRAMME, 'regional-director': 'region' };
export const MANAGED: Reaches = { ...OFFICE, 'academy-manager': 'academy', integrator: 'all' };
export const MADE: Reaches = { ...PROGRAMME, 'regional-director': 'by', 'academy-manager': 'by', integrator: 'all' };
export const DELIVERED: Reaches = { ...PROGRAMME, integrator: 'all' };
/** Of files: whoever sent one, and the programme. */
export const SENT: Reaches = { ...PROGRAMME, 'regional-director': 'by', 'academy-manager': 'by', integrator: 'by' };
/** Also of machines that deliver results alone. */
export const OF_RESULTS: readonly string[] = [
  'RecordResults',
  'CorrectResult',
  'RecordPastAttempts',
  'RevokePastAttempt',
];

export const reason = { reason: 'The room has no power on that day' };
export const at = (id: string, about: Partial<Sample> = {}): Sample => ({ path: { id }, ...about });
export const about = (target: Target, view: string, body?: unknown): Sample =>
  at(target.id, { target, view: `${view}/${target.id}`, ...(body !== undefined && { body }) });
