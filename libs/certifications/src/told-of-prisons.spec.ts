import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql, { raw } from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from './testing/exam-environment.js';

type Api = ExamEnvironment['admin'];

let on: ExamEnvironment;
let prison: string;
let prisonSitting: string;
let openSitting: string;
/** Who sat an exam: ordinarily; while in the prison that they left; at a seat in the prison; outside, and is in the prison now. */
const WHO = ['ordinary', 'left', 'seated', 'inside'] as const;
type Who = (typeof WHO)[number];
const persons = {} as Record<Who, string>;
const registrations = {} as Record<Who, string>;
const certifications = {} as Record<Who, string>;

beforeAll(async () => {
  on = await examEnvironment();
  prison = await on.given.academy('Inside', { inPrison: true });
  const [open, closed] = [await on.sitting(), await on.sitting()];
  [openSitting, prisonSitting] = [open.id, closed.id];
  for (const who of WHO) {
    persons[who] = await on.person(who);
    const seat = who === 'ordinary' || who === 'inside' ? openSitting : prisonSitting;
    registrations[who] = (await on.book(persons[who], seat)).body.id;
  }
  for (const who of WHO) {
    await on.sit(registrations[who], 900);
    await on.given.personSays(persons[who], on.academyId, { group: 'DEV101' });
    const [held] = await on.sql<{ id: string }>(sql`select id from held where person_id = ${persons[who]} limit 1`);
    certifications[who] = held!.id;
    await on.sql(sql`with charged as (
        insert into charge(registration_id, person_id, academy_id, region, dirhams, payer)
        values (${registrations[who]}, ${persons[who]}, ${on.academyId}, ${on.given.region}, 200, 'candidate') returning id)
      insert into charge_entry(charge_id, state, at, made_by, reason)
      select id, 'booked', now(), 'spec', 'CANCELLED_LATE' from charged`);
  }
  await on.sql(sql`update sitting set academy_id = ${prison} where id = ${prisonSitting}`);
  for (const table of ['registration', 'credential', 'held', 'charge'])
    await on.sql(sql`update ${raw(table)} set academy_id = ${prison} where person_id = ${persons.left}`);
  await on.sql(sql`update person_copy set academy_id = ${prison} where subject = ${persons.inside}`);
}, 120_000);
afterAll(() => on?.close());

const as = async (about: Parameters<ExamEnvironment['tokens']['of']>[0]): Promise<Api> =>
  on.admin.as(await on.tokens.of(about));
const group = (...academies: string[]) =>
  as({ role: 'trainer', academies: [on.academyId, ...academies], groups: ['DEV101'] });
const machine = (...scopes: string[]) => as({ role: 'integrator', scopes });

const named = (answer: unknown): Who[] =>
  WHO.filter((who) =>
    [persons[who], registrations[who]].some((id) => JSON.stringify(answer ?? null).includes(id)),
  ).sort();
/** Of whom a list tells. */
const listed = async (one: Api, path: string): Promise<Who[]> => {
  const { status, body } = await one.get(`/v1/${path}`);
  return status === 200 ? named(body) : [];
};
/** Of whom somebody is answered at a place of each. */
const answered = async (one: Api, pathOf: (who: Who) => string): Promise<Who[]> => {
  const told: Who[] = [];
  for (const who of WHO) if ((await one.get(`/v1/${pathOf(who)}`)).status === 200) told.push(who);
  return told.sort();
};
const ALL = WHO.toSorted();
const REGISTRATION = (who: Who) => `registrations/${registrations[who]}`;
const HISTORY = (who: Who) => `results/${registrations[who]}`;
const CERTIFICATION = (who: Who) => `certifications/${certifications[who]}`;
const ELIGIBILITY = (who: Who) => `persons/${persons[who]}/exam-eligibility?examCode=MO-200`;

