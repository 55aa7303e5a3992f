import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { academy, person } from '@takwin/contracts/events/academies';
import { certification, registration } from '@takwin/contracts/events/certifications';
import { course, enrolment, literacy, offering } from '@takwin/contracts/events/courses';
import { licence } from '@takwin/contracts/events/licensing';
import { trainer } from '@takwin/contracts/events/trainers';
import sql from 'sql-template-tag';
import { type Fact, idOf } from '../testing/five-logs.js';
import { servedBoard, type ServedBoard } from '../testing/served-board.js';

let board: ServedBoard;
let services: ServedBoard['services'];
let admin: ServedBoard['admin'];

beforeAll(async () => {
  board = await servedBoard();
  ({ services, admin } = board);
});

afterAll(() => board?.close());

beforeEach(async () => {
  services.setDay('2027-06-01');
  await services.forget();
});

/** What a figure says on the days given: today, 1 June 2027, unless told. */
async function figure(id: string, ...days: string[]): Promise<number[]> {
  const asked = days.length > 0 ? days.map((day) => `?on=${day}`) : [''];
  const answers = await Promise.all(asked.map((query) => admin.get(`/v1/programme${query}`)));
  return answers.map(({ body }) => body.targets.find((target: { id: string }) => target.id === id).actual);
}

const south = { region: 'MA-05' };

describe('the figure of academies', () => {
  const accredited = { state: 'accredited' };

  it('counts those whose accreditation has begun and whose membership has not ended, on the day', async () => {
    await services.tell([
      [academy, 'of before', 1, { ...accredited, accreditedOn: '2026-09-01' }],
      [academy, 'without a day', 1, accredited],
      [academy, 'to come', 1, { ...accredited, accreditedOn: '2030-01-01' }],
      [academy, 'gone', 1, { ...accredited, accreditedOn: '2026-09-01', membershipUntil: '2020-12-31' }],
      [academy, 'going', 1, { ...accredited, accreditedOn: '2027-01-01', membershipUntil: '2027-03-31' }],
      [academy, 'suspended', 1, { state: 'suspended', accreditedOn: '2026-09-01' }],
      [academy, 'closed', 1, { state: 'closed', accreditedOn: '2026-09-01' }],
    ]);
    expect(await figure('academies')).toEqual([2]);
    expect(await figure('academies', '2026-08-31', '2026-09-01', '2026-12-31')).toEqual([1, 2, 2]);
    expect(await figure('academies', '2027-01-01', '2027-03-31', '2027-04-01')).toEqual([3, 3, 2]);
  });

  it('keeps the days before one was suspended, closed or lapsed, and leaves out those of before whose day nobody knows', async () => {
    const since = { accreditedOn: '2026-09-01' };
    const out = (from: string, until: string | null = null) => ({ interruptions: [{ from, until }] });
    await services.tell([
      [academy, 'suspended', 1, { state: 'suspended', ...since, ...out('2027-02-01') }],
      [academy, 'closed', 1, { state: 'closed', ...since, ...out('2027-03-01') }],
      [academy, 'reinstated', 1, { ...accredited, ...since, ...out('2027-01-10', '2027-01-19') }],
      [academy, 'closed before', 1, { state: 'closed', ...since, interruptions: [] }],
      [academy, 'never accredited', 1, { state: 'closed', ...out('2027-03-01') }],
    ]);
    expect(await figure('academies', '2026-08-31', '2026-09-01', '2027-01-09')).toEqual([0, 3, 3]);
    expect(await figure('academies', '2027-01-10', '2027-01-19', '2027-01-20')).toEqual([2, 2, 3]);
    expect(await figure('academies', '2027-01-31', '2027-02-01', '2027-02-28')).toEqual([3, 2, 2]);
    expect(await figure('academies', '2027-03-01', '2027-06-01')).toEqual([1, 1]);
  });

  it('ends with the convention where no membership says otherwise', async () => {
    await services.tell([
      [academy, 'a', 1, { ...accredited, accreditedOn: '2026-09-01' }],
      [academy, 'b', 1, { ...accredited, accreditedOn: '2026-09-01', membershipUntil: '2031-12-31' }],
    ]);
    services.setDay('2029-09-01');
    expect(await figure('academies', '2029-08-31', '2029-09-01')).toEqual([2, 1]);
  });
});

