import type { UserState } from '../tenant/user.js';

/** Who caused an effect, and what they were told: a status, or nothing, as the answer was lost. */
export type Cause = {
  app: string;
  requestId: string;
  clientRequestId?: string;
  answered: number | 'lost';
};

export type LicenceChange = {
  /** Assigned, or assigned with other plans disabled. */
  added: { skuId: string; disabledPlans: string[] }[];
  removed: string[];
  /** Asked for, though held already with the same plans: a licence assigned twice. */
  again: string[];
};

/** Users that the admin API puts there, numbered: prefix, number, domain. */
export type SeededUsers = {
  from: number;
  count: number;
  prefix: string;
  domain: string;
  state: Partial<UserState>;
  skuId?: string;
};

/** What happened in a tenant: the lines of the log, from which a tenant is built again. `at` is in ISO 8601. */
export type Effect = { at: string; tenant: string } & (
  | ({ kind: 'users-seeded' } & SeededUsers)
  | { kind: 'users-listed'; users: (Partial<UserState> & { userPrincipalName: string })[] }
  | ({ kind: 'user-created'; user: string; state: UserState } & Cause)
  | ({ kind: 'user-changed'; user: string; changes: Partial<UserState> } & Cause)
  | ({ kind: 'user-deleted'; user: string } & Cause)
  | ({ kind: 'licences-assigned'; user: string; changed: boolean } & LicenceChange & Cause)
  | { kind: 'early-call'; app: string; limit: string; earlyMs: number }
);

export type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>;
