import { afterAll, beforeAll, describe } from '@jest/globals';
import { itKeepsAnswers, type Samples } from '@takwin/platform/testing/kept-answers';
import { itRefusesOfErased, nobodys } from '@takwin/platform/testing/refused-of-erased';
import { given as givenIn } from './testing/given.js';
import { coursesService } from './testing/courses-service.js';

const service = await coursesService();
afterAll(() => service.close());
const given = givenIn(service.database);
let course: string;
let director: string;
let third: string;

beforeAll(async () => {
  await given.academy();
  director = await service.tokens.of({ role: 'regional-director', regions: [given.region] });
  third = await service.tokens.of({ role: 'programme-admin', subject: 'third' });
  course = (await service.admin.get('/v1/courses?topic=digital-literacy&first=1')).body.items[0].id;
});

let serial = 0;
const person = async (): Promise<string> => (await given.persons(`kept ${++serial}`, 1))[0]!;
const made = async (path: string, body: object) => {
  const { status, body: said } = await service.admin.post(path, body);
  if (status >= 300) throw new Error(JSON.stringify(said));
  return said;
};
const newOffering = (seats = 10) => ({
  ...{ courseId: course, academyId: given.academyId },
  ...{ startsOn: '2026-12-01', endsOn: '2026-12-31', seats },
});
const offering = async (): Promise<string> => (await made('/v1/offerings', newOffering())).id;
const current = async (): Promise<string> => {
  const trainerId = await given.trainer('kept', course);
  return (await made('/v1/offerings', { ...newOffering(100), startsOn: '2026-11-01', trainerId })).id;
};
const statement = (personId: string, day: number) => ({
  id: crypto.randomUUID(),
  actor: { account: { name: personId } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/attended' },
  object: { id: course },
  result: { duration: 'PT8H' },
  timestamp: `2026-11-${day}T20:00:00Z`,
});
const learner = async (): Promise<string> => {
  const id = await person();
  const offeringId = await current();
  await made('/v1/enrolments', { personId: id, offeringId });
  await made('/v1/statements', { statements: [19, 20, 21, 22].map((day) => statement(id, day)) });
  const by = service.admin.as(
    await service.tokens.of({ role: 'regional-director', regions: [given.region], subject: 'confirmer' }),
  );
  await by.post(`/v1/offerings/${offeringId}/confirm-hours`);
  return id;
};

const samples: Samples = {
  OpenOffering: () => ({ body: newOffering(), other: newOffering(11) }),
  ChangeOffering: async () => ({ path: { id: await offering() }, body: { seats: 20 }, other: { seats: 21 } }),
  CancelOffering: async () => ({ path: { id: await offering() } }),
  ConfirmHours: async () => {
    const id = await current();
    const personId = await person();
    await made('/v1/enrolments', { personId, offeringId: id });
    await made('/v1/statements', { statements: [statement(personId, 20)] });
    return { token: director, path: { id } };
  },
  Enrol: async () => {
    const body = { personId: await person(), offeringId: await offering() };
    return { body, other: { ...body, waitlist: false } };
  },
  EnrolPersons: async () => {
    const persons = [await person(), await person()];
    const body = { persons, offeringId: await offering() };
    return { body, other: { ...body, persons: [persons[0]] } };
  },
  Withdraw: async () => {
    const { id } = await made('/v1/enrolments', { personId: await person(), offeringId: await offering() });
    return { path: { id } };
  },
  RevokeLiteracyEvaluation: async () => {
    const { evaluationId } = await made(`/v1/persons/${await learner()}/literacy-evaluation`, { score: 700 });
    const by = service.admin.as(third);
    await by.post(`/v1/literacy-evaluations/${evaluationId}/decide`, { accept: true, reason: 'seen the sheet' });
    const body = { reason: 'the sheet was forged' };
    return { token: director, path: { id: evaluationId }, body, other: { reason: 'somebody else was there' } };
  },
  RecordStatements: async () => {
    const body = (day: number) => ({ statements: [statement(id, day)] });
    const id = await person();
    return { body: body(20), other: body(21) };
  },
  EvaluateLiteracy: async () => ({
    path: { personId: await learner() },
    body: { score: 700 },
    other: { score: 710 },
  }),
  DecideLiteracyEvaluation: async () => {
    const { evaluationId } = await made(`/v1/persons/${await learner()}/literacy-evaluation`, { score: 700 });
    const body = { accept: true, reason: 'seen the sheet' };
    return { token: director, path: { id: evaluationId }, body, other: { ...body, accept: false } };
  },
};

describe('a keyed write of courses', () => {
  itKeepsAnswers(() => service, samples);
  itRefusesOfErased(() => service, samples, {
    ...nobodys('OpenOffering', 'ChangeOffering', 'CancelOffering', 'ConfirmHours'),
    // Who was erased has no enrolment open by then.
    Withdraw: null,
    Enrol: 'PERSON_HAS_LEFT',
    EnrolPersons: 'person-has-left',
  });
});
