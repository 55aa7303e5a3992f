import type { NewRule } from '../rule.js';

const A1_STUDENT = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
const A1_FACULTY = '94763226-9b3c-4e75-a931-5c89701abe66';

/** The rules that the programme starts with: Office 365 A1 for everyone but who is in a prison centre (domain rule). */
export function defaultRules(): NewRule[] {
  const common = {
    profiles: ['ordinary', 'offline', 'minors'] as NewRule['profiles'],
    filieres: null,
    validFrom: null,
    validUntil: null,
    disabledPlans: [],
    priority: 100,
    graceDays: 30,
    automatic: true,
  };
  return [
    { ...common, name: 'Stagiaires', kinds: ['trainee'], skuId: A1_STUDENT },
    { ...common, name: 'Formateurs et personnel', kinds: ['trainer', 'staff'], skuId: A1_FACULTY },
  ];
}
