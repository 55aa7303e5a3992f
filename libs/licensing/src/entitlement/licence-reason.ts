import { meaningsOf } from '@takwin/contracts/refusals';
import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';
import { OutcomeState, RunState } from '../runs/run.js';
import { EntitledProfile, inOrder, Objection, objectionsTo, ruleFor, type Person, type Rule } from './rule.js';

const NearRule = z
  .object({ rule: z.string(), skuId: z.guid(), lacks: z.array(Objection) })
  .meta({ id: 'NearRule', description: 'A rule that came near, and what stands against it' });

const Facts = {
  skuId: z.guid(),
  sku: z.string().describe('What Microsoft calls skuPartNumber'),
  rule: z.string().describe('The rule that entitles, or entitled'),
  rules: z.array(NearRule).describe('The rules that came nearest, in the order in which they are asked'),
  profile: EntitledProfile,
  leftOn: z.iso.date().describe('The last day in the programme'),
  since: z.iso.date(),
  until: z.iso.date().describe('The last day: of the rule, or of the grace'),
  region: z.string(),
  account: z.string().describe('What Microsoft calls userPrincipalName'),
  seats: z.int(),
  used: z.int(),
  restsUntil: z.iso.datetime(),
  runId: z.uuid(),
  runState: RunState,
  outcome: OutcomeState,
  ahead: z.int().describe('At most so many persons come first'),
  reason: z.string().describe('The code of what was told: NO_SEAT_IN_TENANT'),
  said: z.string().describe('The same in words'),
  graphError: z.string().describe('What Microsoft calls its refusal: Request_BadRequest'),
  requestId: z.string().describe('Microsoft’s id of its last request, which its support asks for'),
  at: z.iso.datetime(),
};
type Facts = z.output<z.ZodObject<typeof Facts>>;

const nullable = Object.fromEntries(Object.entries(Facts).map(([name, fact]) => [name, fact.nullable()])) as {
  [Name in keyof typeof Facts]: z.ZodNullable<(typeof Facts)[Name]>;
};

/** What a person is, whatever the rule: told as a reason of its own beside the rules that it stands against. */
const OF_PERSON = [
  'PERSON_NOT_ACTIVE',
  'PERSON_UNCONFIRMED',
  'ACADEMY_WAS_CLOSED',
  'NO_ACCOUNT_NAME',
  'PRISON_NO_PERSONAL_ACCOUNT',
] as const satisfies Objection[];
type OfPerson = (typeof OF_PERSON)[number];
const isOfPerson = (objection: Objection): objection is OfPerson => OF_PERSON.includes(objection as OfPerson);

const LicenceReasonCode = codeList(
  'LicenceReasonCode',
  'Why somebody has no licence',
  meaningsOf([
    ...OF_PERSON,
    ...(['PERSON_HAS_LEFT', 'NO_RULE_ENTITLES', 'ENTITLEMENT_HAS_ENDED', 'ENTITLEMENT_RESTS'] as const),
    ...(['NO_TENANT_FOR_REGION', 'NO_ACCOUNT_IN_TENANT', 'NO_LICENCE_LEFT', 'GIVEN_BY_HAND_ONLY'] as const),
    ...(['LICENCE_IS_DUE', 'RUN_COULD_NOT_BEGIN', 'WAITS_IN_RUN', 'LEFT_OUT_OF_RUN', 'RUN_WAS_CANCELLED'] as const),
    ...(['REFUSED_BY_MICROSOFT', 'REVOKED_BY_RUN'] as const),
  ]),
);

export const LicenceReasonView = z
  .object({
    code: LicenceReasonCode,
    title: z.string(),
    detail: z.string().describe('A sentence, in the language that was asked for'),
    facts: z.object(nullable).meta({
      id: 'LicenceReasonFacts',
      description: 'What the reason is told from: each is null where the reason does not need it',
    }),
  })
  .meta({ id: 'LicenceReason', description: 'One of the reasons for which somebody has no licence' });

/** A reason as it is found: its code, and the facts that there are. */
export type LicenceReason = { code: z.output<typeof LicenceReasonCode>; facts: Partial<Facts> };

/** Who is asked about, and where the account would be. `tenant`: null where none has the accounts of the region. */
export type Asked = Person & {
  leftOn: string | null;
  region: string;
  tenant: { account: string | null; isRead: boolean; hasAccount: boolean } | null;
};

/** How it stands with one product: the pool, what was granted, and the last change that a run made or is to make; instants as text. */
export type Standing = {
  skuId: string;
  sku: string;
  pool: { seats: number; used: number } | null;
  licensedOn: string | null;
  entitlement: {
    state: 'entitled' | 'grace' | 'ended';
    rule: string | null;
    since: string;
    until: string | null;
    changedAt: string;
    wasTried: boolean;
    problem: string | null;
  } | null;
  run: {
    id: string;
    action: 'assign' | 'revoke';
    state: z.output<typeof RunState>;
    reason: string | null;
    outcome: z.output<typeof OutcomeState>;
    told: string | null;
    graphError: string | null;
    requestId: string | null;
    attempts: number;
    ahead: number;
    at: string;
  } | null;
};

const OPEN = ['reserved', 'calling', 'unknown'];

/**
 * Every reason for which a person lacks the licence that the rules give on a day (YYYY-MM-DD), or any; none where it is held. Whom
 * the rules give one and who has none yet is told what it waits for.
 */
