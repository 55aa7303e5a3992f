import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import { actorOf } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import { coursesService } from './testing/courses-service.js';
import { given as givenIn } from './testing/given.js';

const { database, tokens, admin, close } = await coursesService();
afterAll(close);
const given = givenIn(database);
const prison = stableId('told of prisons', 'prison');
const run = <R>(statement: Sql) => database.db.asActor(actorOf('system'), (tx) => tx.query<R>(statement));

/** Who learns: ordinarily; while in the prison that they left; outside, and is in the prison now. */
const WHO = ['inside', 'left', 'ordinary'] as const;
type Who = (typeof WHO)[number];
const persons = {} as Record<Who, string>;
const places = {} as Record<Who, string>;
const evaluations = {} as Record<Who, string>;

beforeAll(async () => {
  await given.academySays({});
  await givenIn(database, prison).academySays({ profile: 'prison' });
  const course = await given.course('OF PRISONS', 30);
  const trainerId = await given.trainer('of prisons', course);
  const about = { courseId: course, startsOn: '2026-11-01', endsOn: '2026-12-31', seats: 9, trainerId };
  const offering = await admin.post('/v1/offerings', { ...about, academyId: given.academyId });
  const ids = await given.persons('of prisons', WHO.length);
  await given.personsSay(ids.map((id) => ({ id, version: 2, active: true, group: 'DEV101' })));
  for (const [at, who] of WHO.entries()) {
    const personId = (persons[who] = ids[at]!);
    places[who] = (await admin.post('/v1/enrolments', { personId, offeringId: offering.body.id })).body.id;
    await run(sql`insert into literacy(person_id, academy_id, region, version)
      values (${personId}, ${given.academyId}, ${given.region}, 1) on conflict do nothing`);
    const [evaluation] = await run<{
      id: string;
    }>(sql`insert into literacy_evaluation(person_id, score, state, sent_at, sent_by)
      values (${personId}, 800, 'held', now(), 'who sent it') returning id`);
    evaluations[who] = evaluation!.id;
  }
  await run(sql`update enrolment set academy_id = ${prison} where person_id = ${persons.left}`);
  await run(sql`update literacy set academy_id = ${prison} where person_id = ${persons.left}`);
  await run(sql`update person_copy set academy_id = ${prison} where subject = ${persons.inside}`);
});

type Api = typeof admin;
const as = async (about: Parameters<typeof tokens.of>[0]): Promise<Api> => admin.as(await tokens.of(about));
const group = (...academies: string[]) =>
  as({ role: 'trainer', academies: [given.academyId, ...academies], groups: ['DEV101'] });
const machine = (...scopes: string[]) => as({ role: 'integrator', scopes });

const answered = async (one: Api, pathOf: (who: Who) => string): Promise<Who[]> => {
  const told: Who[] = [];
  for (const who of WHO) if ((await one.get(`/v1/${pathOf(who)}`)).status === 200) told.push(who);
  return told;
};
const listed = async (one: Api, list: string): Promise<Who[]> => {
  const { items } = (await one.get(`/v1/${list}?first=100`)).body;
  return WHO.filter((who) => items.some(({ personId }: { personId: string }) => personId === persons[who]));
};
const PLACE = (who: Who) => `enrolments/${places[who]}`;
const RECORD = (who: Who) => `persons/${persons[who]}/learning-record`;
const EVALUATION = (who: Who) => `literacy-evaluations/${evaluations[who]}`;
const enrolmentsOf = async (one: Api, who: Who) => (await one.get(`/v1/${RECORD(who)}`)).body.enrolments;

describe('a trainer of a group', () => {
  it('is told what those in it learnt, but for what they did in a prison, and of nobody whose home is in one', async () => {
    const one = await group();
    expect(await answered(one, PLACE)).toEqual(['inside', 'ordinary']);
    expect(await listed(one, 'enrolments')).toEqual(['inside', 'ordinary']);
    expect(await answered(one, RECORD)).toEqual(['left', 'ordinary']);
    expect(await enrolmentsOf(one, 'left')).toEqual([]);
    expect(await enrolmentsOf(one, 'ordinary')).toHaveLength(1);
  });

  it('is told all of a prison that is theirs, and each of themselves', async () => {
    const inside = await group(prison);
    for (const way of [PLACE, RECORD]) expect(await answered(inside, way)).toEqual(WHO);
    const wire = { role: ['candidate', 'trainer'] };
    const about = { personId: persons.left, academies: [given.academyId], groups: ['DEV101'], wire };
    expect(await enrolmentsOf(await as({ role: 'candidate', ...about }), 'left')).toHaveLength(1);
  });
});

describe('a machine', () => {
  const READS = [
    ...['FindEnrolment', 'FindEnrolments', 'ReadLearningRecord', 'FindLiteracyEvaluation', 'FindLiteracyEvaluations'],
  ];

  it('that was not granted to be told of prisons is told of nobody who is in one, or was', async () => {
    const one = await machine(...READS);
    for (const way of [PLACE, EVALUATION]) expect(await answered(one, way)).toEqual(['ordinary']);
    for (const list of ['enrolments', 'literacy-evaluations']) expect(await listed(one, list)).toEqual(['ordinary']);
    expect(await answered(one, RECORD)).toEqual(['left', 'ordinary']);
    expect(await enrolmentsOf(one, 'left')).toEqual([]);
    const { body } = await one.graphql('{ enrolments(first: 50) { edges { node { personId } } } }');
    expect(JSON.stringify(body.data)).toContain(persons.ordinary);
    for (const who of ['left', 'inside'] as const) expect(JSON.stringify(body.data)).not.toContain(persons[who]);
  });

  it('reads the evaluations that it sent itself', async () => {
    const one = await as({ role: 'integrator', scopes: READS, subject: 'who sent it' });
    expect(await answered(one, EVALUATION)).toEqual(WHO);
  });

  it('that was granted it is told all', async () => {
    const one = await machine(...READS, 'prison-placements');
    for (const way of [PLACE, EVALUATION, RECORD]) expect(await answered(one, way)).toEqual(WHO);
  });

  it('is told of no academy whose copy does not say yet whether it is a prison', async () => {
    const without = (state: Sql) =>
      run(sql`update academy_copy set in_prison = ${state} where subject = ${given.academyId}`);
    await without(sql`null`);
    expect(await answered(await machine(...READS), PLACE)).toEqual([]);
    await without(sql`false`);
    expect(await answered(await machine(...READS), PLACE)).toEqual(['ordinary']);
  });
});
