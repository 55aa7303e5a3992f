import { z } from 'zod';
import { ROLES } from '../auth/actor.js';

/** Where in a token's claims each thing is read: a member, or a path of members with dots; of several all that are there count. */
export type ClaimPaths = Readonly<Record<ClaimName, readonly string[]>>;
type ClaimName = keyof typeof OUR_CLAIMS;

const OUR_CLAIMS = {
  subject: ['sub'],
  role: ['role'],
  scope: ['scope'],
  person: ['person_id'],
  regions: ['regions'],
  academies: ['academies'],
  groups: ['groups'],
};

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** `name=value` pairs between spaces, each name once. */
const Pairs = z.string().transform((text, context) => {
  const pairs = words(text).map((pair) => /^(.+?)=(.*)$/.exec(pair)?.slice(1) ?? [pair]);
  const wrong = pairs.find(([name, value], at) => value === undefined || pairs.findIndex(([n]) => n === name) !== at);
  if (!wrong) return new Map(pairs as [string, string][]);
  context.addIssue({ code: 'custom', message: `is of pairs name=value, each name once: ${wrong[0]}` });
  return z.NEVER;
});

const Claims = Pairs.transform((pairs, context): ClaimPaths => {
  demandOneOf(Object.keys(OUR_CLAIMS), [...pairs.keys()], context);
  const given = [...pairs].map(([name, paths]) => [name, paths.split(',').filter(Boolean)]);
  return { ...OUR_CLAIMS, ...Object.fromEntries(given) };
});

const Roles = Pairs.transform((pairs, context): ReadonlyMap<string, string> => {
  demandOneOf(ROLES, [...pairs.values()], context);
  return pairs;
});

function demandOneOf(known: readonly string[], given: readonly string[], { addIssue }: z.core.$RefinementCtx): void {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown) addIssue({ code: 'custom', message: `${unknown} is none of ${known.join(', ')}` });
}

/** Whom to believe, and how what they say is read: docs/runbooks/identity-provider.md. */
export const IDENTITY = {
  OIDC_ISSUER: z.string().min(1).optional(),
  /** Where the issuer's keys are; found by OpenID Connect Discovery where it is not given. */
  OIDC_JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** For whom tokens have to be: one of these, or one of these with `/` and the service's name behind it. */
  OIDC_AUDIENCE: z.string().default('takwin').transform(words),
  OIDC_CLAIMS: z.string().default('').pipe(Claims),
  /** The issuer's names of roles with ours; our own unless given. */
  OIDC_ROLES: Roles.optional(),
  /** The hours for which a token may be good. */
  OIDC_TOKEN_HOURS: z.coerce.number().min(0.05).max(168).default(24),
  /** A simulated issuer beside this app, which is believed where no other one is named. Only a host that no public name can be. */
  SIMULATED_ISSUER_URL: z
    .url({ protocol: /^http$/ })
    .refine(
      (url) => isLoopback(new URL(url).hostname) || !new URL(url).hostname.includes('.'),
      'is not beside this app',
    )
    .optional(),
};

const isLoopback = (host: string): boolean => /^(127(\.\d+){3}|localhost|\[?::1\]?)$/.test(host);
// Names that nobody can own (RFC 2606, RFC 6761), and this machine's.
const isForDevelopment = (host: string): boolean =>
  /(^|\.)(test|example|invalid|localhost)\.?$/.test(host) || isLoopback(host);

type Believed = Readonly<Record<string, unknown>>;

/**
 * The refinement by which an app that others can reach takes no issuer of a development machine and nothing by plain HTTP: anybody
 * could have any role of it. One that listens on this machine alone may. Asked also where other variables are wrong.
 */
export const believable = (
  variable: 'OIDC_ISSUER' | 'OIDC_JWKS_URL',
): [(env: Believed) => boolean, Parameters<z.ZodObject['refine']>[1]] => [
  (env) => doubtOf(variable, env) === undefined,
  { path: [variable], when: () => true, error: ({ input }) => doubtOf(variable, input as Believed) },
];

function doubtOf(variable: 'OIDC_ISSUER' | 'OIDC_JWKS_URL', env: Believed): string | undefined {
  const { [variable]: text, HOST, SIMULATED_ISSUER_URL } = env;
  if (text === undefined)
    return variable === 'OIDC_JWKS_URL' || SIMULATED_ISSUER_URL
      ? undefined
      : "names who signs the callers' tokens, and is missing";
  if (typeof text !== 'string' || isLoopback(String(HOST))) return undefined;
  if (!URL.canParse(text)) return `${text} is no URL`;
  const { protocol, hostname } = new URL(text);
  if (isForDevelopment(hostname))
    return `${text} is a development issuer's, of which anybody may have any role: name your own (docs/runbooks/identity-provider.md)`;
  return protocol === 'https:' ? undefined : `${text} is not https: whoever is on the way could sign tokens`;
}
