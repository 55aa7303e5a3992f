import { randomUUID } from 'node:crypto';
import type { Question } from './doors.js';
import type { Operation } from './operations.js';
import { day } from './plant.js';
import { READINGS, type Shown } from './readings.js';
import { type Fixed, PLACES, type Kind, type Row, type World } from './world.js';

/** What is named in a question: a planted thing, with what the answer would tell of, or one that nobody planted. */
export type Target = { kind: Kind; id: string; row?: Row };

/** One question that is put to everybody, about each of some targets; about nothing in particular where there are none. */
export type Ask = {
  door: string;
  operation: string;
  /** By which name the door has it. */
  name: string;
  shown: Shown;
  isList: boolean;
  targets: readonly Target[];
  invented?: Target;
  question: (id?: string) => Question;
};

/** Of what the first part of a path, or an argument, is the id. */
export const NAMED: Readonly<Record<string, Kind>> = {
  academies: 'academy',
  appeals: 'appeal',
  assignments: 'assignment',
  campaigns: 'campaign',
  certifications: 'certification',
  claims: 'claim',
  'correction-requests': 'correction-request',
  erasures: 'erasure',
  credentials: 'credential',
  enrolments: 'enrolment',
  entitlements: 'person',
  imports: 'import',
  licences: 'licence',
  merges: 'merge',
  'literacy-evaluations': 'evaluation',
  offerings: 'offering',
  persons: 'person',
  'provisioning-runs': 'run',
  'readiness-proofs': 'readiness-proof',
  registrations: 'registration',
  results: 'registration',
  rooms: 'room',
  sittings: 'sitting',
  trainers: 'trainer',
  academyId: 'academy',
  importId: 'import',
  offeringId: 'offering',
  personId: 'person',
  registrationId: 'registration',
  sittingId: 'sitting',
  trainerId: 'trainer',
};

/** What else has to be said where something is asked for. */
export const SAID = (): Readonly<Record<string, string>> => ({
  code: 'MO-200',
  examCode: 'MO-200',
  from: day(-1),
  to: day(30),
  kind: 'konosys',
});

/** The person of a place whose rows of this kind there are. */
const whoseIs = (shown: Shown['of'], { main, staff, teacher }: Row['place']): string =>
  shown === 'charge' || shown === 'evaluation' || shown === 'credential'
    ? staff
    : shown === 'trainer' || shown === 'plan'
      ? teacher
      : main;

/** One target of each place; `row` is what the answer would tell of it. */
export function targetsOf(world: World, kind: Kind, { of }: Shown): Target[] {
  return PLACES.flatMap((name): Target[] => {
    const place = world.places[name];
    const told = of === 'register' || of === 'public' ? kind : of;
    if (kind === 'person') {
      const id = whoseIs(of, place);
      return [{ kind, id, row: { kind: told, place, id, words: [], person: id } }];
    }
    const found = world.row(kind, name);
    return found ? [{ kind, id: found.id, row: { ...found, kind: told } }] : [];
  });
}

export const invented = (kind: Kind): Target => ({ kind, id: randomUUID() });

/** All that REST is asked of a reading operation: each thing in its path, and each thing by which its list is narrowed. */
export function restAsks(world: World, operation: Operation, fixed: Fixed): Ask[] {
  const { id, path, query } = operation;
  const shown = READINGS[id];
  if (!shown) return [];
  const said = SAID();
  const needed = query
    .filter(({ name, isRequired }) => isRequired && !NAMED[name])
    .map(({ name }) => `${name}=${said[name]}`);
  const isPage = query.some(({ name }) => name === 'first');
  const urlOf = (place: string | undefined, more: string[] = []): Question => {
    const asked = [...needed, ...(isPage ? ['first=100'] : []), ...more];
    const there = path.replace(/\{(\w+)\}/g, () => place ?? fixed.paths[path] ?? '');
    return { method: 'GET', path: there + (asked.length > 0 ? `?${asked.join('&')}` : '') };
  };
  const about = { door: 'rest', operation: id, name: id, shown, isList: isPage };
  const kind = path.includes('{') ? NAMED[path.split('/')[2]!] : undefined;
  if (path.includes('{') && kind && fixed.paths[path] === undefined)
    return [
      { ...about, targets: targetsOf(world, kind, shown), invented: invented(kind), question: (one) => urlOf(one) },
    ];
  const narrowed = query.flatMap(({ name }) => {
    const by = NAMED[name];
    if (!by) return [];
    const question = (one?: string) => urlOf(undefined, [`${name}=${one}`]);
    return [{ ...about, targets: targetsOf(world, by, shown), invented: invented(by), question }];
  });
  const isAlways = query.some(({ name, isRequired }) => isRequired && NAMED[name]);
  return [...(isAlways ? [] : [{ ...about, targets: [], question: () => urlOf(undefined) }]), ...narrowed];
}