export function reasonsOf(
  asked: Asked,
  standings: readonly Standing[],
  rules: readonly Rule[],
  { at, on, restMs }: { at: Date; on: string; restMs: number },
): LicenceReason[] {
  const given = ruleFor(rules, asked, on);
  const held = standings.filter(({ licensedOn }) => licensedOn !== null);
  if (held.some(({ skuId }) => !given || skuId === given.skuId)) return [];
  const [outside, tried] = [outsideOf(asked), standings.flatMap(changedBy)];
  if (!given) return [...withoutRule(asked, rules, on), ...standings.flatMap(endedOf), ...tried, ...outside];
  const standing = standings.find(({ skuId }) => skuId === given.skuId);
  const waits = standing ? waitsFor(standing, given, { at, restMs }) : [];
  const keeps = [...tried, ...waits, ...outside.filter(({ code }) => code === 'NO_TENANT_FOR_REGION')];
  const due: LicenceReason = {
    code: 'LICENCE_IS_DUE',
    facts: { skuId: given.skuId, sku: standing?.sku, rule: given.name },
  };
  return [...(keeps.length > 0 ? [] : [due]), ...tried, ...waits, ...outside];
}

function withoutRule(asked: Asked, rules: readonly Rule[], on: string): LicenceReason[] {
  const considered = inOrder(rules).map(({ name, skuId, ...rule }) => ({
    rule: name,
    skuId,
    lacks: objectionsTo({ ...rule, name, skuId }, asked, on),
  }));
  const fewest = Math.min(...considered.map(({ lacks }) => lacks.length));
  const near = considered.filter(({ lacks }) => lacks.length === fewest);
  const ofPerson = new Set(near.flatMap(({ lacks }) => lacks).filter(isOfPerson));
  const reasons = [...ofPerson].map((code) => ({
    code,
    facts: code === 'PRISON_NO_PERSONAL_ACCOUNT' ? { profile: asked.profile } : {},
  }));
  const left: LicenceReason[] =
    asked.active || asked.leftOn === null ? [] : [{ code: 'PERSON_HAS_LEFT', facts: { leftOn: asked.leftOn } }];
  return [...reasons, ...left, { code: 'NO_RULE_ENTITLES', facts: { rules: near } }];
}

function endedOf({ skuId, sku, entitlement }: Standing): LicenceReason[] {
  if (!entitlement || entitlement.state === 'entitled') return [];
  const { rule, since, until } = entitlement;
  const facts = { skuId, sku, rule: rule ?? undefined, since, until: until ?? undefined };
  return [{ code: 'ENTITLEMENT_HAS_ENDED', facts }];
}

// Who has no account name has no account either: that is told already.
function outsideOf({ region, tenant }: Asked): LicenceReason[] {
  if (!tenant) return [{ code: 'NO_TENANT_FOR_REGION', facts: { region } }];
  if (tenant.account === null || !tenant.isRead || tenant.hasAccount) return [];
  return [{ code: 'NO_ACCOUNT_IN_TENANT', facts: { region, account: tenant.account } }];
}

/** What the last run that was about a product has come to for the person. */
function changedBy({ skuId, sku, run }: Standing): LicenceReason[] {
  if (!run) return [];
  const told = run.told ?? run.reason ?? undefined;
  const about = { skuId, sku, runId: run.id, runState: run.state, outcome: run.outcome, reason: told };
  const answered = { graphError: run.graphError ?? undefined, requestId: run.requestId ?? undefined };
  const at = new Date(run.at).toISOString();
  if (run.action === 'revoke')
    return run.outcome === 'released' ? [{ code: 'REVOKED_BY_RUN', facts: { ...about, at } }] : [];
  if (OPEN.includes(run.outcome)) return [{ code: 'WAITS_IN_RUN', facts: { ...about, ...answered, ahead: run.ahead } }];
  if (run.outcome === 'cancelled') return [{ code: 'RUN_WAS_CANCELLED', facts: { ...about, at } }];
  if (run.outcome !== 'failed') return [];
  if (run.attempts > 0) return [{ code: 'REFUSED_BY_MICROSOFT', facts: { ...about, ...answered, at } }];
  return [{ code: 'LEFT_OUT_OF_RUN', facts: { ...about, at } }];
}

function waitsFor(
  { skuId, sku, pool, entitlement, run }: Standing,
  given: Rule,
  { at, restMs }: { at: Date; restMs: number },
): LicenceReason[] {
  if (run?.action === 'assign' && OPEN.includes(run.outcome)) return [];
  const about = { skuId, sku, rule: given.name, since: entitlement?.since };
  const { problem = null, wasTried = false, changedAt } = entitlement ?? {};
  const reasons: LicenceReason[] = [];
  if (pool && (problem === 'SEATS_SHORT' || pool.used >= pool.seats))
    reasons.push({ code: 'NO_LICENCE_LEFT', facts: { ...about, ...pool } });
  else if (problem !== null) reasons.push({ code: 'RUN_COULD_NOT_BEGIN', facts: { ...about, reason: problem } });
  if (!given.automatic) return [...reasons, { code: 'GIVEN_BY_HAND_ONLY', facts: about }];
  const restsUntil = new Date((changedAt ? Date.parse(changedAt) : 0) + restMs);
  if (!wasTried && restsUntil > at)
    reasons.push({ code: 'ENTITLEMENT_RESTS', facts: { ...about, restsUntil: restsUntil.toISOString() } });
  return reasons;
}
