import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { academy, person } from '@takwin/contracts/events/academies';
import { certification } from '@takwin/contracts/events/certifications';
import type { ProgrammeAsked } from '@takwin/contracts/convention';
import type { Role } from '@takwin/platform/auth';
import sql from 'sql-template-tag';
import type { AccreditedAcademies } from './count-accredited-academies.js';
import type { TargetView } from './programme.js';
import { ReadProgrammeHandler } from './read-programme.js';
import { type Fact, type FiveLogs, idOf } from '../testing/five-logs.js';
import { servedBoard, type ServedBoard } from '../testing/served-board.js';

let board: ServedBoard;
let services: ServedBoard['services'];
let tokens: ServedBoard['tokens'];
let admin: ServedBoard['admin'];

/** What the register was asked to count. */
const asked: Partial<ProgrammeAsked>[] = [];

/** The register of academies, in whose place its log stands here: what it said last of each. */
const registerOn = (log: FiveLogs) =>
  class Register implements AccreditedAcademies {
    async run(_: unknown, { region, on }: Partial<ProgrammeAsked>): Promise<number> {
      asked.push({ region, on });
      const latest = await log.query<{ state: string; region: string }>(sql`
        select distinct on (change ->> 's') change #>> '{d,state}' as state, change #>> '{d,region}' as region
        from event, jsonb_array_elements(body -> 'changes') change where subject = 'academy'
        order by change ->> 's', (change ->> 'v')::int desc`);
      return latest.filter((one) => one.state === 'accredited' && (!region || one.region === region)).length;
    }
  };

beforeAll(async () => {
  board = await servedBoard(registerOn);
  ({ services, tokens, admin } = board);
  await services.tell([
    [academy, 'ista', 1, { state: 'accredited' }],
    [academy, 'ista south', 1, { region: 'MA-05', state: 'accredited' }],
    [academy, 'ista hopes', 1, { state: 'candidate' }],
  ]);
});

afterAll(() => board?.close());

beforeEach(() => services.setDay('2026-11-23'));

const targets = async (region?: string): Promise<Record<string, TargetView>> => {
  const { body } = await admin.get(`/v1/programme${region ? `?region=${region}` : ''}`);
  return Object.fromEntries(body.targets.map((target: TargetView) => [target.id, target]));
};

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

describe('the scoreboard', () => {
  it('is read once, however often a service is asked for it', async () => {
    const reads = jest.spyOn(ReadProgrammeHandler.prototype, 'run');
    const of = Array.from({ length: 500 }, () => ({ __typename: 'Programme', id: 'programme' }));
    const query = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Programme { targets { id } } } }';
    const { body } = await admin.post('/graphql', { query, variables: { of } });
    expect(body.data._entities).toHaveLength(500);
    expect(body.data._entities[499].targets).toHaveLength(6);
    expect(reads).toHaveBeenCalledTimes(1);
    reads.mockRestore();
  });

  it('is read by every role, and by nobody without a token', async () => {
    const roles: Role[] = ['regional-director', 'academy-manager', 'trainer', 'candidate', 'auditor'];
    for (const role of roles) {
      const { status, body } = await admin.as(await tokens.of({ role })).get('/v1/programme');
      expect([role, status, body.targets?.length]).toEqual([role, 200, 6]);
    }
    expect(await admin.as().get('/v1/programme')).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    const wrong = await admin.post('/v1/programme');
    expect([wrong.status, wrong.body.code, wrong.headers.get('allow')]).toEqual([
      405,
      'METHOD_NOT_ALLOWED',
      'GET, HEAD',
    ]);
    expect(await admin.get('/v1/programme?region=MA-13')).toMatchObject({
      status: 422,
      body: { code: 'INVALID_INPUT', errors: [{ path: 'region' }] },
    });
  });
});

describe('the recount', () => {
  const both = async (region?: string) => {
    const { body } = await admin.graphql(
      `query($region: String) { programme(region: $region) { accreditedAcademies targets { id actual } } }`,
      { region },
    );
    const { accreditedAcademies, targets } = body.data.programme;
    return {
      recount: accreditedAcademies,
      scoreboard: targets.find(({ id }: TargetView) => id === 'academies').actual,
    };
  };

  it('agrees with the scoreboard, and finds a copy that was spoilt, until it is made anew', async () => {
    expect(await both()).toEqual({ recount: 2, scoreboard: 2 });
    expect(await both('MA-05')).toEqual({ recount: 1, scoreboard: 1 });
    await services.query(sql`delete from scoreboard_academy where region = 'MA-05'`);
    expect(await both()).toEqual({ recount: 2, scoreboard: 1 });
    expect(await both('MA-05')).toEqual({ recount: 1, scoreboard: 0 });
    await services.rebuild();
    expect(await both()).toEqual({ recount: 2, scoreboard: 2 });
    expect(await both('MA-05')).toEqual({ recount: 1, scoreboard: 1 });
  });
});

