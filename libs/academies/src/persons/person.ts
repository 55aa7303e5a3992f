import { PERSON_KINDS } from '@takwin/contracts/events/academies';
import { invalid, Refusal } from '@takwin/platform/errors';
import { codeList, isDamagedCode, LocalDate, named, OneLine, plainCode, Title } from '@takwin/platform/schema';
import { z } from 'zod';
import { BilingualName } from '../academies/academy.js';

export const PersonKind = codeList('PersonKind', 'Who a person is at the academy', PERSON_KINDS);

export const PersonState = codeList('PersonState', 'Whether a person is here', {
  active: 'Has a placement that goes on in an academy',
  inactive: 'Has left, or has no placement that goes on: takes part in nothing new until back',
});
export type PersonState = z.output<typeof PersonState>;

export const PlacementState = codeList('PlacementState', 'Whether a placement goes on', {
  active: 'The person is in the group',
  ended: 'The person was in the group and is no longer',
});
export type PlacementState = z.output<typeof PlacementState>;

/** `moved` says nothing of where to: who reads it may not be shown that. */
const PlacementEnd = codeList('PlacementEnd', 'Why a placement has ended', {
  moved: 'A later statement placed the person elsewhere',
  inactive: 'The academy said that the placement does not go on',
  left: 'The person was let go',
});

export const Matricule = z
  .string()
  .overwrite(plainCode)
  .regex(/^\d{13}$/, '13 digits')
  .refine((digits) => /[1-9]/.test(digits), 'not zeros alone')
  .meta({
    id: 'Matricule',
    description: "OFPPT's number of a person: 13 digits",
    maxLength: 13,
    examples: ['2026060001234'],
  });

/** Arabic digits, and those of Persian, as the Latin ones: OFPPT's codes are of these. */
const inLatinDigits = (code: string): string =>
  code.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));

/** A code of OFPPT's, as every door takes it, in whatever digits it is written: no quotation marks, which are the rest of a file that was read wrong, and no damage. */
const Code = Title({ max: 120 })
  .overwrite(inLatinDigits)
  .refine((code) => !code.includes('"'), {
    message: 'a code without quotation marks',
    params: { code: 'invalid_text' },
    abort: true,
  })
  .refine((code) => !isDamagedCode(code), {
    message: 'a code as it was before a spreadsheet made a day or a number of it',
    params: { code: 'code_damaged' },
    abort: true,
  });

/** The code of a group, of which case and blanks tell nothing: in capital letters, of which ß makes two; its academy calls it as it was written first. */
export const Group = Code.overwrite((code) => code.toUpperCase()).max(120);
/** The code of a programme of study. */
export const Filiere = Code;

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

const Confirmation = z
  .object({
    by: z.string().describe('The subject of whoever said so'),
    as: z.string().describe('The role in which they did'),
    at: z.iso.datetime(),
    importId: z
      .uuid()
      .nullable()
      .describe('The import that says so, or that was confirmed whole; null of one person alone'),
  })
  .meta({ id: 'PersonConfirmation', description: 'Whose word it is, beside an academy’s, that there is this person' });

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
    confirmed: z
      .boolean()
      .describe(
        'Whether others than the academy say that there is this person; until then no licence, credential or figure follows',
      ),
    birthDateConfirmed: z
      .boolean()
      .describe('Whether the birth date is more than the academy’s word: else it makes nobody an adult'),
    numbersConfirmed: z
      .boolean()
      .describe(
        'Whether the matricule and the CIN, where they are known, are more than the academy’s word: else they give way to who has them by a file of' +
          ' the programme, the region or a machine',
      ),
    confirmation: Confirmation.nullable().describe(
      'Who of the region, the programme or a machine said so last; null where nobody has as yet, and of persons of before it was kept',
    ),
    nameCorrectedAt: z.iso
      .datetime()
      .nullable()
      .describe('When the name was last corrected by a document; null where it never was'),
    standsAsClaim: z
      .boolean()
      .describe(
        'Whether a number of the person stands as a claim alone, without effect, as it may be somebody else’s: told to the programme, and to' +
          ' the region where it may read whose it may be; false to others',
      ),
    academyId: z.uuid().describe('The home academy: of the active placement that was stated last'),
    region: z.string(),
    placements: z.array(PlacementView),
    version: z.int(),
  })
  .meta({ id: 'Person', description: 'Someone known to the programme' });
export type PersonView = z.output<typeof PersonView>;

type Kind = z.output<typeof PersonKind>;

/** Staff and trainers are at least as old as who may be employed (Code du travail, art. 143 and 151: 15, and 18 for what is hard). */
const AGES: Record<Kind, readonly [number, string]> = {
  trainee: [10, 'between 10 and 90 years of age'],
  trainer: [16, 'between 16 and 90 years of age'],
  staff: [16, 'between 16 and 90 years of age'],
};