describe('the figure of courses', () => {
  const open = { state: 'open', startsOn: '2026-10-01', endsOn: '2027-01-31', learntOn: '2026-11-20' };
  const run = (name: string, about: object, state: string | null = 'enrolled'): Fact[] => [
    [course, name, 1, { state: 'catalogued' }],
    [offering, `of ${name}`, 1, { courseId: idOf(name), ...open, ...about }],
    ...(state ? [[enrolment, `in ${name}`, 1, { offeringId: idOf(`of ${name}`), state }] as const] : []),
  ];

  it('counts once each course of which an offering is taught, from the day on which the hours it takes were learnt in it', async () => {
    await services.tell([
      ...run('excel', {}),
      [offering, 'of excel too', 1, { courseId: idOf('excel'), ...open, ...south }],
      [enrolment, 'in excel too', 1, { offeringId: idOf('of excel too'), state: 'completed' }],
      ...run('word', { state: 'finished' }, 'completed'),
      ...run('access', { startsOn: '2027-05-15', endsOn: '2027-07-01', learntOn: '2027-05-31' }),
    ]);
    expect(await figure('courses')).toEqual([3]);
    expect(await figure('courses', '2026-11-19', '2026-11-20', '2027-05-30')).toEqual([0, 2, 2]);
  });

  it('are registered in a region by its offerings, and in the country by the catalogue; both as of today', async () => {
    await services.tell([
      ...run('excel', {}),
      ...run('word', { ...south, startsOn: '2027-09-01', endsOn: '2027-10-01' }, null),
      ...run('access', { ...south, state: 'cancelled' }, null),
      [course, 'never offered', 1, { state: 'catalogued' }],
    ]);
    const registered = async (query = '') => {
      const { body } = await admin.get(`/v1/programme?on=2026-12-01${query}`);
      return body.targets
        .filter(({ id }: { id: string }) => id === 'courses')
        .map(({ registered, registeredOn, on }: Record<string, unknown>) => [registered, registeredOn, on])[0];
    };
    expect(await registered()).toEqual([4, '2027-06-01', '2026-12-01']);
    expect(await registered('&region=MA-04')).toEqual([1, '2027-06-01', '2026-12-01']);
    expect(await registered('&region=MA-05')).toEqual([1, '2027-06-01', '2026-12-01']);
    expect(await registered('&region=MA-12')).toEqual([0, '2027-06-01', '2026-12-01']);
  });

  it('counts none that nobody attends, that is called off, to come, of other years, or made up', async () => {
    await services.tell([
      ...run('nobody', {}, null),
      ...run('waiting', {}, 'waitlisted'),
      ...run('given up', {}, 'withdrawn'),
      ...run('called off', { state: 'cancelled' }),
      ...run('to come', { startsOn: '2027-06-02', endsOn: '2027-07-01', learntOn: '2027-06-02' }),
      ...run('of 2020', { startsOn: '2020-01-01', endsOn: '2020-06-30', learntOn: '2020-06-30' }),
      ...run('learnt by no day', { learntOn: null }),
      ...run('told without that day', { learntOn: undefined }),
      ...run('made up', {}),
      [course, 'made up', 2, { state: 'catalogued', synthetic: true }],
    ]);
    expect(await figure('courses')).toEqual([0]);
  });

  it('counts none that nobody teaches, in which nobody learnt, or its trainer alone', async () => {
    const inIt = (name: string, hours: number, person = 'salma'): Fact => [
      ...([enrolment, `${person} in ${name}`, 1] as const),
      { offeringId: idOf(`of ${name}`), personId: idOf(person), state: 'enrolled', hours },
    ];
    await services.tell([
      ...run('untaught', { trainerId: null }),
      ...run('told without its trainer', { trainerId: undefined }),
      ...[...run('at no hour', {}, null), inIt('at no hour', 0)],
      ...[...run('alone', {}, null), inIt('alone', 30, 'teacher')],
    ]);
    expect(await figure('courses')).toEqual([0]);
  });

  it('takes the word of the service for the hours of one person, who may have learnt less than all', async () => {
    const place = { offeringId: idOf('of most'), personId: idOf('salma'), state: 'enrolled', hours: 24.6 };
    await services.tell([...run('most', {}, null), [enrolment, 'in most', 1, place]]);
    expect(await figure('courses')).toEqual([1]);
  });

  it('no longer counts a course once the last one in it has left', async () => {
    await services.tell(run('excel', {}));
    await services.tell([[enrolment, 'in excel', 2, { offeringId: idOf('of excel'), state: 'withdrawn' }]]);
    expect(await figure('courses')).toEqual([0]);
  });

  it('goes on counting a course that somebody was in to its last day', async () => {
    await services.tell([...run('excel', {}), ...run('word', {})]);
    const ended = { offeringId: idOf('of excel'), state: 'withdrawn', reason: 'OFFERING_FINISHED' };
    await services.tell([
      [offering, 'of excel', 2, { courseId: idOf('excel'), ...open, state: 'finished' }],
      [enrolment, 'in excel', 2, ended],
      [enrolment, 'in word', 2, { offeringId: idOf('of word'), state: 'withdrawn', reason: 'PERSON_HAS_LEFT' }],
    ]);
    expect(await figure('courses')).toEqual([1]);
  });
});