describe('what is recounted', () => {
  it('is what the programme was asked for, unless the recount is asked for another region', async () => {
    const { body } = await admin.graphql(
      `{ south: programme(region: "MA-05", on: "2026-11-20") { region on accreditedAcademies all: accreditedAcademies(region: "MA-04") }
        whole: programme { region on accreditedAcademies south: accreditedAcademies(region: "MA-05") } }`,
    );
    expect(body.data).toEqual({
      south: { region: 'MA-05', on: '2026-11-20', accreditedAcademies: 1, all: 1 },
      whole: { region: null, on: '2026-11-23', accreditedAcademies: 2, south: 1 },
    });
    expect(asked).toContainEqual({ region: null, on: '2026-11-23' });
    expect(asked).toContainEqual({ region: 'MA-05', on: '2026-11-20' });
  });
});

describe('setting a target', () => {
  const seen = (version: number) => ({ headers: { 'if-match': `"${version}"` } });
  const reason = 'endorsed by the committee';
  const set = async (id: string, body: object, api = admin) =>
    api.patch(`/v1/programme/targets/${id}`, { reason, ...body }, seen((await targets())[id]?.version ?? 1));
  const rows = () =>
    services.query<{ id: string; version: number }>(sql`select * from scoreboard_target order by position`);

  it('promises the convention’s figures until the programme sets others, each a version', async () => {
    const { academies, 'literacy-completions': literacies } = await targets();
    expect(academies).toMatchObject({ target: 100, dueOn: '2029-08-31' });
    expect(literacies).toMatchObject({ target: null, dueOn: '2029-08-31' });
    const { status, body } = await set('literacy-completions', { target: 7_000, dueOn: '2028-06-30' });
    expect([status, body.targets.at(-1)]).toMatchObject([200, { target: 7_000, dueOn: '2028-06-30' }]);
    for (const _ of ['set', 'the same again']) await set('literacy-completions', { target: 8_000 });
    expect((await targets())['literacy-completions']).toMatchObject({ target: 8_000, dueOn: '2028-06-30' });
    expect(await rows()).toMatchObject([...Array(5).fill({ version: 1 }), { target: 8_000, version: 3 }]);
  });

  it('tells who changed it, when and why, and shows on each day what stood on it, at both doors', async () => {
    const before = (await targets()).academies!;
    expect(before).toMatchObject({ target: 100, changes: [] });
    const on = async (day: string) => {
      const rest = (await admin.get(`/v1/programme?on=${day}`)).body.targets[0];
      const query = `{ programme(on: "${day}") { target(id: "academies") { target dueOn changes {
        version changedAt changedOn changedBy reason targetBefore target dueBefore dueOn } } } }`;
      const { target, dueOn, changes } = (await admin.graphql(query)).body.data.programme.target;
      expect({ target, dueOn, changes }).toEqual({ target: rest.target, dueOn: rest.dueOn, changes: rest.changes });
      return rest;
    };
    for (const [day, target, why] of [
      ['2026-11-23', 105, 'five more from the Oriental'],
      ['2026-11-25', 110, 'counted anew'],
      ['2026-11-25', 120, 'ten were left out'],
    ] as const) {
      services.setDay(day);
      expect(await set('academies', { target, reason: why, dueOn: '2029-06-30' })).toMatchObject({ status: 200 });
    }
    expect(await on('2026-11-22')).toMatchObject({ target: 100, dueOn: '2029-08-31', changes: [] });
    const first = {
      version: before.version + 1,
      changedAt: '2026-11-23T12:00:00.000Z',
      changedOn: '2026-11-23',
      changedBy: expect.any(String),
      reason: 'five more from the Oriental',
      ...{ targetBefore: 100, target: 105, dueBefore: '2029-08-31', dueOn: '2029-06-30' },
    };
    expect(await on('2026-11-24')).toMatchObject({ target: 105, dueOn: '2029-06-30', changes: [first] });
    const { target, changes } = await on('2026-11-25');
    expect([target, changes.map((change: { reason: string }) => change.reason)]).toEqual([
      120,
      ['ten were left out', 'counted anew', 'five more from the Oriental'],
    ]);
  });

  it('tells the programme and its auditors who changed it, and nobody else, at both doors', async () => {
    expect((await set('academies', { target: 131 })).status).toBe(200);
    const toldTo = async (role: Role): Promise<string[]> => {
      const one = admin.as(await tokens.of({ role, scopes: ['*'] }));
      const query = '{ programme { target(id: "academies") { changes { changedBy reason } } } }';
      const rest = (await one.get('/v1/programme')).body.targets[0].changes;
      const graph = (await one.graphql(query)).body.data.programme.target.changes;
      expect([rest[0].reason, graph[0].reason]).toEqual([reason, reason]);
      return [typeof rest[0].changedBy, typeof graph[0].changedBy];
    };
    for (const role of ['programme-admin', 'auditor'] as const)
      expect(await toldTo(role)).toEqual(['string', 'string']);
    for (const role of ['regional-director', 'academy-manager', 'trainer', 'candidate', 'integrator'] as const)
      expect(await toldTo(role)).toEqual(['object', 'object']);
  });

  it.each([
    ['no reason', undefined],
    ['an empty one', '  '],
    ['one that is none', 'no'],
    ['a report', 'x'.repeat(501)],
  ])('is refused with %s', async (_, why) => {
    const before = await rows();
    const refused = { code: 'INVALID_INPUT', errors: [{ path: 'reason' }] };
    expect(await set('courses', { target: 1_501, reason: why })).toMatchObject({ status: 422, body: refused });
    const mutation = 'mutation($input: SetTargetInput!) { setTarget(input: $input) { id } }';
    const { errors } = (await admin.graphql(mutation, { input: { id: 'courses', target: 1_501, reason: why } })).body;
    expect(errors[0].extensions).toMatchObject({ code: 'INVALID_INPUT', errors: [{ path: 'reason' }] });
    expect(await rows()).toEqual(before);
  });

  it('is due on a day of the convention', async () => {
    for (const dueOn of ['2026-08-31', '2029-09-01'])
      expect((await set('courses', { target: 1_500, dueOn })).body.errors).toMatchObject([
        { path: 'dueOn', code: 'outside_convention' },
      ]);
  });

  it('is refused to who saw another version, and shows the one that stands', async () => {
    const { version } = (await targets()).courses!;
    const path = '/v1/programme/targets/courses';
    const { body } = await admin.patch(path, { target: 1_600, reason }, seen(version));
    expect(body.targets[3]).toMatchObject({ id: 'courses', target: 1_600, version: version + 1 });
    for (const target of [1_700, 1_600])
      expect(await admin.patch(path, { target, reason }, seen(version))).toMatchObject({
        status: 412,
        body: { code: 'VERSION_MISMATCH', current: version + 1 },
      });
    await admin.patch(path, { target: 1_500, reason }, seen(version + 1));
    expect((await targets()).courses).toMatchObject({ target: 1_500, version: version + 2 });
  });

  it('is the programme administrator’s alone', async () => {
    const before = await rows();
    const others: Role[] = ['regional-director', 'academy-manager', 'trainer', 'candidate', 'auditor', 'integrator'];
    for (const role of others) {
      const refused = await set('academies', { target: 1 }, admin.as(await tokens.of({ role, scopes: ['*'] })));
      expect([role, refused.status, refused.body.code]).toEqual([role, 403, 'FORBIDDEN']);
    }
    expect(await set('academies', { target: 1 }, admin.as())).toMatchObject({ status: 401 });
    const auditor = admin.as(await tokens.of({ role: 'auditor' }));
    const { body } = await auditor.graphql('mutation { setTarget(input: { id: "academies", target: 1 }) { id } }');
    expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
    expect(await rows()).toEqual(before);
  });

  it.each([
    ['a figure of none', 'academies', { target: 0 }, 'target'],
    ['half an academy', 'academies', { target: 1.5 }, 'target'],
    ['more than there are people', 'academies', { target: 100_000_001 }, 'target'],
    ['a figure in words', 'academies', { target: '120' }, 'target'],
    ['no figure', 'academies', { dueOn: '2028-06-30' }, 'target'],
    ['a day that no calendar has', 'academies', { target: 120, dueOn: '2027-02-29' }, 'dueOn'],
    ['a day before the convention', 'academies', { target: 120, dueOn: '2026-08-31' }, 'dueOn'],
    ['a field of another', 'academies', { target: 120, actual: 120 }, 'actual'],
    ['a target that nobody promised', 'castles', { target: 120 }, 'id'],
  ])('refuses %s at both doors, and writes nothing', async (_, id, body, path) => {
    const before = await rows();
    expect(await set(id, body)).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT', errors: [{ path }] } });
    const mutation = 'mutation($input: SetTargetInput!) { setTarget(input: $input) { id } }';
    const { errors } = (await admin.graphql(mutation, { input: { id, reason, ...body } })).body;
    expect(errors[0].extensions.code).toMatch(/^(INVALID_INPUT|BAD_USER_INPUT)$/);
    expect(await rows()).toEqual(before);
  });
});

