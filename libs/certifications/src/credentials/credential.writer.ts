import { credential } from '@takwin/contracts/events/certifications';
import { append } from '@takwin/platform/events';
import { iso, type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { Moved } from './certification.writer.js';
import { credentialLife as life } from './credential.life.js';
import { LITERACY } from './reference/achievements.js';
import { SUPERSEDED, WITHDRAWN } from './credential.js';
import type { Proof } from './data-integrity.js';

/** Whether the person `id` is erased: nothing is signed in their name any more. */
const isErased = (id: Sql): Sql =>
  sql`exists (select from person_copy p where p.subject = ${id}::text and p.erasure = 'erased')`;

/** What a person has earned, and where it counts; `certificationId` where it is a certification. */
export type EarnedAchievement = {
  personId: string;
  achievementId: string;
  certificationId?: string;
  academyId: string;
  region: string;
  /** YYYY-MM-DD */
  achievedOn: string;
  /** The last day on which it holds; without an end unless told. */
  validUntil?: string | null;
  /** The fact of the day that earned it, where each of several on one day earns one. */
  evidenceId?: string | null;
  /** Whether what a correction revoked is earned anew, as the fact stands again. */
  isAgain?: boolean;
};

/**
 * Writes down credentials that are to be signed, and returns their ids. Once for each person, achievement and day,
 * however often it is told: where there was one that was revoked, no other comes by itself, unless a correction revoked it and the fact
 * stands again; a renewal has a day of its own.
 */
export async function earnCredentials(tx: Tx, earned: readonly EarnedAchievement[]): Promise<string[]> {
  if (earned.length === 0) return [];
  const rows = await tx.unbound.query<{ id: string }>(sql`
    insert into credential(person_id, achievement_id, certification_id, academy_id, region, achieved_on, valid_until,
      evidence_id, accepted_at)
    select e."personId", e."achievementId", e."certificationId", e."academyId", e.region, e."achievedOn", e."validUntil",
      e."evidenceId", ${tx.at}
    from jsonb_to_recordset(${JSON.stringify(earned)}::jsonb) as e("personId" uuid, "achievementId" text,
      "certificationId" text, "academyId" uuid, region text, "achievedOn" date,
      "validUntil" date, "evidenceId" uuid, "isAgain" boolean)
    where exists (select from achievement a where a.id = e."achievementId") and not exists (
      select from credential c where c.person_id = e."personId" and c.achievement_id = e."achievementId"
        and c.achieved_on = e."achievedOn" and coalesce(c.evidence_id = e."evidenceId", true)
        and not (coalesce(e."isAgain", false) and coalesce(c.revoked_by_correction, false)))
      -- One fact earns one credential, also while the record that it is of is merged.
      and not exists (select from credential c where c.evidence_id = e."evidenceId" and c.achievement_id = e."achievementId"
        and not (coalesce(e."isAgain", false) and coalesce(c.revoked_by_correction, false)))
      and not ${isErased(sql`e."personId"`)}
    order by 1, 2 on conflict do nothing returning id`);
  return rows.map(({ id }) => id);
}

type Again = { personId: string; achievement: string; mine: Sql; reason: string | null; supersedes?: string | null };

/**
 * Writes down a credential of what a person holds within `mine`, or, of what is no certification, of what last earned one; none
 * where there is one that is not revoked. `mine` speaks of a row `h` of either; `reason` says why, where somebody had revoked the one before;
 * `supersedes` is in whose stead. Returns what was written.
 */
export const earnAgain = (
  tx: Tx,
  { personId, achievement, mine, reason, supersedes = null }: Again,
): Promise<{ id: string }[]> =>
  tx.query<{ id: string }>(sql`
    insert into credential(person_id, achievement_id, certification_id, academy_id, region, achieved_on, valid_until,
      evidence_id, accepted_at, reissued_by, reissued_reason, supersedes)
    select again.*, ${reason === null ? null : tx.actor.subject}, ${reason}, ${supersedes}::uuid from (
    select h.person_id, h.certification_id, h.certification_id, h.academy_id, h.region, h.achieved_on, null::date,
      null::uuid, ${tx.at}::timestamptz from held h
    where h.person_id = ${personId} and h.certification_id = ${achievement} and h.withdrawn_at is null and ${mine}
    union all
    (select h.person_id, h.achievement_id, null, h.academy_id, h.region, h.achieved_on, h.valid_until,
      h.evidence_id, ${tx.at}::timestamptz from credential h
    where h.person_id = ${personId} and h.achievement_id = ${achievement} and h.certification_id is null and ${mine}
      and not exists (select from literacy_copy l where h.achievement_id = ${LITERACY} and l.subject = h.person_id::text
        and l.certified_on is null)
    order by h.ordinal desc limit 1)) again
    where not ${isErased(sql`again.person_id`)}
    on conflict do nothing returning id`);

export type Signed = { id: string; jwt: string; proof: Proof | null; namesAsOf: Date | null };

/** Keeps the signatures of credentials, whose rows are locked: they are valid from now on. */
export async function sign(tx: Tx, signed: readonly Signed[]): Promise<void> {
  const rows = await tx.query<{ id: string }>(sql`
    update credential c
    set state = 'valid', jwt = s.jwt, proof = s.proof, issued_at = ${tx.at}, names_as_of = s."namesAsOf",
      version = version + 1
    from jsonb_to_recordset(${JSON.stringify(signed)}::jsonb) as s(id uuid, jwt text, proof jsonb, "namesAsOf" timestamptz)
    where c.id = s.id and c.state = any(${life.from('sign')}) returning c.id`);
  await announce(
    tx,
    'sign',
    rows.map(({ id }) => id),
  );
}

/** Revokes those of these credentials `c` that are valid, by whoever acts or as a correction's effect, for a reason that verifiers are told. */
export async function revoke(tx: Tx, which: Sql, reason: string, by: 'actor' | 'correction'): Promise<void> {
  const who = by === 'actor' ? tx.actor.subject : null;
  const rows = await tx.unbound.query<{ id: string }>(sql`
    update credential c set state = 'revoked', revoked_at = ${tx.at}, revoked_reason = ${reason},
      revoked_by = ${who}, revoked_by_correction = ${by === 'correction'}, version = version + 1
    where ${which} and c.state = any(${life.from('revoke')}) returning c.id`);
  await announce(
    tx,
    'revoke',
    rows.map(({ id }) => id),
  );
}

/**
 * Asks for those of these credentials `c` anew that were signed before the name of their person was corrected by a document. One that is
 * being signed is waited for: it may print the name of before.
 */
export const askReissue = (tx: Tx, which: Sql): Promise<unknown> =>
  tx.query(sql`
    update credential c set reissue_asked_at = ${tx.at} from person_copy p
    where ${which} and c.state <> 'revoked' and c.reissue_asked_at is null and p.subject = c.person_id::text
      and p.name_corrected_at is not null and p.name_corrected_at is distinct from c.names_as_of`);

/** Lets those of the credentials stand that print what their holders are called, whose rows are locked. */
export const letStand = (tx: Tx, ids: readonly string[]): Promise<unknown> =>
  tx.query(sql`
    update credential c set reissue_asked_at = null, names_as_of = p.name_corrected_at from person_copy p
    where c.id = any(${ids}::uuid[]) and p.subject = c.person_id::text`);

/** Revokes credentials, whose rows are locked, and writes down who follows each, to be signed in the same transaction: the ids of these. */
export async function supersede(tx: Tx, ids: readonly string[]): Promise<string[]> {
  await revoke(tx, sql`c.id = any(${ids}::uuid[])`, SUPERSEDED, 'correction');
  const successors = await tx.query<{ id: string }>(sql`
    insert into credential(person_id, achievement_id, certification_id, academy_id, region, achieved_on, valid_until,
      evidence_id, accepted_at, reissued_by, reissued_reason, supersedes)
    select c.person_id, c.achievement_id, c.certification_id, c.academy_id, c.region, c.achieved_on, c.valid_until,
      c.evidence_id, ${tx.at}, c.reissued_by, c.reissued_reason, c.id
    from credential c where c.id = any(${ids}::uuid[]) order by c.ordinal returning id`);
  await tx.query(sql`update credential set reissue_asked_at = null where id = any(${ids}::uuid[])`);
  return successors.map(({ id }) => id);
}

/** Takes those of these credentials `c` back that nobody has seen yet. */
export const discard = (tx: Tx, which: Sql) =>
  tx.unbound.query(sql`delete from credential c where ${which} and c.state = any(${life.from('discard')})`);

type Row = {
  id: string;
  version: number;
  personId: string;
  achievement: string;
  academyId: string;
  region: string;
  issuedAt: string;
  state: 'valid' | 'revoked';
};

async function announce(
  tx: Tx,
  transition: 'sign' | 'revoke' | 'withdraw' | 'merge',
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx.unbound.query<Row>(sql`
    select c.id, c.version, c.person_id as "personId", a.name as achievement, c.academy_id as "academyId", c.region,
      ${iso('c.issued_at')} as "issuedAt", c.state
    from credential c join achievement a on a.id = c.achievement_id where c.id = any(${ids}::uuid[])`);
  await append(
    tx,
    credential,
    life.transitions[transition].event!,
    rows.map(({ id, version, ...state }) => ({ id, version, state })),
  );
}

/**
 * Withdraws the credentials of persons who are erased: what was signed is forgotten with the name, and whoever verifies it is told that the
 * holder had it withdrawn. What they prove goes on counting, and none is issued anew.
 */
export async function withdrawCredentials(tx: Tx, personIds: readonly string[]): Promise<void> {
  const valid = await tx.query<{ id: string }>(sql`
    with valid as (select id from credential where person_id = any(${personIds}::uuid[]) and state = 'valid')
    update credential c set state = ${life.transitions.withdraw.to}, jwt = '', proof = null, version = c.version + 1,
      revoked_at = coalesce(c.revoked_at, ${tx.at}), revoked_reason = ${WITHDRAWN}, reissue_asked_at = null,
      reissued_reason = case when c.reissued_reason is not null then '' end
    where c.person_id = any(${personIds}::uuid[]) and c.state = any(${life.from('withdraw')})
    returning case when c.id in (select id from valid) then c.id end as id`);
  await announce(
    tx,
    'withdraw',
    valid.flatMap(({ id }) => id ?? []),
  );
}

/** Told to verifiers of a credential that its holder has already under another record. */
const TWICE = 'the holder has the same credential under another record';

/**
 * Revokes credentials that go to somebody who has the same one that stands, of a qualification of the same day: that one is what holds in
 * their stead. None leads to what turned out to be somebody else's.
 */
export async function revokeTwice(tx: Tx, merges: Merges): Promise<void> {
  const { where, to } = movesOf('c', merges);
  const standing = sql`(
    select own.id from credential own join achievement a on a.id = own.achievement_id
    where own.person_id = ${to} and own.achievement_id = c.achievement_id and own.state <> 'revoked'
      and (a.kind <> 'trainer-qualification' or own.achieved_on = c.achieved_on) order by own.ordinal desc limit 1)`;
  const twice = sql`(${where} and c.state <> 'revoked' and ${standing} is not null)`;
  await discard(tx, twice);
  await tx.unbound.query(sql`update credential c set superseded_by = ${standing} where ${twice}`);
  await revoke(tx, twice, TWICE, 'correction');
}

/** Has none of these persons' credentials lead to what is not, or no longer, theirs. */
export const partSuccessors = (tx: Tx, persons: readonly string[]): Promise<unknown> =>
  tx.query(sql`
    update credential c set superseded_by = null from credential own
    where c.person_id = any(${persons}::uuid[]) and own.id = c.superseded_by and own.person_id <> c.person_id`);

/** What of these persons was revoked since they had it under another record, and stands no more, as that record is another's again. */
export const standingNoMore = (tx: Tx, persons: readonly string[]) =>
  tx.query<{ id: string; personId: string; achievement: string }>(sql`
    select distinct on (c.person_id, c.achievement_id) c.id, c.person_id as "personId", c.achievement_id as achievement
    from credential c where c.person_id = any(${persons}::uuid[]) and c.stated_of is null and c.state = 'revoked'
      and c.revoked_reason = ${TWICE} and not exists (
        select from credential o where o.person_id = c.person_id and o.achievement_id = c.achievement_id and o.state <> 'revoked')
    order by c.person_id, c.achievement_id, c.ordinal desc`);

/** Has credentials count for the certification to which what they prove was moved, as they were signed. */
export async function moveCredentials(tx: Tx, moved: readonly Moved[]): Promise<void> {
  const rows = await tx.unbound.query<{ id: string; isSigned: boolean }>(sql`
    update credential c set achievement_id = m."to", certification_id = m."to", version = c.version + 1
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m("personId" uuid, "from" text, "to" text)
    where c.person_id = m."personId" and c.achievement_id = m."from" returning c.id, c.jwt is not null as "isSigned"`);
  await announceMoved(tx, rows);
}

/** Gives credentials to whose they are now, as they were signed. */
export async function mergeCredentials(tx: Tx, merges: Merges): Promise<void> {
  const { set, where } = movesOf('c', merges);
  const rows = await tx.unbound.query<{ id: string; isSigned: boolean }>(sql`
    update credential c set ${set}, version = c.version + 1 where ${where} returning c.id, c.jwt is not null as "isSigned"`);
  await announceMoved(tx, rows);
}

const announceMoved = (tx: Tx, rows: readonly { id: string; isSigned: boolean }[]): Promise<void> =>
  announce(
    tx,
    'merge',
    rows.filter(({ isSigned }) => isSigned).map(({ id }) => id),
  );
