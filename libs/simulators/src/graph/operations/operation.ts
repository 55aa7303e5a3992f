import type { Cause, Effect, GroupState, LicenceChange } from '../effects/effect.js';
import type { Tenant } from '../tenant/tenant.js';
import type { User, UserState } from '../tenant/user.js';

/** Who calls, as their access token says. */
export type Caller = { app: string; tenant: Tenant; roles: ReadonlySet<string> };

/** What an operation may change; the rest of the effect (who, when, how it was answered) is added to it. */
export type Change =
  | { kind: 'user-created'; user: string; state: UserState }
  | { kind: 'user-changed'; user: string; changes: Partial<UserState> }
  | { kind: 'user-deleted'; user: string }
  | { kind: 'user-restored' | 'user-purged'; user: string }
  | { kind: 'group-created'; group: string; state: GroupState }
  | { kind: 'group-deleted'; group: string }
  | { kind: 'group-licensed'; group: string; added: LicenceChange['added']; removed: string[] }
  | { kind: 'members-changed'; group: string; added: string[]; removed: string[]; dueAt: number }
  | { kind: 'reprocessing'; user: string; dueAt: number }
  | ({ kind: 'licences-assigned'; user: string; changed: boolean } & LicenceChange);

/** One request on its way through an operation. */
export type Call = {
  caller: Caller;
  /** What stands in the place of each ':name' of the path, decoded. */
  params: string[];
  query: URLSearchParams;
  /** By lower-case name. */
  headers: Readonly<Record<string, string | undefined>>;
  body: unknown;
  /** Absolute URL of /v1.0, without a slash at its end: for @odata.context and @odata.nextLink. */
  base: string;
  /** Refuses (GraphError 409) while another write on the user is under way. */
  claim(user: User): void;
  /** A user as a reader sees it now: as it was, while a change has not got about; undefined where it is too new. */
  seen(user: User): User | undefined;
  /** When, in ms, a group will have done to its members what it is told now. */
  dueAt(): number;
  /** ms since 1970. */
  at: number;
  record(change: Change): void;
};

export type Reply = { body?: unknown; headers?: Record<string, string> };

export type Operation = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** users/:id/assignLicense */
  path: string;
  /** The status of its success. */
  answers: 200 | 201 | 202 | 204;
  /** Resource units before the query's discounts; a write costs one write besides. */
  units: number;
  /** Writes that it counts as, where that is not one. */
  writes?: (body: unknown, membersPerWrite: number) => number;
  /** Application permissions of which a caller needs one. */
  roles: readonly string[];
  run(call: Call): Reply;
};

export const isWrite = ({ method }: Operation): boolean => method !== 'GET';

/** An effect as the log holds it: what changed, who caused it, and what they were answered. */
export const effectOf = (change: Change, cause: Cause, tenant: string, at: number): Effect => ({
  at: new Date(at).toISOString(),
  tenant,
  ...change,
  ...cause,
});

export const READS_USERS = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
export const WRITES_USERS = ['User.ReadWrite.All', 'Directory.ReadWrite.All'];
export const ASSIGNS_LICENCES = ['LicenseAssignment.ReadWrite.All', ...WRITES_USERS];
export const READS_ORGANIZATION = [
  'Organization.Read.All',
  'Organization.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
