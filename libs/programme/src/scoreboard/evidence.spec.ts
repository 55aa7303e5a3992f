import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { academy, person as someone } from '@takwin/contracts/events/academies';
import { certification } from '@takwin/contracts/events/certifications';
import { course, enrolment, literacy, offering } from '@takwin/contracts/events/courses';
import { licence } from '@takwin/contracts/events/licensing';
import { trainer } from '@takwin/contracts/events/trainers';
import { stableId } from '@takwin/platform/schema';
import { type Fact, idOf } from '../testing/five-logs.js';
import { servedBoard, type ServedBoard } from '../testing/served-board.js';
import type { EvidenceView } from './evidence.js';
import type { TargetView } from './programme.js';
import { TargetId } from './target.js';

let board: ServedBoard;
let services: ServedBoard['services'];
let tokens: ServedBoard['tokens'];
let admin: ServedBoard['admin'];

beforeAll(async () => {
  board = await servedBoard();
  ({ services, tokens, admin } = board);
  services.setDay('2027-06-01');
  await services.tell([...SOME, ...STRAY]);
});

afterAll(() => board?.close());

const REGIONS = ['MA-04', 'MA-05', 'MA-06'];
const academyIn = (region: string): { region: string; academyId: string } => ({ region, academyId: idOf(region) });

/** Of an offering that had begun before the day on which it was learnt. */
const learnt = (day: string) => ({ startsOn: '2026-09-15', learntOn: day });

/** Of each kind nine that count, three in each of three regions, from the first day of three months. */
const SOME: readonly Fact[] = REGIONS.flatMap((region) =>
  ['2026-10-01', '2027-01-01', '2027-04-01'].flatMap((day): Fact[] => {
    const name = `${region} ${day}`;
    const here = academyIn(region);
    const person = { ...here, personId: idOf(`person ${name}`) };
    return [
      [academy, name, 1, { region, state: 'accredited', accreditedOn: day }],
      [
        trainer,
        `person ${name}`,
        1,
        { ...here, upskilling: 'completed', upskillingCompletedOn: day, upskillingProven: true },
      ],
      [
        ...([certification, name, 1] as const),
        { ...person, state: 'held', achievedOn: day, credentialId: idOf(`credential ${name}`) },
      ],
      [course, name, 1, { state: 'catalogued' }],
      [offering, name, 1, { ...here, courseId: idOf(name), ...learnt(day), endsOn: '2027-12-31', state: 'open' }],
      [enrolment, name, 1, { ...here, offeringId: idOf(name), state: 'enrolled' }],
      [licence, name, 1, { ...person, state: 'assigned', assignedOn: day }],
      [someone, `person ${name}`, 1, { ...here, kind: 'staff' }],
      [
        ...([literacy, `person ${name}`, 1] as const),
        { ...here, state: 'certified', certifiedOn: day, evaluationId: idOf(`evaluation ${name}`) },
      ],
    ];
  }),
);

/** What counts a second time in another region only, or not at all. */
const elsewhere = { ...academyIn('MA-06'), personId: idOf('person MA-04 2026-10-01') };
const STRAY: readonly Fact[] = [
  [academy, 'hopeful', 1, {}],
  [
    certification,
    'a second one',
    1,
    { ...elsewhere, certification: 'AZ-900', state: 'held', achievedOn: '2027-02-01' },
  ],
  [certification, 'told twice', 1, { ...elsewhere, state: 'held', achievedOn: '2027-02-01' }],
  [offering, 'again', 1, { ...elsewhere, courseId: idOf('MA-04 2026-10-01'), ...learnt('2027-02-01'), state: 'open' }],
  [enrolment, 'again', 1, { ...elsewhere, offeringId: idOf('again'), state: 'completed' }],
  [licence, 'another', 1, { ...elsewhere, state: 'assigned', assignedOn: '2026-09-15' }],
];

type Asked = Record<string, string | number | undefined>;
const queryOf = (asked: Asked): string =>
  new URLSearchParams(
    Object.entries(asked).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])),
  ).toString();

