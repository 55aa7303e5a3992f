import type { z } from 'zod';
import { CallerHasLeft, Forbidden, type Refusal, Unauthenticated } from '../errors/refusal.js';
import { operationOf, ruleOf, scopeOf } from '../schema/schema.js';
import type { Actor, Scope } from './actor.js';

/** What the door knows of a request once the caller's token was checked. */
export type Authenticated = {
  /** The caller; absent without a token. */
  caller?: Omit<Actor, 'scope'>;
  /** Why the token that was given is not believed. */
  refused?: Refusal;
  /** What bears on every call, token or not: headers of writes, and whether the caller is still there. */
  about?: Pick<Actor, 'left'>;
  /** The Idempotency-Key of whoever asks for a write. */
  key?: string;
  /** The caller within the scope that each operation's rule grants. */
  granted?: Map<z.ZodType | undefined, Actor>;
};

const NOBODY: Omit<Actor, 'scope'> = {
  subject: 'public',
  role: 'public',
  regions: [],
  academies: [],
  groups: [],
  scopes: [],
};

/**
 * The caller within the scope that the rule of an operation grants to the role. Refuses UNAUTHENTICATED without a token and
 * FORBIDDEN with one, unless the rule names the role or the public; an operation without a rule is refused to all. Nothing more
 * is begun for a caller who has left: ABANDONED.
 */
export function grant(request: Authenticated, operation: z.ZodType | undefined): Actor {
  if (request.refused) throw request.refused;
  if (request.about?.left?.aborted) throw new CallerHasLeft();
  const before = request.granted?.get(operation);
  if (before) return before;
  const caller = request.caller ?? NOBODY;
  const scope = scopeFor(caller, operation);
  if (!scope) throw request.caller ? new Forbidden() : new Unauthenticated('a bearer token is expected');
  const actor = { ...caller, ...request.about, scope };
  (request.granted ??= new Map()).set(operation, actor);
  return actor;
}

function scopeFor(caller: Omit<Actor, 'scope'>, operation: z.ZodType | undefined): Scope | undefined {
  const rule = ruleOf(operation);
  const own = caller.role === 'system' ? undefined : rule?.[caller.role];
  // A machine has what its owner was granted by OAuth scope: operations by name, or those of one scope together.
  const granting = (one: string): boolean =>
    one === '*' || one === operationOf(operation!) || one === scopeOf(operation!);
  const withheld = caller.role === 'integrator' && !caller.scopes.some(granting);
  return (withheld ? undefined : own) ?? rule?.public;
}
