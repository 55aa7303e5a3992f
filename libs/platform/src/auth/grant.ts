import type { z } from 'zod';
import { CallerHasLeft, Forbidden, type Refusal, Unauthenticated } from '../errors/refusal.js';
import { operationOf, ruleOf, scopeOf } from '../schema/schema.js';
import type { Actor, Scope } from './actor.js';
import type { Caller, Mandate } from './caller.js';

/** What the door knows of a request once the caller's token was checked. */
export type Authenticated = {
  /** The caller; absent without a token. */
  caller?: Caller;
  /** Why the token that was given is not believed. */
  refused?: Refusal;
  /** What bears on every call, token or not: headers of writes, and whether the caller is still there. */
  about?: Pick<Actor, 'left'>;
  /** The Idempotency-Key of whoever asks for a write. */
  key?: string;
  /** The caller within the scope that each operation's rule grants. */
  granted?: Map<z.ZodType | undefined, Actor>;
};

const NOTHING: Mandate = { role: 'public', regions: [], academies: [], groups: [], scopes: [] };
const NOBODY: Caller = { subject: 'public', mandates: [] };
const FROM_WIDEST: readonly Scope[] = ['programme', 'region', 'academy', 'group', 'self'];

/**
 * The caller within the scope that the rule of an operation grants to the role; of several roles, to the one that it grants the
 * widest scope, and what is granted of persons, such as oneself, beside it. Refuses UNAUTHENTICATED without a token and FORBIDDEN with one, unless the rule names a role of the caller's or the
 * public; an operation without a rule is refused to all. Nothing more is begun for a caller who has left: ABANDONED.
 */
export function grant(request: Authenticated, operation: z.ZodType | undefined): Actor {
  if (request.refused) throw request.refused;
  if (request.about?.left?.aborted) throw new CallerHasLeft();
  const before = request.granted?.get(operation);
  if (before) return before;
  const caller = request.caller ?? NOBODY;
  const all = caller.mandates.flatMap((mandate) => within(mandate, operation));
  const granted = widest(all) ?? open(caller, operation);
  if (!granted) throw request.caller ? new Forbidden() : new Unauthenticated('a bearer token is expected');
  const { subject, personId, personWas } = caller;
  const persons = all.flatMap((one) => personsOf(one, personId));
  const actor = { subject, personId, ...(personWas && { personWas }), ...granted, persons, ...request.about };
  (request.granted ??= new Map()).set(operation, actor);
  return actor;
}

type Granted = Mandate & { scope: Scope };

function within(mandate: Mandate, operation: z.ZodType | undefined): Granted[] {
  const { role, scopes } = mandate;
  const scope = role === 'system' ? undefined : ruleOf(operation)?.[role];
  // A machine has what its owner was granted by OAuth scope: operations by name, or those of one scope together.
  const granting = (one: string): boolean =>
    one === '*' || one === operationOf(operation!) || one === scopeOf(operation!);
  const withheld = role === 'integrator' && !scopes.some(granting);
  return scope && !withheld ? [{ ...mandate, scope: narrowed(mandate, scope) }] : [];
}

/** A trainer of groups has, of what is an academy's, what is of the persons in them. */
const narrowed = ({ role, groups }: Mandate, scope: Scope): Scope =>
  role === 'trainer' && scope === 'academy' && groups.length > 0 ? 'group' : scope;

function personsOf({ scope, persons = [] }: Granted, personId: string | undefined): readonly string[] {
  if (scope === 'group') return persons;
  return scope === 'self' && personId !== undefined ? [personId] : [];
}

const widest = (granted: readonly Granted[]): Granted | undefined =>
  granted.toSorted((a, b) => FROM_WIDEST.indexOf(a.scope) - FROM_WIDEST.indexOf(b.scope))[0];

/** What everybody may, whoever they are. */
function open({ mandates: [first = NOTHING] }: Caller, operation: z.ZodType | undefined): Granted | undefined {
  const scope = ruleOf(operation)?.public;
  return scope && { ...first, scope };
}
