import type { Database } from '@takwin/platform/postgres';
import type { Account, Target, Verdict } from './decide.js';
import type { GraphAnswer, GraphRequest } from './graph-client.js';

export type GroupContext = {
  db: Database;
  tenant: string;
  /** Graph's /v1.0, by which members are named. */
  root: string;
  patchCost: number;
  leaseMs: number;
  /** How long to wait before a look at what a group's licence has come to. */
  lookMs: number;
  consistencyMs: number;
  /** How many of the `needed` writes may be sent, of which so many were granted; where they are too few, when to ask again. */
  more(needed: number, granted: number): Promise<{ writes: number; waitMs: number }>;
};

/** What a change of licences needs of the worker that carries it out. */
export type RunContext = GroupContext & {
  /** The last instant at which a write may be sent, ms: it is asked when one is about to be. */
  readonly until: number;
  /** Takes note of waits that Microsoft asks for, at once: others are about to call. */
  holdBack(answers: readonly GraphAnswer[]): Promise<void>;
  /** Milliseconds for which Microsoft has asked to be left alone. */
  held(): Promise<number>;
  /** Passwords for accounts that are about to be made. */
  passwords(targets: readonly Target[]): Promise<Map<string, string>>;
  /** Object ids of accounts that were deleted and can be restored, by account. */
  restorable(targets: readonly Target[]): Promise<Map<string, string>>;
};

export type Step = { target: Target; account: Account | undefined };
/** What was seen on the way: what Microsoft said about waiting and shares, and what was sent. */
export type Traffic = {
  answers: GraphAnswer[];
  writes: number;
  patches: number;
  /** Of those writes, what got no answer: it may have been done, or be done yet. */
  unanswered: number;
  refusedApp: string | undefined;
};

/** What the requests count as, and how many of them are PATCHes of members. */
export type Sending = { writes?: number; patches?: number; perBatch?: number };

/** What the parts of a change have in common: how to send, what it costs, and where to say what came of it. */
export type ChangeChannel = {
  readonly traffic: Traffic;
  settle(target: Pick<Target, 'personId'>, verdict: Verdict, answer?: GraphAnswer, objectId?: string): void;
  send(requests: readonly GraphRequest[], about?: Sending): Promise<GraphAnswer[]>;
  afford<S extends Step>(steps: readonly S[], costOf: (step: S) => number): Promise<S[]>;
  prepare(steps: readonly Step[], locate?: boolean): Promise<Step[]>;
};
