import { refusing, type Tx } from '@takwin/platform/postgres';
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

/** Adds a qualification. Refuses QUALIFICATION_EXISTS, and dates in the wrong order. */
export async function addQualification(
  tx: Tx,
  { trainerId, kind, topic = null, obtainedOn, expiresOn = null, evidence }: NewQualification,
): Promise<void> {
  await refusing(
    tx.query(sql`
      insert into qualification(trainer_id, kind, topic, obtained_on, expires_on, evidence)
      values (${trainerId}, ${kind}, ${topic}, ${obtainedOn}, ${expiresOn}, ${evidence})`),
    {
      qualification_once: () => new QualificationExists(),
      qualification_dates: () => new QualificationDatesReversed(),
    },
  );
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