/** Whether a person of the kind can have this birth date (ISO dates): a trainee is 10 in the year of `today`, others are 16 on it. */
export function isPlausibleBirthDate(birthDate: string, today: string, kind: Kind): boolean {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  const isEarly = kind !== 'trainee' && birthDate.slice(5) > today.slice(5);
  return years - Number(isEarly) >= AGES[kind][0] && years <= 90;
}

/** Refuses as INVALID_INPUT a birth date that is said and cannot be that of a person of the kind. */
export function demandPlausible(birthDate: string | undefined, today: string, kind: Kind): void {
  if (birthDate && !isPlausibleBirthDate(birthDate, today, kind))
    throw invalid([{ path: ['birthDate'], code: 'implausible_age', message: AGES[kind][1] }]);
}

// Blanks, hyphens, apostrophes and dots between letters; the letters that are written raised in Tamazight and in transcriptions of Arabic.
const BETWEEN = '[ \\-’.·\u02b7]';

const alphabet = (letters: string, marks: string): RegExp =>
  new RegExp(`^(?:(?:${letters})[${marks}]{0,4}|${BETWEEN})*$`, 'iu');

// The letters of each alphabet that a name is written in, decomposed (NFD), and the marks on them; Latin ones as French and Tamazight have them.
const LATIN = alphabet('[a-zıłøđðþħŋæœßɛəɣªº]', '\u0300-\u036f');
const TIFINAGH = alphabet('[\u2d30-\u2d67]\u2d6f?', '\u0300-\u036f\u2d7f');
const ARABIC = alphabet(
  '[\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f]',
  '\u064b-\u065f\u0670',
);

/** Apostrophes and hyphens as they are typed, pasted or transcribed, which are one: to Unicode some are letters. */
const APOSTROPHES = /['‘‛´`′\u02b9\u02bb-\u02bf]/gu;
const HYPHENS = /\p{Pd}/gu;

/** Whether a part of a name has a letter, and all its letters are of one of these alphabets: a Cyrillic letter passes for a Latin one. */
function isWrittenIn(part: string, alphabets: readonly RegExp[]): boolean {
  const decomposed = part.normalize('NFD');
  return /(?!\p{Lm})\p{L}/u.test(decomposed) && alphabets.some((one) => one.test(decomposed));
}

const namePart = (alphabets: readonly RegExp[], message: string) =>
  named(OneLine({ max: 120 }).overwrite((part) => part.replace(APOSTROPHES, '’').replace(HYPHENS, '-'))).refine(
    (part) => part === '' || isWrittenIn(part, alphabets),
    { message, params: { code: 'invalid_name' } },
  );

/** A part of a name as it is written in Latin letters, or in Tifinagh; and the Arabic one. All of it can be printed. */
export const NamePart = namePart([LATIN, TIFINAGH], 'Latin or Tifinagh letters, without digits or signs');
export const ArabicNamePart = namePart([ARABIC], 'Arabic letters, without digits or signs');
export const BirthDate = LocalDate.meta({ examples: ['2004-03-15'] });

export const NewPersonName = z
  .strictObject({
    family: NamePart.meta({ examples: ['El Amrani'] }),
    given: NamePart.meta({ examples: ['Salma'] }),
    familyArabic: ArabicNamePart.meta({ examples: ['العمراني'] }).nullish(),
    givenArabic: ArabicNamePart.meta({ examples: ['سلمى'] }).nullish(),
  })
  .meta({ id: 'NewPersonName' });
export type Name = z.output<typeof NewPersonName>;

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

/** Nobody confirms whom they have stated as an academy, nor themselves. */
export class ConfirmationNeedsAnother extends Refusal {
  constructor() {
    super('CONFIRMATION_NEEDS_ANOTHER', { status: 403 });
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

/** Placements of one person at most: all of them are read with the person, and nobody has had a tenth as many. */
export const MOST_PLACEMENTS = 100;

export class TooManyPlacements extends Refusal {
  constructor() {
    super('TOO_MANY_PLACEMENTS');
  }
}

/** `claimId` is what is to be decided first. */
export class PersonIsClaimed extends Refusal {
  constructor(claimId: string) {
    super('PERSON_IS_CLAIMED', { extra: { claimId } });
  }
}

/** Somebody else has just got a number: the transaction is run again, and finds whose it is (serialization_failure). */
export class Outrun extends Error {
  readonly code = '40001';
}
const outrun = (): Error => new Outrun();
export const OUTRUN = {
  person_matricule: outrun,
  person_cin: outrun,
  person_claimed_matricule: outrun,
  person_claimed_cin: outrun,
};
