import { afterAll, beforeAll, describe } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import { actorOf, serviceWithAdmin, type ServiceWithAdmin } from '@takwin/platform/testing';
import { itKeepsAnswers, type Samples } from '@takwin/platform/testing/kept-answers';
import { itRefusesOfErased } from '@takwin/platform/testing/refused-of-erased';
import sql from 'sql-template-tag';
import { TrainersModule, trainersMigrations } from './index.js';
import { evidence } from './testing/evidence.js';

const academyId = stableId('academy', 'here');
let service: ServiceWithAdmin;
let director: string;

beforeAll(async () => {
  service = await serviceWithAdmin(TrainersModule, { schema: 'trainers', migrations: trainersMigrations });
  director = await service.tokens.of({ role: 'regional-director', regions: ['MA-04'] });
  await service.database.db.asActor(actorOf('system'), (tx) =>
    tx.query(sql`insert into academy_copy(subject, version, generation, region, accredited)
      values (${academyId}, 1, 1, 'MA-04', true)`),
  );
  for (const code of ['EXCEL', 'WORD']) await evidence(service.database).course(code);
});
afterAll(() => service?.close());

let serial = 0;
const person = async (): Promise<string> => {
  const id = stableId('kept person', String(++serial));
  await service.database.db.asActor(actorOf('system'), (tx) =>
    tx.query(sql`insert into person_copy(subject, version, generation, kind, academy_id, region, active)
      values (${id}, 1, 1, 'trainer', ${academyId}, 'MA-04', true)`),
  );
  return id;
};
const trainer = async (): Promise<string> => {
  const personId = await person();
  const { status, body } = await service.admin.post('/v1/trainers', { personId });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return personId;
};
const planned = (ref: string) => ({ items: [{ kind: 'course', ref, dueOn: '2027-01-31' }] });

const samples: Samples = {
  RegisterTrainer: async () => ({ body: { personId: await person() }, other: { personId: await person() } }),
  AddQualification: async () => {
    const body = { kind: 'teach', topic: 'excel', obtainedOn: '2026-01-10', evidence: 'MO-200' };
    return { path: { trainerId: await trainer() }, body, other: { ...body, topic: 'word' } };
  },
  PlanUpskilling: async () => ({
    path: { trainerId: await trainer() },
    body: planned('EXCEL'),
    other: planned('WORD'),
  }),
  WithdrawPlanItem: async () => {
    const trainerId = await trainer();
    const { body: plan } = await service.admin.put(`/v1/trainers/${trainerId}/upskilling-plan`, planned('EXCEL'));
    const reason = { body: { reason: 'the course is not taught' }, other: { reason: 'another course will do' } };
    return { token: director, path: { trainerId, itemId: plan.items[0].id }, ...reason };
  },
  CompletePlanItem: async () => {
    const trainerId = await trainer();
    const { status, body } = await service.admin.put(`/v1/trainers/${trainerId}/upskilling-plan`, planned('EXCEL'));
    if (status >= 300) throw new Error(JSON.stringify(body));
    const itemId = body.items[0].id;
    return {
      token: director,
      path: { trainerId, itemId },
      body: { document: 'DR-04/2026/1' },
      other: { document: 'DR-04/2026/2' },
    };
  },
};

describe('a keyed write of trainers', () => {
  itKeepsAnswers(() => service, samples);
  itRefusesOfErased(() => service, samples, { RegisterTrainer: 'PERSON_UNKNOWN' });
});
