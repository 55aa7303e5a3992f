import { person } from '@takwin/contracts/events/academies';
import { reaction } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { trainers, type TrainerSeed } from './reference/trainers.js';
import { announce } from './announce-trainers.js';

const seeds = new Map<string, TrainerSeed>(trainers().map((seed) => [seed.personId, seed]));

/**
 * Makes trainers of the 420 synthetic persons as the register of persons tells of them: their academies are known there and
 * nowhere else. A person who is a trainer already stays as one is.
 */
export const syntheticTrainers = reaction(person, async (tx, changes) => {
  const known = changes.filter(({ id }) => seeds.has(id));
  if (known.length === 0) return;
  const rows = known.map(({ id, state }) => ({ id, academy: state.academyId, region: state.region }));
  const added = await tx.query<{ id: string }>(sql`
    insert into trainer(id, academy_id, region, synthetic)
    select id, academy, region, true
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, academy uuid, region text)
    on conflict do nothing returning id`);
  const ids = added.map(({ id }) => id);
  const qualifications = ids.flatMap((id) => qualificationsOf(seeds.get(id)!));
  await tx.query(sql`
    insert into qualification(trainer_id, kind, topic, obtained_on, expires_on, evidence)
    select trainer, kind, topic, "obtainedOn", "expiresOn", evidence
    from jsonb_to_recordset(${JSON.stringify(qualifications)}::jsonb) as q(trainer uuid, kind text, topic text,
      "obtainedOn" date, "expiresOn" date, evidence text)
    on conflict do nothing`);
  await announce(tx, 'TrainerRegistered', ids);
});

function qualificationsOf({ personId: trainer, qualifications, proctorTrainedOn }: TrainerSeed) {
  const teaching = qualifications.map(({ topic, obtainedOn, expiresOn, examCode }) => ({
    trainer,
    kind: 'teach',
    topic,
    obtainedOn,
    expiresOn,
    evidence: examCode ?? 'attestation',
  }));
  if (proctorTrainedOn === null) return teaching;
  const training = { trainer, kind: 'proctor', topic: null, obtainedOn: proctorTrainedOn, expiresOn: null };
  return [...teaching, { ...training, evidence: 'proctor training' }];
}
