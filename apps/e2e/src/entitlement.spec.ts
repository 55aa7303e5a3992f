import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { academy, person } from '@takwin/contracts/events/academies';
import { ReviewEntitlementsHandler, StartRunHandler } from '@takwin/licensing';
import { followedIn } from '@takwin/platform/events';
import { stableId } from '@takwin/platform/schema';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { licensingEnvironment, type LicensingEnvironment } from './testing/licensing-environment.js';

const STUDENT = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
const FACULTY = '94763226-9b3c-4e75-a931-5c89701abe66';
const ordinary = stableId('test', 'ordinary academy');
const prison = stableId('test', 'prison academy');
const DAY = 86_400_000;
const REST = 900_000;

let house: LicensingEnvironment;
let database: LicensingEnvironment['database'];
let admin: LicensingEnvironment['admin'];
let review: ReviewEntitlementsHandler;

beforeAll(async () => {
  house = await licensingEnvironment();
  ({ database, admin } = house);
  review = new ReviewEntitlementsHandler(database.db, house.get(StartRunHandler), house.queues, REST);
  await tell('academy', [
    { id: ordinary, state: academyState('ordinary') },
    { id: prison, state: academyState('prison') },
  ]);
});
afterAll(() => house?.close());

const academyState = (profile: string) => ({
  code: 'A',
  name: { fr: 'ISTA', ar: null },
  kind: 'ISTA',
  profile,
  state: 'accredited',
  region: 'MA-04',
  province: '1',
  city: 'Rabat',
  accreditedOn: null,
  membershipUntil: null,
});

/** What the academies' log tells, handed to licensing's own feeds as a follower does: copies first, then what reacts. */
async function tell(kind: 'academy' | 'person', changes: { id: string; state: object }[]): Promise<void> {
  const published = { academy, person }[kind];
  version += 1;
  const told = changes.map(({ id, state }) => ({ id, version, state, type: published.types[0], trace: undefined }));
  await database.db.asActor(actorOf('system'), async (tx) => {
    const { copies, reactions } = followedIn(house.get(DiscoveryService)).get('academies')!;
    for (const feed of [...copies, ...reactions])
      if (feed.kind.subject === published.subject) await feed.take(tx, told as never, 1);
  });
}
let version = 0;

type About = { kind?: string; state?: string; academyId?: string; filiere?: string; matricule?: string | null };
const stateOf = (id: string, about: About = {}) => {
  const { kind = 'trainee', state = 'active', academyId = ordinary, filiere = 'DEV' } = about;
  const placement = { academyId, region: 'MA-04', group: null, filiere, level: null, year: 1, state: 'active' };
  const matricule = about.matricule === undefined ? String(serials.get(id)) : about.matricule;
  const said = { name: { fr: 'Salma TAZI', ar: null }, birthDate: null, confirmed: true };
  return { ...said, kind, matricule, state, academyId, region: 'MA-04', placements: [placement] };
};
const serials = new Map<string, number>();
let serial = 9_997_000_000_000;
async function someone(about: About = {}): Promise<string> {
  const id = stableId('entitled person', String(++serial));
  serials.set(id, serial);
  await now(id, about);
  return id;
}
const now = (id: string, about: About) => tell('person', [{ id, state: stateOf(id, about) }]);
const explained = async (id: string) => (await admin.get(`/v1/entitlements/${id}`)).body;
const runs = () =>
  database.db.asActor(actorOf('system'), (tx) =>
    tx.query<{ action: string; person: string; sku: string }>(sql`
      select r.action, o.person_id as person, r.sku_id as sku from run r join outcome o on o.run_id = r.id
      where o.state = 'reserved' order by r.accepted_at`),
  );
