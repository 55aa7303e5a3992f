import { invalid, Refusal } from '@takwin/platform/errors';
import { LocalDate, Text } from '@takwin/platform/schema';
import { z } from 'zod';
import { BilingualName } from '../academies/academy.js';

export const PersonKind = z.enum(['trainee', 'trainer', 'staff']).meta({ id: 'PersonKind' });

export const PersonState = z.enum(['active', 'inactive']).meta({ id: 'PersonState' });
export type PersonState = z.output<typeof PersonState>;

export const PlacementState = z.enum(['active', 'ended']).meta({ id: 'PlacementState' });
export type PlacementState = z.output<typeof PlacementState>;

/** `moved` says nothing of where to: who reads it may not be shown that. */
const PlacementEnd = z.enum(['moved', 'inactive', 'left']).meta({ id: 'PlacementEnd' });

export const Matricule = z
  .string()
  .regex(/^\d{13}$/, '13 digits')
  .meta({
    id: 'Matricule',
    description: "OFPPT's number of a person: 13 digits",
    maxLength: 13,
    examples: ['2026060001234'],
  });

const GroupView = z
  .object({
    code: z.string().nullable(),
    filiere: z.string().nullable(),
    level: z.string().nullable(),
    year: z.int().nullable(),
  })
  .meta({ id: 'Group' });

export const PlacementView = z
  .object({
    academyId: z.uuid(),
    region: z.string(),
    group: GroupView,
    state: PlacementState,
    endedOn: z.iso
      .date()
      .nullable()
      .describe('The day on which an ended placement was told to have ended, in Morocco; null where it was not kept'),
    endedBecause: PlacementEnd.nullable().describe(
      'Why it has ended: moved where a later statement placed the person elsewhere, inactive where the academy said' +
        ' so of the placement, left where the person was let go; null of what goes on, and where it was not kept',
    ),
  })
  .meta({ id: 'Placement', description: 'A person in a group and year of an academy' });
export type PlacementView = z.output<typeof PlacementView>;

export const PersonView = z
  .object({
    id: z.uuid(),
    kind: PersonKind,
    matricule: z.string().nullable(),
    name: BilingualName,
    birthDate: z.iso.date().nullable(),
    state: PersonState,
    inactiveReason: z.string().nullable().describe('Why the person has left, where somebody said so'),
    leftOn: z.iso
      .date()
      .nullable()
      .describe(
        'The last day here, in Morocco: that of the telling; null of who is here or left on a day that nobody knows',
      ),
    synthetic: z.boolean(),
    academyId: z.uuid().describe('The home academy: of the active placement that was stated last'),
    region: z.string(),
    placements: z.array(PlacementView),
    version: z.int(),
  })
  .meta({ id: 'Person', description: 'Someone known to the programme' });
export type PersonView = z.output<typeof PersonView>;

/** A birth date that a person in training can have: between 10 and 90 years before `today` (ISO dates). */
export function isPlausibleBirthDate(birthDate: string, today: string): boolean {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return years >= 10 && years <= 90;
}

/** Refuses as INVALID_INPUT a birth date that is said and cannot be. */
export function demandPlausible(birthDate: string | undefined, today: string): void {
  if (birthDate && !isPlausibleBirthDate(birthDate, today))
    throw invalid([{ path: ['birthDate'], code: 'implausible_age', message: 'between 10 and 90 years of age' }]);
}

/** The letters of each alphabet that a name is written in, decomposed (NFKD); Latin ones as French and Tamazight have them. */
const ALPHABETS = [/[a-zıłøđðþħŋæœßɛəɣ]/giu, /\p{Script=Arabic}/gu, /\p{Script=Tifinagh}/gu];

/** Whether a part of a name has a letter, and all its letters are of one alphabet: a Cyrillic letter passes for a Latin one. */
function isOfOneAlphabet(part: string): boolean {
  const letters = part.normalize('NFKD').replace(/[\P{L}\p{Lm}]/gu, '');
  return letters !== '' && ALPHABETS.some((alphabet) => letters.replace(alphabet, '') === '');
}

export const NamePart = Text({ max: 120 }).refine((part) => part === '' || isOfOneAlphabet(part), {
  message: 'letters of one alphabet: Latin, Arabic or Tifinagh',
  params: { code: 'invalid_name' },
});
export const BirthDate = LocalDate.meta({ examples: ['2004-03-15'] });

export const NewPersonName = z
  .strictObject({
    family: NamePart.meta({ examples: ['El Amrani'] }),
    given: NamePart.meta({ examples: ['Salma'] }),
    familyArabic: NamePart.nullish(),
    givenArabic: NamePart.nullish(),
  })
  .meta({ id: 'NewPersonName' });

export class PersonStateForbids extends Refusal {
  constructor(from: PersonState, to: PersonState) {
    super('PERSON_STATE_FORBIDS', { extra: { from, to } });
  }
}

/** A person who may be the one that is registered again. */
export type PersonMatch = { personId: string; state: PersonState };

/** `matches` are those whom the caller may read; of others nothing is told, not even whether there are any beside them. */
export class PersonMayBeRegistered extends Refusal {
  constructor(matches: readonly PersonMatch[]) {
    super('PERSON_MAY_BE_REGISTERED', {
      extra: { matches },
    });
  }
}

export class MatriculeTaken extends Refusal {
  constructor() {
    super('MATRICULE_IS_TAKEN');
  }
}

export class CinTaken extends Refusal {
  constructor() {
    super('CIN_IS_TAKEN');
  }
}
