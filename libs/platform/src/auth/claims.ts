import { z } from 'zod';
import type { ClaimPaths } from '../config/identity-env.js';
import { Unauthenticated } from '../errors/refusal.js';
import { isStorable } from '../schema/text.js';
import { type Role, ROLES } from './actor.js';
import type { Caller } from './caller.js';

type Json = Readonly<Record<string, unknown>>;

/** How claims are read: where each is, whose names roles have, and for how many seconds a token may be good. */
export type Reading = {
  paths: ClaimPaths;
  roles?: ReadonlyMap<string, string>;
  audiences: readonly string[];
  lifetime: number;
};

/** Seconds by which the issuer's clock and ours may differ. */
const LEEWAY = 30;

// What a token says goes into queries and logs: what PostgreSQL could not take would be a failure of ours.
const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => isStorable(value) && !/\p{Cc}/u.test(value), 'no text');
const list = <S extends z.ZodType>(one: S, max: number) => z.array(one).max(max);
const Names = z.union([
  z
    .string()
    .max(4_000)
    .transform((names) => names.split(' ').filter(Boolean)),
  list(z.string(), 200),
]);
// ISO 3166-2
const isSubdivision = (code: string): boolean => /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(code);
const NumericDate = z.number().min(0).max(1e11);

/** The members that RFC 7519 names; OpenID Connect bounds `sub` at 255. */
const Registered = z.object({
  iss: z.string(),
  aud: z.union([z.string(), list(z.string(), 20)]),
  exp: NumericDate,
  nbf: NumericDate.optional(),
  iat: NumericDate.optional(),
  // What Keycloak calls its ID and refresh tokens, and what ID tokens alone have: neither is for a service.
  typ: z
    .string()
    .refine((typ) => !/^(id|refresh|offline|logout)$/i.test(typ))
    .optional(),
  at_hash: z.never().optional(),
  c_hash: z.never().optional(),
});

const Ours = z.object({
  subject: text(255),
  role: Names.pipe(list(text(256), 200)),
  scope: Names.pipe(list(text(128), 200)),
  person: z.uuid().optional(),
  regions: list(z.string().refine(isSubdivision), 50),
  academies: list(z.uuid(), 200),
  groups: list(
    text(64).transform((code) => code.toUpperCase()),
    200,
  ),
});

/**
 * Whom the claims of a token speak for at an instant (seconds), given the issuer that signed them. Refuses UNAUTHENTICATED what was
 * not issued by it for one of the audiences, is not good yet or no longer, is good for longer than may be, or says a thing in
 * another shape than it is read in. A role that is not one of ours is none.
 */
export function callerOf(
  claims: Json,
  issuer: string,
  { paths, roles, audiences, lifetime }: Reading,
  at: number,
): Caller {
  const { iss, aud, exp, nbf = 0, iat } = parsed(Registered, claims);
  if (exp + LEEWAY <= at) throw new Unauthenticated('the token has expired');
  const isOurs = iss === issuer && [aud].flat().some((one) => audiences.includes(one));
  const isGood = nbf <= at + LEEWAY && (iat ?? at) <= at + LEEWAY && exp - (iat ?? at) <= lifetime + LEEWAY;
  if (!isOurs || !isGood) throw new Unauthenticated('the token is not valid');
  const said = parsed(Ours, {
    subject: valuesAt(claims, paths.subject)[0],
    role: joined(valuesAt(claims, paths.role)),
    scope: joined(valuesAt(claims, paths.scope)),
    person: valuesAt(claims, paths.person)[0],
    regions: listed(valuesAt(claims, paths.regions)),
    academies: listed(valuesAt(claims, paths.academies)),
    groups: listed(valuesAt(claims, paths.groups)),
  });
  const { subject, person: personId, regions, academies, groups, scope: scopes } = said;
  const named = new Set(said.role.map((name) => (roles ? roles.get(name) : name)));
  const mandates = ROLES.filter((role) => named.has(role)).map((role: Role) => ({
    role,
    regions,
    academies,
    groups,
    scopes,
  }));
  return { subject, personId, mandates };
}

function parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const claim = read.error.issues[0]!.path[0];
  throw new Unauthenticated('a claim of the token has another shape than it is read in', { claim });
}

/** What stands at these places, of those that are there: a member of that very name, or one inside another. */
const valuesAt = (claims: Json, places: readonly string[]): unknown[] =>
  places
    .map((place) => own(claims, place) ?? place.split('.').reduce<unknown>(own, claims))
    .filter((value) => value !== undefined);

const own = (from: unknown, name: string): unknown =>
  typeof from === 'object' && from !== null && Object.hasOwn(from, name) ? (from as Json)[name] : undefined;

// One place is read as it stands, so that a wrong shape is refused; several are read together.
const together = (values: unknown[], split: (value: unknown) => unknown): unknown =>
  values.length === 1 ? values[0] : values.flatMap(split);
const joined = (values: unknown[]): unknown =>
  together(values, (value) => (typeof value === 'string' ? value.split(' ') : value));
const listed = (values: unknown[]): unknown => together(values, (value) => value);