/** As if Microsoft had done what the runs ask for. */
const carriedOut = () =>
  database.db.asActor(actorOf('system'), async (tx) => {
    await tx.query(sql`
      insert into licence(person_id, sku_id, academy_id, region, state, assigned_on)
      select person_id, o.sku_id, o.academy_id, o.region, 'assigned', ${tx.at} from outcome o join run r on r.id = o.run_id
      where o.state = 'reserved' and r.action = 'assign'
      on conflict on constraint licence_once do update set state = 'assigned'`);
    await tx.query(sql`
      update licence l set state = 'released' from outcome o join run r on r.id = o.run_id
      where o.state = 'reserved' and r.action = 'revoke' and l.person_id = o.person_id and l.sku_id = o.sku_id`);
    await tx.query(sql`
      update outcome o set state = case r.action when 'assign' then 'assigned' else 'released' end from run r
      where r.id = o.run_id and o.state = 'reserved'`);
  });
const pass = (ms: number): void => database.clock.advance(ms);

beforeEach(async () => {
  pass(DAY);
  await review.run();
  await carriedOut();
});

describe('entitlement', () => {
  it('is explained: by which rule, since when, and what stands against the others', async () => {
    const trainee = await someone();
    expect(await explained(trainee)).toMatchObject({
      entitled: true,
      holds: [{ sku: 'STANDARDWOFFPACK_STUDENT', rule: 'Stagiaires', state: 'entitled', until: null, licensed: false }],
      rules: [
        { rule: 'Formateurs et personnel', covers: false, objections: ['KIND_NOT_COVERED'] },
        { rule: 'Stagiaires', covers: true, objections: [] },
      ],
    });
    const inside = await someone({ academyId: prison });
    const { entitled, rules } = await explained(inside);
    expect([entitled, rules[1].objections]).toEqual([false, ['PRISON_NO_PERSONAL_ACCOUNT']]);
    expect((await admin.get(`/v1/entitlements/${crypto.randomUUID()}`)).body.code).toBe('NOT_FOUND');
    const self = await house.apiAs({ role: 'candidate', personId: trainee });
    expect((await self.get(`/v1/entitlements/${trainee}`)).status).toBe(200);
    expect((await self.get(`/v1/entitlements/${inside}`)).status).toBe(404);
  });

  it('brings the licence by itself, once the change has rested', async () => {
    const trainee = await someone();
    await review.run();
    expect(await runs()).toEqual([]);
    pass(REST);
    expect(await review.due()).toEqual(['entitlements']);
    await review.run();
    expect(await runs()).toEqual([{ action: 'assign', person: trainee, sku: STUDENT }]);
    await carriedOut();
    await review.run();
    expect(await review.due()).toEqual([]);
  });

  it('lasts through the grace after its reason has gone, and takes the licence then', async () => {
    const trainee = await someone();
    pass(REST);
    await review.run();
    await carriedOut();
    await now(trainee, { state: 'inactive' });
    const [held] = (await explained(trainee)).holds;
    expect(held).toMatchObject({ state: 'grace', licensed: true });
    pass(30 * DAY);
    await review.run();
    expect(await runs()).toEqual([]);
    pass(DAY);
    await review.run();
    expect(await runs()).toEqual([{ action: 'revoke', person: trainee, sku: STUDENT }]);
    await carriedOut();
    expect((await explained(trainee)).holds).toMatchObject([{ state: 'ended', licensed: false }]);
  });

  it('was never lost by who comes back in time, and begins anew for who comes back later', async () => {
    const trainee = await someone();
    pass(REST);
    await review.run();
    await carriedOut();
    const { since } = (await explained(trainee)).holds[0];
    await now(trainee, { state: 'inactive' });
    pass(5 * DAY);
    await now(trainee, {});
    expect((await explained(trainee)).holds).toMatchObject([{ state: 'entitled', since, until: null }]);
    pass(40 * DAY);
    await review.run();
    expect(await runs()).toEqual([]);
    await now(trainee, { state: 'inactive' });
    pass(31 * DAY);
    await review.run();
    await carriedOut();
    await now(trainee, {});
    pass(REST);
    await review.run();
    expect(await runs()).toEqual([{ action: 'assign', person: trainee, sku: STUDENT }]);
  });

  it('follows a transfer: into a prison, and from trainee to staff', async () => {
    const moved = await someone();
    const hired = await someone();
    pass(REST);
    await review.run();
    await carriedOut();
    await now(moved, { academyId: prison });
    await now(hired, { kind: 'staff' });
    expect((await explained(moved)).holds).toMatchObject([{ state: 'grace' }]);
    pass(REST);
    await review.run();
    expect(await runs()).toEqual([{ action: 'assign', person: hired, sku: FACULTY }]);
    await carriedOut();
    pass(31 * DAY);
    await review.run();
    const revoked = (await runs()).map(({ action, person, sku }) => [action, person, sku]);
    expect(revoked.sort()).toEqual([moved, hired].map((person) => ['revoke', person, STUDENT]).sort());
  });

  it('changes with an academy’s profile, and with the rules', async () => {
    const trainee = await someone();
    pass(REST);
    await review.run();
    await carriedOut();
    await tell('academy', [{ id: ordinary, state: academyState('prison') }]);
    expect((await explained(trainee)).holds).toMatchObject([{ state: 'grace' }]);
    await tell('academy', [{ id: ordinary, state: academyState('ordinary') }]);
    expect((await explained(trainee)).holds).toMatchObject([{ state: 'entitled' }]);
    const rule = { name: 'Prisons', kinds: ['trainee'], profiles: ['prison'], skuId: STUDENT };
    const inside = await someone({ academyId: prison });
    expect((await explained(inside)).entitled).toBe(false);
    expect((await admin.post('/v1/entitlement-rules', rule)).status).toBe(200);
    expect(await explained(inside)).toMatchObject({ entitled: true, holds: [{ rule: 'Prisons', state: 'entitled' }] });
    const until = database.clock.now().toISOString().slice(0, 10);
    await admin.post('/v1/entitlement-rules', { ...rule, validUntil: until });
    pass(DAY);
    await review.run();
    expect((await explained(inside)).holds).toMatchObject([{ state: 'grace' }]);
  });

  it('tells why a licence did not follow, and tries again the next day', async () => {
    const seats = (number: number) =>
      database.db.asActor(actorOf('system'), (tx) =>
        tx.query(sql`update seat_pool set seats = used + ${number} where sku_id = ${FACULTY}`),
      );
    await seats(0);
    const teacher = await someone({ kind: 'trainer' });
    pass(REST);
    await review.run();
    expect(await runs()).toEqual([]);
    expect((await explained(teacher)).holds).toMatchObject([{ problem: 'SEATS_SHORT', licensed: false }]);
    await seats(1);
    pass(DAY);
    await review.run();
    expect(await runs()).toEqual([{ action: 'assign', person: teacher, sku: FACULTY }]);
  });

  it('refuses a rule for a product without seats, with a strange plan, or that ends before it begins', async () => {
    const rule = { name: 'Bad', kinds: ['staff'], profiles: ['ordinary'], skuId: STUDENT };
    const code = async (about: object) => (await admin.post('/v1/entitlement-rules', { ...rule, ...about })).body.code;
    expect(await code({ skuId: crypto.randomUUID() })).toBe('SKU_UNKNOWN');
    expect(await code({ disabledPlans: [crypto.randomUUID()] })).toBe('SERVICE_PLAN_UNKNOWN');
    expect(await code({ validFrom: '2026-12-02', validUntil: '2026-12-01' })).toBe('INVALID_INPUT');
    expect(await code({ kinds: ['robot'] })).toBe('INVALID_INPUT');
    const manager = await house.apiAs({ role: 'regional-director', region: 'MA-04' });
    expect((await manager.post('/v1/entitlement-rules', rule)).status).toBe(403);
  });
});