describe('the page of a region', () => {
  it('shows its share of each target by its active trainees, and the shares add up to the target', async () => {
    const trainees = (region: string, count: number, about: object = {}): Fact[] =>
      Array.from({ length: count }, (_, n) => [person, `${region} ${n}`, 1, { region, state: 'active', ...about }]);
    await services.tell([
      ...trainees('MA-01', 3),
      ...trainees('MA-05', 4),
      ...trainees('MA-12', 2, { state: 'inactive' }),
      ...trainees('MA-11', 2, { kind: 'staff' }),
    ]);
    const national = await targets();
    expect(national.trainers).toMatchObject({ target: 420, share: null, region: null });
    const north = await targets('MA-01');
    const south = await targets('MA-05');
    expect(north.trainers).toMatchObject({ target: 180, share: { national: 420, trainees: 3, allTrainees: 7 } });
    expect(south.courses).toMatchObject({ target: 857, share: { national: 1500, trainees: 4, allTrainees: 7 } });
    for (const { id, target } of Object.values(national)) expect(north[id]!.target! + south[id]!.target!).toBe(target);
    for (const region of ['MA-11', 'MA-12'])
      expect((await targets(region)).trainers).toMatchObject({ target: 0, share: { trainees: 0 } });
    const { body } = await admin.graphql(
      '{ programme(region: "MA-01") { target(id: "trainers") { target share { national trainees allTrainees } } } }',
    );
    expect(body.data.programme.target).toMatchObject({ target: 180, share: { trainees: 3 } });
  });
});

