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

/** What a group's licences came to for some of its members, later: each has it, lacks it for an error, or has it no more. */
export type GroupProcessed = {
  group: string;
  granted: { user: string; skuId: string; disabledPlans: string[]; again: boolean }[];
  failed: { user: string; skuId: string; error: string }[];
  revoked: { user: string; skuId: string }[];
};

export type GroupState = { displayName: string; mailNickname: string };

/** Users that the admin API puts there, numbered: prefix, number, domain. */
type SeededUsers = {
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
  | ({ kind: 'user-restored'; user: string } & Cause)
  | ({ kind: 'user-purged'; user: string } & Cause)
  | ({ kind: 'group-created'; group: string; state: GroupState } & Cause)
  | ({ kind: 'group-deleted'; group: string } & Cause)
  | ({ kind: 'group-licensed'; group: string; added: LicenceChange['added']; removed: string[] } & Cause)
  | ({ kind: 'members-changed'; group: string; added: string[]; removed: string[]; dueAt: number } & Cause)
  | ({ kind: 'reprocessing'; user: string; dueAt: number } & Cause)
  | ({ kind: 'group-processed' } & GroupProcessed)
  | { kind: 'early-call'; app: string; limit: string; earlyMs: number }
);

export type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>;