describe('the figures of persons', () => {
  it('count trainers from the day on which their plan was completed', async () => {
    await services.tell([
      [trainer, 'a', 1, { upskilling: 'completed', upskillingCompletedOn: '2027-02-01', upskillingProven: true }],
      [trainer, 'b', 1, { upskilling: 'completed', upskillingCompletedOn: '2028-02-01', upskillingProven: true }],
      [trainer, 'c', 1, { upskilling: 'in-progress' }],
    ]);
    expect(await figure('trainers', '2027-01-31', '2027-02-01', '2027-06-01')).toEqual([0, 1, 1]);
  });

  it('count each certification of a person once, of those achieved within the convention', async () => {
    await services.tell([
      [certification, 'a', 1, { state: 'held', achievedOn: '2026-12-01' }],
      [certification, 'a again', 1, { state: 'held', achievedOn: '2027-03-01' }],
      [certification, 'another', 1, { state: 'held', certification: 'AZ-900', achievedOn: '2027-03-01' }],
      [certification, 'of before', 1, { state: 'held', certification: 'MCP', achievedOn: '2026-08-31' }],
      [certification, 'to come', 1, { state: 'held', certification: 'PL-900', achievedOn: '2027-06-02' }],
      [certification, 'withdrawn', 1, { certification: 'DP-900', achievedOn: '2026-12-01' }],
    ]);
    expect(await figure('certifications', '2026-11-30', '2026-12-01', '2027-06-01')).toEqual([0, 1, 2]);
  });

  it('count no certification from the day on which its credential was revoked, until it is issued again', async () => {
    const held = { state: 'held', achievedOn: '2026-12-01', credentialId: idOf('credential') };
    await services.tell([[certification, 'a', 1, { ...held, revokedOn: '2027-03-01' }]]);
    expect(await figure('certifications', '2026-12-01', '2027-02-28', '2027-03-01', '2027-06-01')).toEqual([
      1, 1, 0, 0,
    ]);
    await services.tell([[certification, 'a', 2, { ...held, revokedOn: null }]]);
    expect(await figure('certifications', '2027-03-01', '2027-06-01')).toEqual([1, 1]);
  });

  it('count a person once, from the first licence on', async () => {
    await services.tell([
      [licence, 'a', 1, { state: 'assigned', assignedOn: '2026-12-01' }],
      [licence, 'b', 1, { state: 'assigned', assignedOn: '2026-11-01' }],
      [licence, 'c', 1, { state: 'assigned', assignedOn: '2027-02-01', personId: idOf('omar') }],
      [licence, 'd', 1, { state: 'released', assignedOn: '2026-11-01', personId: idOf('ali') }],
      [licence, 'e', 1, { state: 'assigned', assignedOn: '2027-06-02', personId: idOf('mona') }],
    ]);
    expect(await figure('office365-users', '2026-10-31', '2026-11-01', '2027-06-01')).toEqual([0, 1, 2]);
  });

  it('count literacy of staff and trainers, who are registered for it: of no trainee, and of nobody whom no register knows', async () => {
    const certified = { state: 'certified', certifiedOn: '2027-02-01' };
    const here = { state: 'active' };
    await services.tell([
      [person, 'a trainee', 1, { ...here, kind: 'trainee' }],
      [person, 'a clerk', 1, { ...here, kind: 'staff' }],
      [person, 'a trainer', 1, { ...here, kind: 'trainer' }],
      [literacy, 'a trainee', 1, certified],
      [literacy, 'a clerk', 1, certified],
      [literacy, 'a trainer', 1, certified],
      [literacy, 'nobody', 1, certified],
    ]);
    expect(await figure('literacy-completions')).toEqual([2]);
    const { body } = await admin.get('/v1/programme');
    expect(body.targets.at(-1)).toMatchObject({ id: 'literacy-completions', registered: 2, actual: 2 });
    const evidence = await admin.get('/v1/programme/targets/literacy-completions/evidence');
    const subjects = evidence.body.items.map(({ subject }: { subject: { id: string } }) => subject.id);
    expect(subjects.toSorted()).toEqual([idOf('a clerk'), idOf('a trainer')].toSorted());
  });

  it('count literacy from the day of the certificate', async () => {
    await services.tell([
      [person, 'a', 1, { kind: 'staff' }],
      [literacy, 'a', 1, { state: 'certified', certifiedOn: '2027-02-01' }],
      [literacy, 'b', 1, { state: 'evaluated' }],
    ]);
    expect(await figure('literacy-completions', '2027-01-31', '2027-02-01')).toEqual([0, 1]);
  });
});