describe('the forecast', () => {
  const forecastOf = async (id: string, day: string) => {
    services.setDay(day);
    const { forecast, forecastLow, forecastHigh } = (await targets())[id]!;
    return [forecastLow, forecast, forecastHigh];
  };

  it('is there for what flows, after eight weeks, the same on each day of the week, and the count itself on the due day', async () => {
    const mondays = Array.from({ length: 10 }, (_, week) => dayAfter('2026-09-07', 7 * week));
    await services.tell(
      mondays.flatMap((achievedOn) =>
        ['a', 'b'].map((name): Fact => {
          const personId = idOf(`${name} ${achievedOn}`);
          return [certification, personId, 1, { personId, state: 'held', achievedOn }];
        }),
      ),
    );
    services.setDay('2026-09-07');
    const seen = { headers: { 'if-match': `"${(await targets()).certifications!.version}"` } };
    await admin.patch(
      '/v1/programme/targets/certifications',
      { target: 100, dueOn: '2027-01-24', reason: 'a shorter year' },
      seen,
    );
    expect(await forecastOf('certifications', '2026-10-25')).toEqual([null, null, null]);
    expect(await forecastOf('certifications', '2026-10-26')).not.toContain(null);
    for (const day of Array.from({ length: 7 }, (_, days) => dayAfter('2026-11-09', days))) {
      const [low, expected, high] = await forecastOf('certifications', day);
      const weeks = (Date.parse('2027-01-24') - Date.parse(day)) / (7 * 86_400_000);
      expect([day, expected]).toEqual([day, 20 + Math.round(2 * weeks)]);
      expect([low! < expected!, expected! < high!]).toEqual([true, true]);
    }
    expect(await forecastOf('certifications', '2026-11-15')).toEqual([32, 40, 48]);
    expect(await forecastOf('certifications', '2027-01-24')).toEqual([20, 20, 20]);
  });

  it('is not there for what is registered by name', async () => {
    for (const id of ['academies', 'trainers', 'courses'])
      expect([id, await forecastOf(id, '2029-08-30')]).toEqual([id, [null, null, null]]);
  });
});
