import { ACADEMY_PROFILES, PERSON_KINDS } from '@takwin/contracts/events/academies';
import { SkuId } from '@takwin/contracts/ids';
import { codeList, Distinct, LocalDate, Title } from '@takwin/platform/schema';
import { meaningsOf } from '@takwin/contracts/refusals';
import { z } from 'zod';
import type { SeatPoolView } from '../licences/licence.js';

const EntitledKind = codeList('EntitledKind', 'Whom a rule of entitlement covers', PERSON_KINDS);
export const EntitledProfile = codeList(
  'EntitledProfile',
  'The profile of academies whose people a rule of entitlement covers',
  ACADEMY_PROFILES,
);
const Kinds = Distinct(EntitledKind).min(1).max(3);
const Profiles = Distinct(EntitledProfile).min(1).max(EntitledProfile.options.length);

/** Who gets which product, as data: the first rule by priority that covers a person decides. */
export const RuleFields = {
  name: Title({ max: 120 }).meta({ examples: ['Trainees of ordinary academies'] }),
  kinds: Kinds,
  profiles: Profiles.describe('Profiles of the home academy; who is in a prison gets nothing unless a rule names it'),
  filieres: Distinct(Title({ max: 120 }))
    .min(1)
    .max(500)
    .nullable()
    .default(null)
    .describe('Null: any programme'),
  validFrom: LocalDate.nullable().default(null),
  validUntil: LocalDate.nullable().default(null).describe('The last day'),
  skuId: SkuId,
  disabledPlans: Distinct(z.guid().toLowerCase()).max(100).default([]),
  priority: z.int().min(0).max(1_000).default(100).describe('The lowest number decides'),
  graceDays: z.int().min(0).max(366).default(30).describe('For how long a licence stays after its reason has gone'),
  automatic: z.boolean().default(true).describe('Whether licences follow by themselves; else a run by hand gives them'),
};

export const RuleView = z.object({ id: z.uuid(), ...RuleFields, version: z.int() }).meta({ id: 'EntitlementRule' });
export type RuleView = z.output<typeof RuleView>;
/** A rule as it is written, and for whom Microsoft licenses its product. */
export type NewRule = Omit<RuleView, 'id' | 'skuId' | 'version'> & { skuId: string };
export type Rule = NewRule & { id: string; version: number; audience: SeatPoolView['audience'] };

/** What the rules look at. */
export type Person = {
  kind: 'trainee' | 'trainer' | 'staff';
  active: boolean;
  nameless: boolean;
  profile: z.output<typeof EntitledProfile>;
  filieres: readonly string[];
  /** Whether an academy alone says that there is this person. */
  unconfirmed?: boolean;
  /** Whether the home academy was closed: who is of it gets nothing that they have not. */
  closed?: boolean;
};

export const Objection = codeList(
  'EntitlementObjection',
  'Why a rule of entitlement does not give a person its licence',
  meaningsOf([
    'PERSON_NOT_ACTIVE',
    'PERSON_UNCONFIRMED',
    'ACADEMY_WAS_CLOSED',
    'NO_ACCOUNT_NAME',
    'KIND_NOT_COVERED',
    'SKU_FOR_ANOTHER_AUDIENCE',
    'PROFILE_NOT_COVERED',
    'PRISON_NO_PERSONAL_ACCOUNT',
    'PROGRAMME_NOT_COVERED',
    'NOT_YET_VALID',
    'NO_LONGER_VALID',
  ]),
);
export type Objection = z.output<typeof Objection>;
/** Why somebody gets no licence: what stands against a rule, or that none decides so. */
export type Reason = Objection | 'NO_RULE_FOR_SKU' | 'ANOTHER_RULE_DECIDES';

// Microsoft licenses students and faculty apart.
const isFor = ({ audience }: Rule, { kind }: Person): boolean =>
  audience === 'any' || audience === (kind === 'trainee' ? 'student' : 'faculty');

/** Why a rule does not cover a person on a day (YYYY-MM-DD); empty where it does. */
export function objectionsTo(rule: Rule, person: Person, on: string): Objection[] {
  const objections: [boolean, Objection][] = [
    [!person.active, 'PERSON_NOT_ACTIVE'],
    [person.unconfirmed === true, 'PERSON_UNCONFIRMED'],
    [person.closed === true, 'ACADEMY_WAS_CLOSED'],
    [person.nameless, 'NO_ACCOUNT_NAME'],
    [!rule.kinds.includes(person.kind), 'KIND_NOT_COVERED'],
    [rule.kinds.includes(person.kind) && !isFor(rule, person), 'SKU_FOR_ANOTHER_AUDIENCE'],
    [
      !rule.profiles.includes(person.profile),
      person.profile === 'prison' ? 'PRISON_NO_PERSONAL_ACCOUNT' : 'PROFILE_NOT_COVERED',
    ],
    [rule.filieres !== null && !person.filieres.some((one) => rule.filieres!.includes(one)), 'PROGRAMME_NOT_COVERED'],
    [rule.validFrom !== null && on < rule.validFrom, 'NOT_YET_VALID'],
    [rule.validUntil !== null && on > rule.validUntil, 'NO_LONGER_VALID'],
  ];
  return objections.flatMap(([applies, objection]) => (applies ? [objection] : []));
}

/** The rule that decides for a person on a day; undefined where none covers the person. */
export const ruleFor = (rules: readonly Rule[], person: Person, on: string): Rule | undefined =>
  inOrder(rules).find((rule) => objectionsTo(rule, person, on).length === 0);

/**
 * Why a person may not have a product on a day, null where the rule that decides gives it: what stands first against the rule of
 * that product that comes nearest. Of the wrong kind is told that the product is not made for it, where that is so.
 */
export function reasonAgainst(rules: readonly Rule[], person: Person, skuId: string, on: string): Reason | null {
  if (ruleFor(rules, person, on)?.skuId === skuId) return null;
  const [nearest] = inOrder(rules)
    .filter((rule) => rule.skuId === skuId)
    .map((rule) => ({ rule, objections: objectionsTo(rule, person, on) }))
    .sort((one, other) => one.objections.length - other.objections.length);
  if (!nearest) return 'NO_RULE_FOR_SKU';
  const [first = 'ANOTHER_RULE_DECIDES'] = nearest.objections;
  return first === 'KIND_NOT_COVERED' && !isFor(nearest.rule, person) ? 'SKU_FOR_ANOTHER_AUDIENCE' : first;
}

/** As they are asked: by priority, lowest first, then by name. */
export const inOrder = (rules: readonly Rule[]): Rule[] =>
  [...rules].sort((one, other) => one.priority - other.priority || (one.name < other.name ? -1 : 1));
