import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '@takwin/contracts/refusals';
import type { Actor } from '@takwin/platform/auth';
import { Words } from '@takwin/platform/errors';
import { actorOf, readsOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import {
  FACULTY,
  licensingEnvironment,
  PLUS_STUDENT,
  STUDENT,
  TENANT,
  type LicensingEnvironment,
} from '../testing/licensing-environment.js';
import { reviewEntitlements } from './decide-entitlements.js';
import { ExplainLicenceHandler } from './explain-licence.js';
import { ReviewEntitlementsHandler } from './review-entitlements.js';

const REST = 900_000;
const DAY = 86_400_000;

let ground: LicensingEnvironment;
let explanation: ExplainLicenceHandler;
let review: ReviewEntitlementsHandler;
beforeAll(async () => {
  ground = await licensingEnvironment();
  const { db } = ground.database;
  explanation = new ExplainLicenceHandler(db, new Words(CATALOGUE), REST);
  review = new ReviewEntitlementsHandler(db, ground.starting, { wake: async () => {} } as never, REST);
});
beforeEach(async () => {
  await ground.sql(sql`truncate run, outcome, run_cursor, entitlement, entitlement_rule, person_copy, licence cascade`);
  await ground.sql(sql`update seat_pool set used = 0, seats = 100`);
  await ground.sql(sql`delete from directory_tenant`);
  await ground.sql(sql`insert into directory_tenant values (${TENANT.id}, 'takwin.test', null)`);
  await ground.rule({ name: 'Stagiaires', kinds: ['trainee'], profiles: ['ordinary'], skuId: STUDENT });
  await ground.rule({ name: 'Formateurs', kinds: ['trainer'], profiles: ['ordinary'], skuId: FACULTY });
});
afterAll(() => ground?.close());

const explained = (personId: string, language: 'fr' | 'ar' | 'en' = 'en') =>
  explanation.run(ground.system, { personId } as never, language);
const reviewed = () => ground.database.db.asActor(ground.system, (tx) => reviewEntitlements(tx, sql`true`));
const codesOf = async (personId: string) => (await explained(personId)).reasons.map(({ code }) => code);
const factsOf = async (personId: string, code: string) =>
  (await explained(personId)).reasons.find((reason) => reason.code === code)!.facts;

describe('why somebody has no licence', () => {
  it('is told with every reason at once, and the rules that came near with what they lack', async () => {
    const inside = await ground.person({ profile: 'prison', nameless: true, active: false });
    await ground.sql(sql`update person_copy set left_on = '2026-10-01' where subject = ${inside}`);
    const { licensed, skuId, holds, reasons } = await explained(inside);
    expect({ licensed, skuId, holds }).toEqual({ licensed: false, skuId: null, holds: [] });
    const codes = ['PERSON_NOT_ACTIVE', 'NO_ACCOUNT_NAME', 'PRISON_NO_PERSONAL_ACCOUNT'];
    expect(reasons.map(({ code }) => code)).toEqual([...codes, 'PERSON_HAS_LEFT', 'NO_RULE_ENTITLES']);
    expect(reasons[2]!.facts).toMatchObject({ profile: 'prison', skuId: null });
    expect(reasons[3]!.facts).toMatchObject({ leftOn: '2026-10-01' });
    expect(reasons[4]!.facts.rules).toEqual([{ rule: 'Stagiaires', skuId: STUDENT, lacks: codes }]);
  });

  it('is told in the language that is asked for, in whole sentences', async () => {
    const inside = await ground.person({ profile: 'prison' });
    for (const language of ['fr', 'ar', 'en'] as const) {
      const [reason] = (await explained(inside, language)).reasons;
      const [title, detail] = CATALOGUE.refusals['PRISON_NO_PERSONAL_ACCOUNT']![language];
      expect(reason).toMatchObject({ code: 'PRISON_NO_PERSONAL_ACCOUNT', title, detail });
    }
  });

  it('names what no rule is made for: a kind, a programme, a day, a closed academy', async () => {
    const staff = await ground.person({ kind: 'staff' });
    expect((await factsOf(staff, 'NO_RULE_ENTITLES')).rules).toEqual([
      { rule: 'Formateurs', skuId: FACULTY, lacks: ['KIND_NOT_COVERED'] },
      { rule: 'Stagiaires', skuId: STUDENT, lacks: ['KIND_NOT_COVERED'] },
    ]);
    const late = await ground.person({ closed: true });
    expect(await codesOf(late)).toEqual(['ACADEMY_WAS_CLOSED', 'NO_RULE_ENTITLES']);
    const rule = { name: 'Stagiaires', kinds: ['trainee'] as const, profiles: ['ordinary'] as const, skuId: STUDENT };
    await ground.rule({ ...rule, filieres: ['DEV'], validUntil: '2020-12-31' } as never);
    const trainee = await ground.person({ filieres: ['RES'] });
    expect((await factsOf(trainee, 'NO_RULE_ENTITLES')).rules).toContainEqual({
      rule: 'Formateurs',
      skuId: FACULTY,
      lacks: ['KIND_NOT_COVERED'],
    });
    await ground.sql(sql`delete from entitlement_rule where name = 'Formateurs'`);
    expect((await factsOf(trainee, 'NO_RULE_ENTITLES')).rules).toMatchObject([
      { rule: 'Stagiaires', lacks: ['PROGRAMME_NOT_COVERED', 'NO_LONGER_VALID'] },
    ]);
  });

  it('is that the change rests, then that the licence is due', async () => {
    const trainee = await ground.person();
    await reviewed();
    expect(await codesOf(trainee)).toEqual(['ENTITLEMENT_RESTS']);
    const { restsUntil, rule } = await factsOf(trainee, 'ENTITLEMENT_RESTS');
    expect([restsUntil, rule]).toEqual([
      new Date(ground.database.clock.now().getTime() + REST).toISOString(),
      'Stagiaires',
    ]);
    ground.database.clock.advance(REST);
    expect(await codesOf(trainee)).toEqual(['LICENCE_IS_DUE']);
  });

  it('is that the entitlement has ended, since when and until when', async () => {
    const trainee = await ground.person();
    await reviewed();
    await ground.sql(sql`update person_copy set active = false where subject = ${trainee}`);
    await reviewed();
    expect(await codesOf(trainee)).toEqual(['PERSON_NOT_ACTIVE', 'NO_RULE_ENTITLES', 'ENTITLEMENT_HAS_ENDED']);
    const { since, until, rule, sku } = await factsOf(trainee, 'ENTITLEMENT_HAS_ENDED');
    const today = ground.database.clock.now();
    expect({ since, until, rule, sku }).toEqual({
      since: today.toISOString().slice(0, 10),
      until: new Date(today.getTime() + 30 * DAY).toISOString().slice(0, 10),
      rule: 'Stagiaires',
      sku: 'STANDARDWOFFPACK_STUDENT',
    });
  });

  it('is that no seat is free, or that a run could not begin for another reason', async () => {
    const trainee = await ground.person();
    await ground.sql(sql`update seat_pool set seats = 0 where sku_id = ${STUDENT}`);
    await reviewed();
    expect(await codesOf(trainee)).toEqual(['NO_LICENCE_LEFT', 'ENTITLEMENT_RESTS']);
    ground.database.clock.advance(REST);
    await review.run();
    expect(await codesOf(trainee)).toEqual(['NO_LICENCE_LEFT']);
    expect(await factsOf(trainee, 'NO_LICENCE_LEFT')).toMatchObject({
      seats: 0,
      used: 0,
      sku: 'STANDARDWOFFPACK_STUDENT',
    });

    const plan = (
      await ground.sql<{ id: string }>(sql`
      select p ->> 'id' as id from sku, jsonb_array_elements(service_plans) p where sku.id = ${FACULTY} limit 1`)
    )[0]!.id;
    const rule = { name: 'Formateurs', kinds: ['trainer'] as const, profiles: ['ordinary'] as const, skuId: FACULTY };
    await ground.rule({ ...rule, disabledPlans: [plan] } as never);
    const trainer = await ground.person({ kind: 'trainer' });
    await reviewed();
    const [known] = await ground.sql<{ plans: object }>(
      sql`select service_plans as plans from sku where id = ${FACULTY}`,
    );
    await ground.sql(sql`update sku set service_plans = '[]' where id = ${FACULTY}`);
    ground.database.clock.advance(REST);
    await review.run();
    await ground.sql(sql`update sku set service_plans = ${JSON.stringify(known!.plans)}::jsonb where id = ${FACULTY}`);
    expect(await codesOf(trainer)).toEqual(['RUN_COULD_NOT_BEGIN']);
    const { detail, facts } = (await explained(trainer)).reasons[0]!;
    expect(facts).toMatchObject({ reason: 'SERVICE_PLAN_UNKNOWN', said: 'Unknown part of the product' });
    expect(detail).toContain('Unknown part of the product');
  });

  it('is that somebody has to start a run, where the rule is not carried out by itself', async () => {
    const all = { kinds: ['trainee'] as const, profiles: ['ordinary'] as const, skuId: PLUS_STUDENT };
    await ground.rule({ name: 'Plus', ...all, priority: 1, automatic: false } as never);
    expect(await codesOf(await ground.person())).toEqual(['GIVEN_BY_HAND_ONLY']);
  });

  it('is that a run left the person out, or was cancelled', async () => {
    const [inside, trainee] = [await ground.person({ profile: 'prison' }), await ground.person()];
    await ground.start([inside]);
    const { runId, reason, outcome } = await factsOf(inside, 'LEFT_OUT_OF_RUN');
    expect([reason, outcome]).toEqual(['PRISON_NO_PERSONAL_ACCOUNT', 'failed']);
    expect(runId).toEqual(expect.any(String));
    const { id } = await ground.start([trainee]);
    await ground.control.cancel(ground.system, { id } as never);
    expect(await codesOf(trainee)).toEqual(['RUN_WAS_CANCELLED']);
    expect(await factsOf(trainee, 'RUN_WAS_CANCELLED')).toMatchObject({ runId: id, runState: 'cancelled' });
  });

  it('is the place in a run, of the run itself and of those that go before', async () => {
    const people = [];
    for (let number = 0; number < 4; number++) people.push(await ground.person());
    const [first] = people.splice(0, 1);
    await ground.start([first!]);
    ground.database.clock.advance(1_000);
    const run = await ground.start(people);
    const places = await Promise.all(people.map(async (id) => (await factsOf(id, 'WAITS_IN_RUN')).ahead));
    expect(places.toSorted()).toEqual([1, 2, 3]);
    expect(await factsOf(people[0]!, 'WAITS_IN_RUN')).toMatchObject({
      runId: run.id,
      runState: 'running',
      outcome: 'reserved',
    });
    await ground.control.pause(ground.system, { id: run.id } as never);
    expect((await factsOf(people[0]!, 'WAITS_IN_RUN')).runState).toBe('paused');
  });

  it('is that no tenant has the accounts of the region', async () => {
    const trainee = await ground.person();
    await ground.sql(sql`update directory_tenant set regions = '{MA-11}'`);
    expect(await codesOf(trainee)).toContain('NO_TENANT_FOR_REGION');
    expect(await factsOf(trainee, 'NO_TENANT_FOR_REGION')).toMatchObject({ region: 'MA-04' });
  });

  it('is nothing while the licence that the rules give is held, and of another one only what is lacking', async () => {
    const trainee = await ground.person();
    await ground.start([trainee]);
    await ground.work(() => ({ state: 'assigned' }));
    await reviewed();
    const held = { skuId: STUDENT, sku: 'STANDARDWOFFPACK_STUDENT', until: null };
    expect(await explained(trainee)).toMatchObject({ licensed: true, skuId: STUDENT, holds: [held], reasons: [] });
    await ground.sql(sql`update person_copy set kind = 'trainer' where subject = ${trainee}`);
    await reviewed();
    const { licensed, skuId, holds, reasons } = await explained(trainee);
    expect([licensed, skuId, holds]).toMatchObject([true, FACULTY, [{ ...held, until: expect.any(String) }]]);
    expect(reasons.map(({ code }) => code)).toEqual(['ENTITLEMENT_RESTS']);
  });

  it('is told to nobody outside: of another academy, region or person', async () => {
    const trainee = await ground.person();
    const other = { academies: ['019c0000-0000-7000-8000-000000000000'], regions: ['MA-01'] };
    for (const actor of [
      actorOf('academy-manager', { scope: 'academy', ...other } as never),
      actorOf('regional-director', { scope: 'region', ...other } as never),
    ])
      await expect(explanation.run(actor, { personId: trainee } as never, 'fr')).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
  });

  it('tells the academy that somebody came to from a prison nothing that was tried or granted there', async () => {
    const [one, other] = [await ground.person({ profile: 'prison' }), await ground.person()];
    await ground.rule({ name: 'Inside', kinds: ['trainee'], profiles: ['prison'], skuId: PLUS_STUDENT });
    await ground.start([one]);
    await reviewed();
    const academies = [(await ground.academyOf(other))!];
    await ground.sql(sql`update person_copy set academy_id = ${academies[0]} where subject = ${one}`);
    await reviewed();
    const told = async (actor: Actor) => {
      const { reasons } = await explanation.run(actor, { personId: one } as never, 'en');
      const { holds } = await ground.explain(one, actor);
      return { codes: reasons.map(({ code }) => code), rules: holds.map(({ rule }) => rule).sort() };
    };
    const all = { codes: ['LEFT_OUT_OF_RUN', 'ENTITLEMENT_RESTS'], rules: ['Inside', 'Stagiaires'] };
    expect(await told(ground.system)).toEqual(all);
    expect(await told(actorOf('regional-director', { regions: ['MA-04'] }))).toEqual(all);
    const less = { codes: ['ENTITLEMENT_RESTS'], rules: ['Stagiaires'] };
    expect(await told(actorOf('academy-manager', { academies }))).toEqual(less);
    const both = [...academies, (await ground.academyOf(await ground.person({ profile: 'prison' })))!];
    expect(await told(actorOf('academy-manager', { academies: both }))).toEqual(all);
  });

  it('takes three statements, for one person or for many', async () => {
    const people: string[] = [];
    for (let number = 0; number < 20; number++)
      people.push(await ground.person({ kind: number % 2 ? 'staff' : 'trainee' }));
    await ground.start(people);
    let found = new Map();
    const sent = await readsOf(ground.database.db, async () => {
      found = await explanation.byPersons.fr(ground.system, people);
    });
    expect([found.size, sent.length]).toEqual([20, 3]);
  });
});