/** All that the pages of a figure's evidence show, four rows a page. */
async function evidence(id: string, asked: Asked = {}, api = admin): Promise<EvidenceView[]> {
  const all: EvidenceView[] = [];
  for (let after: string | undefined; ;) {
    const { status, body } = await api.get(
      `/v1/programme/targets/${id}/evidence?${queryOf({ first: 4, after, ...asked })}`,
    );
    expect([status, body.items?.length <= 4]).toEqual([200, true]);
    all.push(...body.items);
    if (!body.nextCursor) return all;
    after = body.nextCursor;
  }
}

const countedOnce = ({ subject, certification: which }: EvidenceView): string => `${subject.id} ${which}`;

describe('the evidence of a figure', () => {
  it.each([
    ['today', undefined],
    ['on a day of before', '2027-01-31'],
    ['before anything', '2026-08-31'],
  ])('adds up to it %s, for the country and for each region', async (_, on) => {
    for (const region of [undefined, ...REGIONS, 'MA-12']) {
      const { body } = await admin.get(`/v1/programme?${queryOf({ region, on })}`);
      for (const { id, actual } of body.targets as TargetView[]) {
        const rows = await evidence(id, { region, on });
        expect([id, region, rows.length]).toEqual([id, region, actual]);
        expect(new Set(rows.map(countedOnce)).size).toBe(actual);
        expect(rows.filter((row) => region && row.region !== region)).toEqual([]);
        expect(rows.filter(({ since }) => since! > (on ?? '2027-06-01'))).toEqual([]);
      }
    }
  });

  it('names of each the earliest fact that proves it', async () => {
    const name = 'MA-04 2026-10-01';
    const home = {
      academyId: idOf('MA-04'),
      region: 'MA-04',
      certification: null,
      since: '2026-10-01',
      synthetic: false,
    };
    const person = { kind: 'person', id: idOf(`person ${name}`) };
    const expected: Record<TargetId, object> = {
      academies: {
        ...home,
        academyId: idOf(name),
        subject: { kind: 'academy', id: idOf(name) },
        fact: { kind: 'accreditation', id: idOf(name), path: `/v1/academies/${idOf(name)}` },
      },
      trainers: {
        ...home,
        subject: { ...person, kind: 'trainer' },
        fact: { kind: 'upskilling-plan', id: person.id, path: `/v1/trainers/${person.id}/upskilling-plan` },
      },
      certifications: {
        ...home,
        subject: person,
        certification: 'MOS',
        fact: {
          kind: 'certification-held',
          id: idOf(`credential ${name}`),
          path: `/v1/credentials/${idOf(`credential ${name}`)}`,
        },
      },
      courses: {
        ...home,
        subject: { kind: 'course', id: idOf(name) },
        fact: { kind: 'offering-with-enrolments', id: idOf(name), path: `/v1/offerings/${idOf(name)}` },
      },
      'office365-users': {
        ...home,
        ...academyIn('MA-06'),
        since: '2026-09-15',
        subject: person,
        fact: { kind: 'licence-assigned', id: idOf('another'), path: `/v1/licences/${idOf('another')}` },
      },
      'literacy-completions': {
        ...home,
        subject: person,
        fact: {
          kind: 'literacy-certified',
          id: idOf(`evaluation ${name}`),
          path: `/v1/literacy-evaluations/${idOf(`evaluation ${name}`)}`,
        },
      },
    };
    for (const [id, row] of Object.entries(expected)) expect(await evidence(id)).toContainEqual(row);
  });

  it('opens where nothing names the fact yet: the certification itself, and the learning record', async () => {
    const [certified] = (await evidence('certifications')).filter(({ certification: which }) => which === 'AZ-900');
    expect(certified!.fact.path).toBe(`/v1/certifications/${idOf('a second one')}`);
    await services.tell([
      [
        literacy,
        'person MA-04 2026-10-01',
        2,
        { ...academyIn('MA-04'), state: 'certified', certifiedOn: '2026-10-01' },
      ],
    ]);
    const id = idOf('person MA-04 2026-10-01');
    const opened = (await evidence('literacy-completions')).filter(({ subject }) => subject.id === id);
    expect(opened).toMatchObject([{ fact: { id, path: `/v1/persons/${id}/learning-record` } }]);
  });

  it('is the same in the graph, of the region and day of the programme that was asked for', async () => {
    const query = `query ($region: String, $id: ID!, $after: String) { programme(region: $region, on: "2027-01-31") {
      target(id: $id) { actual evidence(first: 4, after: $after) {
        edges { node { subject { id } fact { kind id path } since } } pageInfo { hasNextPage endCursor } } } } }`;
    for (const region of [undefined, 'MA-06'])
      for (const id of TargetId.options) {
        const seen: object[] = [];
        for (let after: string | undefined; ;) {
          const { body } = await admin.graphql(query, { region, id, after });
          const { edges, pageInfo } = body.data.programme.target.evidence;
          seen.push(...edges.map(({ node }: { node: { fact: object } }) => node));
          if (!pageInfo.hasNextPage) break;
          after = pageInfo.endCursor;
        }
        const spelled = (await evidence(id, { region, on: '2027-01-31' })).map(({ subject, fact, since }) => ({
          subject: { id: subject.id },
          fact: { ...fact, kind: fact.kind.toUpperCase().replaceAll('-', '_') },
          since,
        }));
        expect(seen).toEqual(spelled);
      }
  });

  it('says which rows are of persons who ship made up, and the figure how many, at both doors', async () => {
    const madeUp = stableId('trainer', '7');
    const about = { ...academyIn('MA-12'), personId: madeUp };
    await services.tell([
      [someone, 'a made up one', 1, { ...academyIn('MA-12'), kind: 'trainer' }],
      [certification, 'of a made up one', 1, { ...about, state: 'held', achievedOn: '2027-05-01' }],
    ]);
    const { body } = await admin.graphql(`{ programme { target(id: "certifications") { actual synthetic
      evidence(first: 100) { totalCount edges { node { synthetic subject { id } } } } } } }`);
    const { actual, synthetic, evidence: shown } = body.data.programme.target;
    expect({ actual, synthetic, totalCount: shown.totalCount }).toEqual({ actual: 11, synthetic: 1, totalCount: 11 });
    const marked = (rows: { synthetic: boolean; subject: { id: string } }[]) =>
      rows.filter((row) => row.synthetic).map(({ subject }) => subject.id);
    expect(marked(shown.edges.map(({ node }: { node: never }) => node))).toEqual([madeUp]);
    expect(marked(await evidence('certifications'))).toEqual([madeUp]);
    const { targets } = (await admin.get('/v1/programme?region=MA-12')).body;
    expect(targets[2]).toMatchObject({ id: 'certifications', actual: 1, synthetic: 1 });
    expect(targets[1]).toMatchObject({ id: 'trainers', synthetic: 0 });
    await services.tell([[certification, 'of a made up one', 2, { ...about, state: 'withdrawn' }]]);
  });

  it('knows no other target, page or day, and takes no cursor of another hand', async () => {
    const cases: [string, Asked, string][] = [
      ['castles', {}, 'id'],
      ['academies', { region: 'MA-13' }, 'region'],
      ['academies', { first: 101 }, 'first'],
      ['academies', { after: 'WzFd' }, 'after'],
      ['academies', { on: '2027-06-02' }, 'on'],
    ];
    for (const [id, asked, path] of cases)
      expect(await admin.get(`/v1/programme/targets/${id}/evidence?${queryOf(asked)}`)).toMatchObject({
        status: 422,
        body: { code: 'INVALID_INPUT', errors: [{ path }] },
      });
    const { body } = await admin.graphql('{ programme { target(id: "castles") { id } } }');
    expect(body.errors[0].extensions.code).toBe('INVALID_INPUT');
  });
});

