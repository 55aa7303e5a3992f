import { type Merges, movesOf, refusing, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { QualificationDatesReversed, QualificationExists } from '../trainers/refusals.js';

export type NewQualification = {
  trainerId: string;
  kind: 'teach' | 'proctor';
  topic?: string | null;
  obtainedOn: string;
  expiresOn?: string | null;
  evidence: string;
};

/**
 * Adds a qualification, which is `confirmed` where more than the own manager says so, or confirms one that a manager recorded. Refuses
 * QUALIFICATION_EXISTS, and dates in the wrong order.
 */
export async function addQualification(
  tx: Tx,
  { trainerId, kind, topic = null, obtainedOn, expiresOn = null, evidence }: NewQualification,
  confirmed: boolean,
): Promise<void> {
  const added = await refusing(
    tx.query<{ id: string }>(sql`
      insert into qualification(trainer_id, kind, topic, obtained_on, expires_on, evidence, confirmed)
      values (${trainerId}, ${kind}, ${topic}, ${obtainedOn}, ${expiresOn}, ${evidence}, ${confirmed})
      on conflict on constraint qualification_once do update
        set confirmed = true, expires_on = excluded.expires_on, evidence = excluded.evidence
        where excluded.confirmed and not qualification.confirmed
      returning id`),
    { qualification_dates: () => new QualificationDatesReversed() },
  );
  if (added.length === 0) throw new QualificationExists();
}

/** Adds those of the qualifications that are not there yet. */
export async function addMissingQualifications(tx: Tx, qualifications: readonly NewQualification[]): Promise<void> {
  await tx.query(sql`
    insert into qualification(trainer_id, kind, topic, obtained_on, expires_on, evidence)
    select "trainerId", kind, topic, "obtainedOn", "expiresOn", evidence
    from jsonb_to_recordset(${JSON.stringify(qualifications)}::jsonb) as q("trainerId" uuid, kind text, topic text,
      "obtainedOn" date, "expiresOn" date, evidence text)
    on conflict do nothing`);
}

/** Gives qualifications to whose they are now, but those that the person has already: of one kind, topic and day. */
export async function mergeQualifications(tx: Tx, merges: Merges): Promise<void> {
  const { set, where, to } = movesOf('q', merges, 'trainer_id');
  await tx.query(sql`
    update qualification q set ${set} where q.id in (
      select distinct on (${to}, q.kind, q.topic, q.obtained_on) q.id from qualification q
      where ${where} and not exists (select from qualification own where own.trainer_id = ${to} and own.kind = q.kind
        and own.topic is not distinct from q.topic and own.obtained_on = q.obtained_on)
      order by ${to}, q.kind, q.topic, q.obtained_on, q.confirmed desc, q.id)`);
}
