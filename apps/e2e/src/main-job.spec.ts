import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientsOf } from '@takwin/demo/clients';
import { MainJob } from '@takwin/demo/main-job';
import { ProgressBars } from '@takwin/demo/progress-bars';
import { apiOf, Collector, treeOf } from '@takwin/platform/testing';
import { eventually } from './testing/eventually.js';
import { startHouse, TO_START, type House } from './testing/house.js';
import { countOf, evidenceOf, unfounded } from './testing/recount.js';
import { WHOLE_PERSON } from './testing/whole-person.js';

let collector: Collector;
let running: House;
let admin: ReturnType<typeof apiOf>;

beforeAll(async () => {
  collector = await Collector.start();
  running = await startHouse({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  admin = apiOf(running.url, await running.tokenOf('programme-admin'));
}, TO_START);

afterAll(async () => {
  await running?.close();
  await collector?.close();
});

/** What the scoreboard shows of a region and a day, and what the services count in their own rows of the same. */
async function bothCounts(asked: { region?: string; on?: string } = {}) {
  const { body } = await admin.graphql(
    `query($region: String, $on: LocalDate) { programme(region: $region, on: $on) { targets { id actual }
      accreditedAcademies trainersUpskilled certificationsAchieved office365Users coursesOffered literacyCompletions } }`,
    asked,
  );
  const { targets, ...recount } = body.data.programme;
  const actual = (id: string): number => targets.find((target: { id: string }) => target.id === id).actual;
  const counted = {
    accreditedAcademies: actual('academies'),
    trainersUpskilled: actual('trainers'),
    certificationsAchieved: actual('certifications'),
    office365Users: actual('office365-users'),
    coursesOffered: actual('courses'),
    literacyCompletions: actual('literacy-completions'),
  };
  return { counted, recount };
}

type WholePerson = {
  name: { fr: string };
  placements: { academy: { profile: string } }[];
  licences: unknown[];
};
const isOutside = ({ placements: [first] }: WholePerson): boolean => first!.academy.profile !== 'PRISON';

describe('the main job', () => {
  it('runs through the five services, the workers and the gateway, and the recount agrees', async () => {
    const prepareTenant = async (matricules: readonly string[]): Promise<void> => {
      const users = matricules.map((matricule) => ({
        userPrincipalName: `${matricule}@takwin.test`,
        usageLocation: 'MA',
      }));
      const body = JSON.stringify({ users });
      const headers = { 'content-type': 'application/json' };
      await fetch(`${running.urls.simulators}/_simulator/users`, { method: 'POST', body, headers });
    };
    const clients = await clientsOf(running.url, running.issuer);
    const job = new MainJob(clients, new ProgressBars(() => {}), { seed: 7, notice: 30, prepareTenant });
    const done = await job.play(60);
    expect(done).toMatchObject({ persons: 60, booked: 60, sat: 60 });
    // The scoreboard follows the services' logs: it agrees with the recount once it has taken in the last event.
    await eventually(async () => {
      const { counted, recount } = await bothCounts();
      return JSON.stringify(counted) === JSON.stringify(recount);
    });
    const { counted, recount } = await bothCounts();
    expect(recount).toEqual(counted);
    expect(counted.office365Users).toBe(done.licences);
    expect(counted.certificationsAchieved).toBe(done.passed);
  }, 600_000);

  it('has figures that whoever knows the public API alone can recount, region by region and fact by fact', async () => {
    const targetsOf = async (region = ''): Promise<{ id: string; actual: number }[]> =>
      (await admin.get(`/v1/programme${region && `?region=${region}`}`)).body.targets;
    const trained = async () => (await targetsOf()).find(({ id }) => id === 'trainers')!.actual;
    const before = await trained();
    await learnByDocument();
    await eventually(async () => (await trained()) === before + 1);

    for (const { id, actual } of await targetsOf()) {
      const shown = await evidenceOf(admin, id);
      expect([id, countOf(shown), shown.length]).toEqual([id, actual, actual]);
      expect([id, actual > 0]).toEqual([id, true]);
      expect(await unfounded(admin, shown)).toEqual([]);
    }
    for (let number = 1; number <= 12; number++) {
      const region = `MA-${String(number).padStart(2, '0')}`;
      const { counted, recount } = await bothCounts({ region });
      expect({ region, ...recount }).toEqual({ region, ...counted });
      for (const { id, actual } of await targetsOf(region)) {
        const shown = await evidenceOf(admin, id, region);
        expect([region, id, countOf(shown)]).toEqual([region, id, actual]);
        expect(new Set(shown.map((one) => one.region)).size).toBe(actual > 0 ? 1 : 0);
      }
    }
  });

  it('is recounted on a day of before as it was counted on it', async () => {
    for (const on of ['2026-09-01', '2026-11-01', '2026-11-28']) {
      const { counted, recount } = await bothCounts({ on });
      expect({ on, ...recount }).toEqual({ on, ...counted });
    }
  });

  it('leaves a person of whom one query tells all, over the five services', async () => {
    const { body } = await admin.graphql(
      `{ registrations(state: PASSED, first: 50) { edges { node { person { ${WHOLE_PERSON} placements { academy { profile } } } } } } }`,
    );
    expect(body.errors).toBeUndefined();
    // In a prison centre nobody has an account.
    const edges: { node: { person: WholePerson } }[] = body.data.registrations.edges;
    const { name, ...lists } = edges.map(({ node }) => node.person).find(isOutside)!;
    expect(name.fr).toEqual(expect.any(String));
    const firsts = Object.fromEntries(Object.entries(lists).map(([list, items]) => [list, (items as unknown[])[0]]));
    expect(firsts).toMatchObject({
      placements: { academy: { name: { fr: expect.any(String) } } },
      enrolments: { course: { title: expect.any(String) } },
      registrations: { state: 'PASSED', sitting: { startsAt: expect.any(String) } },
      credentials: { achievement: { name: expect.any(String) } },
      licences: { sku: expect.any(String) },
    });
  });

  it('is the same over all services where a person turns out to have had two records, and again where they are parted', async () => {
    const asked = `{ registrations(state: PASSED, first: 50) { edges { node { person { id ${WHOLE_PERSON} birthDate
      placements { academy { profile } } } } } } }`;
    type Person = WholePerson & { id: string; birthDate: string; name: { fr: string } };
    const all: { node: { person: Person } }[] = (await admin.graphql(asked)).body.data.registrations.edges;
    const whole = all.map(({ node }) => node.person).find((one) => isOutside(one) && one.licences.length > 0)!;
    const { id, name, birthDate } = whole;
    const { academyId, region } = (await admin.get(`/v1/persons/${id}`)).body;
    const by = async (subject: string) =>
      apiOf(running.url, await running.tokenOf('regional-director', { region: [region], subject }));
    const [states, merges] = [await by('who states'), await by('who merges')];
    const [given, ...family] = name.fr.split(' ');
    const twin = await states.post('/v1/persons', {
      ...{ kind: 'trainee', academyId, birthDate, name: { given, family: family.join(' ') } },
      distinctFrom: { personIds: [id], reason: 'said to be another' },
    });
    expect(twin).toMatchObject({ status: 201, body: { confirmed: true } });
    const told = async (asked: string) => {
      const { body } = await admin.graphql(`{ person(id: "${asked}") { id ${WHOLE_PERSON} } }`);
      const { id: now, ...person } = body.data.person as Person;
      return { now, person: JSON.stringify({ ...person, placements: person.placements.length > 0 }) };
    };
    const [counted, before] = [await bothCounts(), await told(id)];
    const agrees = async (): Promise<boolean> => JSON.stringify(await bothCounts()) === JSON.stringify(counted);
    expect(await agrees()).toBe(true);

    const why = { reason: 'Registered twice', document: 'DR/2026/1' };
    const merged = await merges.post(`/v1/persons/${id}/merge`, { into: twin.body.id, ...why });
    expect(merged).toMatchObject({ status: 200, body: { personId: twin.body.id } });
    for (const one of [id, twin.body.id])
      await eventually(async () => {
        const { now, person } = await told(one);
        return now === twin.body.id && person === before.person;
      });
    await eventually(agrees);

    expect((await merges.post(`/v1/merges/${merged.body.id}/undo`, { reason: 'Two cousins' })).status).toBe(200);
    await eventually(async () => JSON.stringify(await told(id)) === JSON.stringify(before));
    await eventually(async () => (await told(twin.body.id)).person.includes('"registrations":[]'));
    await eventually(agrees);
  });

  it('leaves a credential that verifies, and no longer once it is revoked', async () => {
    const signed = async (): Promise<string | undefined> => {
      const { body } = await admin.graphql(
        '{ registrations(state: PASSED, first: 1) { edges { node { person { credentials { id state } } } } } }',
      );
      const credentials: { id: string; state: string }[] = body.data.registrations.edges[0].node.person.credentials;
      return credentials.find(({ state }) => state === 'VALID')?.id;
    };
    await eventually(async () => (await signed()) !== undefined);
    const id = await signed();
    const anyone = apiOf(running.url);
    const jwt = await anyone.get(`/v1/credentials/${id}`, { headers: { accept: 'application/vc+jwt' } });
    const verify = async () => (await anyone.post('/v1/credentials/verify', { credential: jwt.body })).body;
    expect(await verify()).toMatchObject({ valid: true, faults: [] });
    expect((await anyone.get(`/v1/credentials/${id}`)).body).toMatch(/OpenBadgeCredential/);
    expect((await anyone.get(`/verify/${id}?lang=ar`)).body).toMatch(/lang="ar" dir="rtl"[^]*verdict valid/);
    const { achievement } = JSON.parse(
      Buffer.from(jwt.body.split('.')[1], 'base64url').toString('utf8'),
    ).credentialSubject;
    const named = await anyone.get(new URL(achievement.id).pathname);
    expect(named.body).toMatchObject({ id: achievement.id, type: ['Achievement'] });
    expect((await admin.post(`/v1/credentials/${id}/revoke`, { reason: 'issued in error' })).body.state).toBe(
      'revoked',
    );
    expect(await verify()).toMatchObject({ valid: false, faults: ['REVOKED'] });
    expect((await anyone.get(`/verify/${crypto.randomUUID()}`)).status).toBe(404);
  });
});

/** Some trainer's plan is completed by a document, which another than who agreed it records. */
async function learnByDocument(): Promise<void> {
  const [trainer] = (await admin.get('/v1/trainers?first=1')).body.items;
  const { items } = (await admin.get('/v1/courses?q=azure&first=100')).body;
  const course = items.find(({ synthetic }: { synthetic: boolean }) => !synthetic);
  const plan = `/v1/trainers/${trainer.id}/upskilling-plan`;
  const { body } = await admin.put(plan, { items: [{ kind: 'course', ref: course.code, dueOn: '2029-01-01' }] });
  const director = apiOf(running.url, await running.tokenOf('regional-director', { region: [trainer.region] }));
  const done = await director.post(`${plan}/items/${body.items[0].id}/complete`, { document: 'certificate 1' });
  expect(done.body).toMatchObject({ state: 'completed', proven: true });
}

/** The tree of the first trace that the gateway began with this span and that came to hold all of `names`. */
async function treeFrom(first: string, names: readonly string[]): Promise<string[]> {
  const trees = () =>
    collector.spans
      .filter(({ service, name }) => service === 'gateway' && name === first)
      .map(({ traceId }) => treeOf(collector.spans, traceId));
  const whole = () => trees().find((tree) => names.every((name) => tree.some((line) => line.includes(name))));
  await collector.until(() => whole() !== undefined);
  return whole() ?? trees()[0] ?? [];
}

/** What stands directly or further under the first line that holds `name`. */
function under(tree: readonly string[], name: string): string[] {
  const start = tree.findIndex((line) => line.includes(name));
  const depthOf = (line: string): number => line.search(/\S/);
  const end = tree.findIndex((line, index) => index > start && depthOf(line) <= depthOf(tree[start]!));
  return tree.slice(start + 1, end < 0 ? undefined : end);
}

describe('one trace of it', () => {
  it('leads from the request of an exam to the event of its booking, and to what that moved', async () => {
    const tree = await treeFrom('POST /v1/registrations/*', [
      ...['certifications: wake', 'exam-scheduler: work'],
      ...['exam-scheduler: append SeatBooked', 'academies: follow SeatBooked'],
    ]);
    expect(tree[0]).toBe('gateway: POST /v1/registrations/*');
    const request = under(tree, 'certifications: POST /v1/registrations/bulk').join('\n');
    expect(request).toMatch(/certifications: append \w+Requested/);
    expect(request).toMatch(/certifications: wake (\S+)[^]*exam-scheduler: work \1/);
    const job = under(tree, 'exam-scheduler: work').join('\n');
    expect(job).toMatch(/exam-scheduler: append SeatBooked\n[^]*academies: follow SeatBooked/);
  });

  it('leads from a provisioning run to the calls of Microsoft Graph', async () => {
    const tree = await treeFrom('POST /v1/provisioning-runs', [
      'licensing: wake',
      'licence-provisioner: work',
      'licence-provisioner: POST',
    ]);
    expect(under(tree, 'licensing: wake').join('\n')).toMatch(
      /licence-provisioner: work \S+[^]*licence-provisioner: POST/,
    );
  });

  it('tells nobody who the persons are', () => {
    // Not when and for how long, nor within the ids of spans: their digits may be anything.
    const told = JSON.stringify(collector.spans.map(({ from: _, took: __, ...span }) => span));
    expect(collector.spans.length).toBeGreaterThan(100);
    expect(told).not.toMatch(/(?<![0-9a-f])999\d{10}(?![0-9a-f])/);
    expect(told).not.toMatch(/@takwin\.test/);
  });
});