describe('whom evidence is for', () => {
  const idsOf = (rows: EvidenceView[]) => rows.map(countedOnce);

  it('all of it for the programme, its auditors, and a machine that was granted it', async () => {
    const all = await evidence('office365-users');
    for (const who of [{ role: 'auditor' }, { role: 'integrator', scopes: ['FindEvidence'] }] as const)
      expect(await evidence('office365-users', {}, admin.as(await tokens.of(who)))).toEqual(all);
  });

  it('a director is shown what the region’s figure counts, and refused another region’s', async () => {
    const director = admin.as(await tokens.of({ role: 'regional-director', regions: ['MA-06'] }));
    for (const id of TargetId.options) {
      const here = await evidence(id, { region: 'MA-06' });
      expect(await evidence(id, {}, director)).toEqual(here);
      expect(await evidence(id, { region: 'MA-06' }, director)).toEqual(here);
      expect(await director.get(`/v1/programme/targets/${id}/evidence?region=MA-04`)).toMatchObject({
        status: 403,
        body: { code: 'FORBIDDEN' },
      });
    }
  });

  it('each is told how much of the figure is shown, at both doors', async () => {
    const whole = { scope: 'programme', regions: null };
    const cases: [object, string | undefined, object][] = [
      [{ role: 'auditor' }, undefined, whole],
      [{ role: 'auditor' }, 'MA-06', { ...whole, regions: ['MA-06'] }],
      [{ role: 'regional-director', regions: ['MA-06'] }, undefined, { scope: 'region', regions: ['MA-06'] }],
      [{ role: 'academy-manager', academies: [idOf('MA-05')] }, undefined, { scope: 'academy', regions: null }],
      [{ role: 'trainer', personId: elsewhere.personId }, undefined, { scope: 'self', regions: null }],
    ];
    for (const [who, region, shown] of cases) {
      const api = admin.as(await tokens.of(who as never));
      expect((await api.get(`/v1/programme/targets/trainers/evidence?${queryOf({ region })}`)).body).toMatchObject(
        shown,
      );
      const query = `query ($region: String) { programme(region: $region) { target(id: "trainers") { evidence { scope regions } } } }`;
      const { scope, regions } = (await api.graphql(query, { region })).body.data.programme.target.evidence;
      expect({ scope: scope.toLowerCase(), regions }).toEqual(shown);
    }
  });

  it('a manager is shown the academy’s', async () => {
    const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [idOf('MA-05')] }));
    for (const id of ['trainers', 'certifications', 'courses', 'office365-users', 'literacy-completions'])
      expect(await evidence(id, {}, manager)).toEqual(await evidence(id, { region: 'MA-05' }));
    expect(await evidence('academies', {}, manager)).toEqual([]);
    const own = admin.as(await tokens.of({ role: 'academy-manager', academies: [idOf('MA-05 2026-10-01')] }));
    expect(idsOf(await evidence('academies', {}, own))).toEqual([`${idOf('MA-05 2026-10-01')} null`]);
    expect(await evidence('academies', { region: 'MA-05' }, own)).toHaveLength(1);
    const refused = await own.get('/v1/programme/targets/academies/evidence?region=MA-04');
    expect(refused).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    const { body } = await own.graphql(
      '{ programme(region: "MA-04") { target(id: "academies") { actual evidence { edges { node { since } } } } } }',
    );
    expect(body.data.programme.target).toMatchObject({ actual: 3, evidence: null });
    expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
  });

  it('trainers and candidates are shown what they count for themselves', async () => {
    const personId = elsewhere.personId;
    for (const role of ['trainer', 'candidate'] as const) {
      const self = admin.as(await tokens.of({ role, personId }));
      expect(idsOf(await evidence('certifications', {}, self))).toEqual([`${personId} AZ-900`, `${personId} MOS`]);
      expect(idsOf(await evidence('office365-users', {}, self))).toEqual([`${personId} null`]);
      expect(await evidence('courses', {}, self)).toEqual([]);
      expect(await evidence('academies', {}, self)).toEqual([]);
    }
  });

  it('nobody else', async () => {
    const url = '/v1/programme/targets/office365-users/evidence';
    expect(await admin.as().get(url)).toMatchObject({ status: 401 });
    const machine = admin.as(await tokens.of({ role: 'integrator', scopes: ['ReadProgramme'] }));
    expect(await machine.get(url)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    const { body } = await machine.graphql(
      '{ programme { target(id: "office365-users") { actual evidence { edges { node { since } } } } } }',
    );
    expect(body.data.programme.target).toMatchObject({ actual: 9, evidence: null });
    expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
  });
});
