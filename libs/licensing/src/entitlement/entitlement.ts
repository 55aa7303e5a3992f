import { z } from 'zod';

export const EntitlementReason = z
  .enum(['PERSON_NOT_ACTIVE', 'NO_ACCOUNT_NAME', 'PRISON_NO_PERSONAL_ACCOUNT', 'SKU_FOR_ANOTHER_AUDIENCE'])
  .meta({ id: 'EntitlementReason' });
export type EntitlementReason = z.output<typeof EntitlementReason>;

export type Subject = {
  kind: 'trainee' | 'trainer' | 'staff';
  active: boolean;
  matricule: string | null;
  profile: 'ordinary' | 'prison' | 'offline' | 'minors';
};

/** Whom a SKU is for: Microsoft licenses students and faculty apart. */
export type Audience = 'student' | 'faculty' | 'any';

/** Rules as data: which profile of academy lets its people have an account of their own. */
export type EntitlementRules = { accounts: Record<Subject['profile'], boolean> };

/** Persons in prison centres get no personal cloud account unless the programme says so (domain rule, configurable). */
const DEFAULT_RULES: EntitlementRules = {
  accounts: { ordinary: true, prison: false, offline: true, minors: true },
};

const audienceOf = (kind: Subject['kind']): Audience => (kind === 'trainee' ? 'student' : 'faculty');

/** Why a person may not have a licence for this audience; an empty list when the person may. */
export function reasonsAgainst(
  { kind, active, matricule, profile }: Subject,
  audience: Audience,
  rules: EntitlementRules = DEFAULT_RULES,
): EntitlementReason[] {
  return [
    ...(active ? [] : ['PERSON_NOT_ACTIVE' as const]),
    ...(matricule !== null ? [] : ['NO_ACCOUNT_NAME' as const]),
    ...(rules.accounts[profile] ? [] : ['PRISON_NO_PERSONAL_ACCOUNT' as const]),
    ...(audience === 'any' || audience === audienceOf(kind) ? [] : ['SKU_FOR_ANOTHER_AUDIENCE' as const]),
  ];
}

/** Which profiles let people have an account, by the rules: those that some rule names. */
export const accountsBy = (rules: readonly { profiles: readonly Subject['profile'][] }[]): EntitlementRules => {
  const named = new Set(rules.flatMap(({ profiles }) => profiles));
  const profiles: Subject['profile'][] = ['ordinary', 'prison', 'offline', 'minors'];
  return { accounts: Object.fromEntries(profiles.map((one) => [one, named.has(one)])) as EntitlementRules['accounts'] };
};
