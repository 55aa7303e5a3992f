import { ASSIGNED_ROLES } from '@takwin/contracts/events/academies';
import { RegionCode } from '@takwin/contracts/ids';
import { dayAfter } from '@takwin/platform/clock';
import { Forbidden, invalid, Refusal } from '@takwin/platform/errors';
import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';
import { AssignmentState } from './assignment.life.js';

/** The days for which a role is given at most, counted from the day on which somebody last said that it is right. */
const MOST_DAYS = 400;

export const AssignedRole = codeList('AssignedRole', 'A role that the register of assignments gives', ASSIGNED_ROLES);
type AssignedRole = z.output<typeof AssignedRole>;

export const AssignmentView = z
  .object({
    id: z.uuid(),
    subject: z.string().describe('Who holds it, as tokens name them'),
    role: AssignedRole.describe('What the role allows is the same wherever it comes from'),
    region: RegionCode.nullable().describe('Where it is held; null for a role of the whole programme'),
    academyId: z.uuid().nullable().describe('The academy where it is held; null for a role of more than one'),
    group: z.string().nullable().describe('The group of trainees, where it is of one alone'),
    from: z.iso.date().describe('The first day on which it is held'),
    until: z.iso.date().describe('The last day on which it is held'),
    state: AssignmentState,
    givenBy: z.string().describe('Who gave it'),
    reviewedOn: z.iso.date().nullable().describe('The day of the last review; null where nobody has reviewed it'),
    reviewedBy: z.string().nullable().describe('Who reviewed it last; null where nobody has'),
    endedBy: z.string().nullable().describe('Who ended it before its last day'),
    version: z.int(),
  })
  .meta({ id: 'Assignment', description: 'A role that somebody holds somewhere, from one day until another' });
export type AssignmentView = z.output<typeof AssignmentView>;

/** Whom each role may give roles to: those below it, and nobody their own. */
const BELOW: Readonly<Record<string, readonly AssignedRole[]>> = {
  'programme-admin': ['auditor', 'regional-director', 'academy-manager', 'trainer'],
  'regional-director': ['academy-manager', 'trainer'],
  'academy-manager': ['trainer'],
};

type Giver = { role: string; until?: string | undefined };

/** Refuses FORBIDDEN to give, review or end what is not below the own role, or beyond the own last day. */
export function demandAbove(by: Giver, { role }: { role: AssignedRole }, until?: string): void {
  if (!BELOW[by.role]?.includes(role)) throw new Forbidden('a role is given by those above it');
  if (by.until !== undefined && until !== undefined && until > by.until)
    throw new Forbidden('nobody gives a role for longer than they have their own');
}

type Place = { region?: string | undefined; academyId?: string | undefined; group?: string | undefined };

const PLACE: Readonly<Record<AssignedRole, readonly (keyof Place)[]>> = {
  auditor: [],
  'regional-director': ['region'],
  'academy-manager': ['academyId'],
  trainer: ['academyId', 'group'],
};

/** Refuses INVALID_INPUT a place that the role does not have, and one that is missing: a trainer alone may be of one group. */
export function demandPlace(role: AssignedRole, place: Place): void {
  const faults = (['region', 'academyId', 'group'] as const).flatMap((path) => {
    const isOfRole = PLACE[role].includes(path);
    if (!isOfRole && place[path] !== undefined)
      return [{ path: [path], code: 'unexpected', message: 'the role is held elsewhere' }];
    const isMissing = isOfRole && path !== 'group' && place[path] === undefined;
    return isMissing ? [{ path: [path], code: 'required', message: 'where the role is held' }] : [];
  });
  if (faults.length > 0) throw invalid(faults);
}

/** Refuses INVALID_INPUT a last day that is over, before the first, or more than 400 days after today. All ISO dates. */
export function demandTerm({ from, until }: { from: string; until: string }, { today }: { today: string }): void {
  const fault = (path: string, code: string, message: string) => invalid([{ path: [path], code, message }]);
  if (from < today) throw fault('from', 'in_the_past', 'before today');
  if (until < from) throw fault('until', 'ends_before_it_begins', 'not before the first day');
  if (until > dayAfter(today, MOST_DAYS)) throw fault('until', 'too_late', 'within 400 days');
}

export class AssignmentExists extends Refusal {
  constructor() {
    super('ASSIGNMENT_EXISTS');
  }
}

export class AssignmentHasEnded extends Refusal {
  constructor() {
    super('ASSIGNMENT_HAS_ENDED');
  }
}
