import { describe, expect, it } from '@jest/globals';
import { query } from '../schema/schema.js';
import { covers } from '../postgres/within.js';
import type { Caller, Mandate } from './caller.js';
import { grant } from './grant.js';

const ME = '00000000-0000-4000-8000-000000000001';
const MEMBER = '00000000-0000-4000-8000-000000000002';
const STRANGER = '00000000-0000-4000-8000-000000000003';
const [HERE, THERE] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];

const rule = {
  'regional-director': 'region',
  'academy-manager': 'academy',
  trainer: 'academy',
  candidate: 'self',
} as const;
const ReadFile = query('ReadFile', rule, {}, { summary: 'Read a file', description: 'Reads a file.' });
const ReadTeaching = query(
  'ReadTeaching',
  { 'academy-manager': 'academy', trainer: 'self' },
  {},
  { summary: 'Read what one teaches', description: 'Reads what one teaches.' },
);

const mandate = (role: Mandate['role'], about: Partial<Mandate> = {}): Mandate => ({
  ...{ role, regions: [], academies: [], groups: [], scopes: [] },
  ...about,
});
const whole = mandate('trainer', { academies: [HERE!] });
const ofGroup = mandate('trainer', { academies: [THERE!], groups: ['DEV101'], persons: [MEMBER] });
const seenBy = (mandates: Mandate[], operation = ReadFile) => {
  const caller: Caller = { subject: 'somebody', personId: ME, mandates };
  const actor = grant({ caller }, operation);
  const rows = { me: [HERE, ME], member: [THERE, MEMBER], here: [HERE, STRANGER], there: [THERE, STRANGER] };
  return Object.entries(rows).flatMap(([name, [academy, person]]) =>
    covers(actor, { region: academy === HERE ? 'MA-01' : 'MA-06', academy, person }) ? [name] : [],
  );
};

describe('of several roles', () => {
  it('that of the own person is never taken away by one of a place', () => {
    const manager = mandate('academy-manager', { academies: [THERE!] });
    const director = mandate('regional-director', { regions: ['MA-06'] });
    for (const office of [manager, director, mandate('trainer', { academies: [THERE!] })])
      expect(seenBy([mandate('candidate'), office])).toEqual(['me', 'member', 'there']);
    expect(seenBy([manager, mandate('trainer')], ReadTeaching)).toEqual(['me', 'member', 'there']);
  });

  it('none gives what its rule does not: an office alone is none of the own person', () => {
    expect(seenBy([mandate('academy-manager', { academies: [THERE!] })])).toEqual(['member', 'there']);
    expect(seenBy([whole], ReadTeaching)).toEqual(['me']);
  });
});

describe('a trainer of a group', () => {
  it('has of what is an academy’s what is of those in it', () => {
    expect(seenBy([ofGroup])).toEqual(['member']);
    expect(seenBy([{ ...ofGroup, persons: undefined }])).toEqual([]);
    expect(seenBy([ofGroup, mandate('candidate')])).toEqual(['me', 'member']);
    expect(seenBy([ofGroup], ReadTeaching)).toEqual(['me']);
  });

  it('who teaches at another academy too has both', () => {
    expect(seenBy([whole, ofGroup])).toEqual(['me', 'member', 'here']);
  });
});