describe('of a person whom an academy alone states', () => {
  const since = '2027-02-01';
  const facts = (name: string): Fact[] => [
    [trainer, name, 1, { upskilling: 'completed', upskillingCompletedOn: since, upskillingProven: true }],
    [certification, name, 1, { personId: idOf(name), state: 'held', achievedOn: since }],
    [registration, name, 1, { personId: idOf(name), state: 'passed' }],
    [licence, name, 1, { personId: idOf(name), state: 'assigned', assignedOn: since }],
    [literacy, name, 1, { personId: idOf(name), state: 'certified', certifiedOn: since }],
    [course, 'excel', 1, { state: 'catalogued' }],
    [offering, name, 1, { state: 'open', learntOn: since }],
    [enrolment, name, 1, { personId: idOf(name), offeringId: idOf(name), state: 'completed' }],
  ];
  const figures = ['trainers', 'certifications', 'courses', 'office365-users', 'literacy-completions'];
  const shown = async () => {
    const { body } = await admin.get('/v1/programme');
    const targets: { id: string; actual: number; registered: number }[] = body.targets;
    return figures.map((id) => {
      const { actual, registered } = targets.find((target) => target.id === id)!;
      return [id, actual, registered];
    });
  };
  const who = { state: 'active', kind: 'trainer' };

  it('no fact counts, and nothing is registered, until others confirm the person: then all does, from its own day', async () => {
    await services.tell([[person, 'stated', 1, { ...who, confirmed: false }], ...facts('stated')]);
    expect(await shown()).toEqual(figures.map((id) => [id, 0, id === 'courses' ? 1 : 0]));
    for (const id of figures) expect((await admin.get(`/v1/programme/targets/${id}/evidence`)).body.items).toEqual([]);
    await services.tell([[person, 'stated', 2, { ...who, confirmed: true }]]);
    expect(await shown()).toEqual(figures.map((id) => [id, 1, 1]));
    expect(await figure('certifications', '2027-01-31', since)).toEqual([0, 1]);
  });

  it('no fact counts of a record that is no more, whatever it is told of late, as long as it is somebody else’s', async () => {
    await services.tell([[person, 'one', 1, who], ...facts('one')]);
    const once = await shown();
    await services.tell([
      [person, 'twin', 1, { ...who, state: 'inactive', mergedInto: idOf('one') }],
      ...facts('twin'),
    ]);
    const figuresOf = (all: typeof once) => all.filter(([id]) => id !== 'courses');
    expect(figuresOf(await shown())).toEqual(figuresOf(once));
    await services.tell([[person, 'twin', 2, who]]);
    expect(figuresOf(await shown())).toEqual(figuresOf(once).map(([id]) => [id, 2, 2]));
  });

  it('as of one of before, who is believed as long as nothing else is told', async () => {
    await services.tell([[person, 'of before', 1, who], ...facts('of before')]);
    await services.query(sql`update scoreboard_person set confirmed = null`);
    expect(await shown()).toEqual(figures.map((id) => [id, 1, 1]));
  });
});

describe('the day of the figures', () => {
  it('is refused where it is to come, or no day, at both doors', async () => {
    for (const [day, code] of [
      ['2027-06-02', 'day_to_come'],
      ['2027-02-30', 'invalid_format'],
    ]) {
      const { status, body } = await admin.get(`/v1/programme?on=${day}`);
      expect([status, body]).toMatchObject([422, { code: 'INVALID_INPUT', errors: [{ path: 'on', code }] }]);
      const graph = await admin.graphql('query ($on: LocalDate) { programme(on: $on) { id } }', { on: day });
      expect(graph.body.errors[0].extensions).toMatchObject({ code: 'INVALID_INPUT', errors: [{ path: 'on', code }] });
    }
  });
});
