import { certification } from '@takwin/contracts/events/certifications';
import { append } from '@takwin/platform/events';
import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import { stableId } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { certificationLife } from './certification.life.js';
import { selectCertifications } from './certification.rows.js';

/** A certification that a person holds, or held, and where it counts; `achievedOn` is YYYY-MM-DD. */
export type Held = {
  personId: string;
  certification: string;
  title: string;
  academyId: string;
  region: string;
  achievedOn: string;
};

/**
 * Writes down certifications that persons have achieved, or hold again; what is held already stays so. Returns those that are new,
 * to be told of by `announceAchieved` once their credentials are written. What was revoked stays so where no other credential comes.
 */
export async function achieveAll(tx: Tx, earned: readonly Held[]): Promise<(Held & { id: string })[]> {
  if (earned.length === 0) return [];
  const keyOf = ({ personId, certification }: Pick<Held, 'personId' | 'certification'>) =>
    `${personId} ${certification}`;
  const rows = new Map(earned.map((one) => [keyOf(one), { ...one, id: stableId('held', keyOf(one)) }]));
  // What was held under this id may have gone to another person or certification: it keeps the id.
  const added = await tx.query<Pick<Held, 'personId' | 'certification'> & { id: string }>(sql`
    insert into held(id, person_id, certification_id, academy_id, region, achieved_on)
    select case when exists (select from held gone where gone.id = h.id and
      (gone.person_id, gone.certification_id) <> ("personId", certification)) then gen_random_uuid() else id end,
      "personId", certification, "academyId", region, "achievedOn"
    from jsonb_to_recordset(${JSON.stringify([...rows.values()])}::jsonb)
      as h(id uuid, "personId" uuid, certification text, "academyId" uuid, region text, "achievedOn" date)
    on conflict (person_id, certification_id) do update set academy_id = excluded.academy_id, region = excluded.region,
      achieved_on = excluded.achieved_on, withdrawn_at = null, version = held.version + 1,
      revoked_at = case when held.achieved_on = excluded.achieved_on then held.revoked_at end
    where held.withdrawn_at is not null returning id, person_id as "personId", certification_id as certification`);
  return added.map(({ id, ...whose }) => ({ ...rows.get(keyOf(whose))!, id }));
}

/** Tells of certifications that were achieved, with their credentials. */
export const announceAchieved = (tx: Tx, achieved: readonly { id: string }[]): Promise<void> =>
  announce(
    tx,
    'achieve',
    achieved.map(({ id }) => id),
  );

/** Withdraws what a person holds and no longer has passed the exams for; returns which certifications. */
export async function withdrawUnearned(tx: Tx, personId: string): Promise<string[]> {
  const withdrawn = await tx.query<{ id: string; certification: string }>(sql`
    update held h set withdrawn_at = ${tx.at}, version = version + 1
    where h.person_id = ${personId} and h.withdrawn_at is null and exists (
      select from (select distinct alternative from requirement q where q.certification_id = h.certification_id) needed
      where not exists (
        select from requirement q join registration r on r.exam_code = q.exam_code
        where q.certification_id = h.certification_id and q.alternative = needed.alternative
          and r.person_id = h.person_id and r.state = 'passed'))
    returning h.id, h.certification_id as certification`);
  await announce(
    tx,
    'withdraw',
    withdrawn.map(({ id }) => id),
  );
  return withdrawn.map((held) => held.certification);
}

/** Holds what a person has of a certification, so that it is withdrawn, revoked and issued again one after the other. */
export const holdCertification = (tx: Tx, personId: string, certificationId: string) =>
  tx.query(sql`
    select from held where person_id = ${personId} and certification_id = ${certificationId} for no key update`);

/** Has a certification that the transaction holds count for nothing from now on: somebody has revoked its credential. */
export async function revokeCertification(tx: Tx, personId: string, certificationId: string): Promise<void> {
  const revoked = await tx.query<{ id: string }>(sql`
    update held set revoked_at = ${tx.at}, version = version + 1
    where person_id = ${personId} and certification_id = ${certificationId} and withdrawn_at is null returning id`);
  await announce(
    tx,
    'revoke',
    revoked.map(({ id }) => id),
  );
}

/** Tells of the credential that was issued anew of a certification that the transaction holds; it counts again where it was revoked. */
export async function reissueCertification(tx: Tx, personId: string, certificationId: string): Promise<void> {
  const again = await tx.query<{ id: string }>(sql`
    update held set revoked_at = null, version = version + 1
    where person_id = ${personId} and certification_id = ${certificationId} and withdrawn_at is null returning id`);
  await announce(
    tx,
    'reissue',
    again.map(({ id }) => id),
  );
}

/** Gives certifications to whose they are now, but those that the person holds or held already. */
export async function mergeCertifications(tx: Tx, merges: Merges): Promise<void> {
  const { set, where, to } = movesOf('h', merges);
  const moved = await tx.query<{ id: string }>(sql`
    update held h set ${set}, version = h.version + 1 where h.id in (
      select distinct on (${to}, h.certification_id) h.id from held h
      where ${where} and not exists (
        select from held own where own.person_id = ${to} and own.certification_id = h.certification_id)
      order by ${to}, h.certification_id, h.withdrawn_at is not null, h.achieved_on, h.id) returning h.id`);
  await announce(
    tx,
    'merge',
    moved.map(({ id }) => id),
  );
}

/** What persons hold of one certification for having passed an exam that counts for another from now on. */
export type Move = { code: string; from: string; to: string };
export type Moved = { personId: string; from: string; to: string };

/** Moves what persons hold by these exams, where theirs was the first pass that earned it; returns whose that was. */
export async function moveCertifications(tx: Tx, moves: readonly Move[]): Promise<Moved[]> {
  const moved = await tx.query<Moved & { id: string }>(sql`
    update held h set certification_id = m."to", version = h.version + 1
    from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m(code text, "from" text, "to" text)
    where h.certification_id = m."from" and h.withdrawn_at is null and m.code = (
      select r.exam_code from registration r join requirement q on q.exam_code = r.exam_code
      where q.certification_id = m."from" and r.person_id = h.person_id and r.state = 'passed'
      order by r.started_at, r.id limit 1)
    returning h.id, h.person_id as "personId", m."from", m."to"`);
  await announce(
    tx,
    'merge',
    moved.map(({ id }) => id),
  );
  return moved;
}

async function announce(tx: Tx, by: keyof typeof certificationLife.transitions, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await selectCertifications(tx.unbound, sql`h.id = any(${ids}::uuid[])`);
  await append(
    tx,
    certification,
    certificationLife.transitions[by].event,
    rows.map(({ id, version, ...state }) => ({ id, version, state })),
  );
}