describe('a trainer of a group', () => {
  it('is told of the past of those in it, but for what a prison of it would tell', async () => {
    const one = await group();
    expect(await listed(one, 'registrations?first=100')).toEqual(['inside', 'ordinary']);
    expect(await answered(one, REGISTRATION)).toEqual(['inside', 'ordinary']);
    expect(await answered(one, HISTORY)).toEqual(['inside', 'ordinary']);
    expect(await listed(one, 'credentials?first=100')).toEqual(['inside', 'ordinary', 'seated']);
    expect(await answered(one, CERTIFICATION)).toEqual(['inside', 'ordinary', 'seated']);
    const { body } = await one.graphql('{ registrations(first: 50) { edges { node { id personId } } } }');
    expect(named(body.data)).toEqual(['inside', 'ordinary']);
  });

  it('is told no more than the manager, and all of a prison that is theirs', async () => {
    const manager = await as({ role: 'academy-manager', academies: [on.academyId] });
    expect(await listed(manager, 'registrations?first=100')).not.toContain('left');
    expect(await answered(manager, CERTIFICATION)).not.toContain('left');
    const inside = await group(prison);
    for (const way of [REGISTRATION, HISTORY, CERTIFICATION, ELIGIBILITY])
      expect(await answered(inside, way)).toEqual(ALL);
  });

  it('may not assess who has their home in a prison', async () => {
    expect(await answered(await group(), ELIGIBILITY)).toEqual(['left', 'ordinary', 'seated']);
  });

  it('who manages another academy besides is told no more', async () => {
    const other = await on.given.academy('Other', { region: 'MA-06' });
    const wire = { role: ['academy-manager', 'trainer'], academy: [on.academyId, other], group: ['DEV101'] };
    const one = await as({ role: 'trainer', wire });
    expect(await answered(one, REGISTRATION)).not.toContain('left');
  });

  it('keeps all that is their own, as every candidate does', async () => {
    for (const role of [['candidate'], ['candidate', 'trainer']]) {
      const about = { personId: persons.left, academies: [on.academyId], groups: ['DEV101'], wire: { role } };
      const one = await as({ role: 'candidate', ...about });
      for (const way of [REGISTRATION, HISTORY, CERTIFICATION, ELIGIBILITY])
        expect(await answered(one, way)).toContain('left');
    }
  });
});

const READS = ['FindRegistration', 'FindCredentials', 'FindCertification', 'AssessExamEligibility', 'FindCharges'];

describe('a machine that was not granted to be told of prisons', () => {
  it('is told of nobody who is in one, was, or sat in one, at any door', async () => {
    const one = await machine(...READS, 'FindResultHistory', 'FindResults', 'FindMismatches');
    for (const way of [REGISTRATION, HISTORY]) expect(await answered(one, way)).toEqual(['ordinary']);
    expect(await answered(one, CERTIFICATION)).toEqual(['ordinary', 'seated']);
    expect(await answered(one, ELIGIBILITY)).toEqual(['left', 'ordinary', 'seated']);
    expect(await listed(one, 'results?first=100')).toEqual(['ordinary']);
    expect(await listed(one, 'charges?first=100')).toEqual(['ordinary', 'seated']);
    for (const who of ['left', 'inside'] as const)
      expect((await one.get(`/v1/credentials?personId=${persons[who]}`)).body.items).toEqual([]);
    expect((await one.get(`/v1/credentials?personId=${persons.ordinary}`)).body.items).not.toEqual([]);
  });

  it('calls no roll in one, and finds nobody of one in others', async () => {
    const one = await machine('CallRoll', 'FindExamDayRecords');
    for (const list of ['roll-call', 'records']) {
      expect((await one.get(`/v1/sittings/${prisonSitting}/${list}`)).status).toBe(404);
      expect(await listed(one, `sittings/${openSitting}/${list}`)).toEqual(['ordinary']);
      expect(await listed(on.admin, `sittings/${openSitting}/${list}`)).toEqual(['inside', 'ordinary']);
    }
  });

  it('reads again what it recorded of a sitting in one, and no more', async () => {
    const one = await machine('RecordExamDay', 'FindExamDayRecords');
    const at = new Date(on.database.clock.now().getTime() - 3_600_000).toISOString();
    const record = {
      id: crypto.randomUUID(),
      kind: 'incident',
      registrationId: registrations.seated,
      at,
      reason: 'noise',
    };
    const path = `/v1/sittings/${prisonSitting}/records`;
    expect((await one.post(path, { records: [record] })).body.outcomes).toMatchObject([{ outcome: 'recorded' }]);
    expect((await one.get(path)).body.items).toMatchObject([{ id: record.id }]);
  });
});

describe('a machine', () => {
  it('that may deliver results is told all of them, and nothing else of who is in a prison', async () => {
    for (const scopes of [['results'], ['RecordResults', 'FindResults', 'FindResultHistory']]) {
      const one = await machine(...scopes, 'FindRegistration');
      expect(await listed(one, 'results?first=100')).toEqual(ALL);
      expect(await answered(one, HISTORY)).toEqual(ALL);
      expect(await answered(one, REGISTRATION)).toEqual(['ordinary']);
    }
    const attempts = async (...scopes: string[]) =>
      (await (await machine(...scopes)).get(`/v1/past-attempts?personId=${persons.inside}`)).status;
    expect([await attempts('results'), await attempts('FindPastAttempts')]).toEqual([200, 404]);
  });

  it('that was granted to be told of prisons is told all', async () => {
    const one = await machine(...READS, 'FindResultHistory', 'CallRoll', 'prison-placements');
    for (const way of [REGISTRATION, HISTORY, CERTIFICATION, ELIGIBILITY])
      expect(await answered(one, way)).toEqual(ALL);
    expect(await listed(one, `sittings/${prisonSitting}/roll-call`)).toEqual(['left', 'seated']);
  });
});
