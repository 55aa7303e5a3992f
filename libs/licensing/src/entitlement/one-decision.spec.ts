import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Words } from '@takwin/platform/errors';
import sql from 'sql-template-tag';
import {
  FACULTY,
  licensingEnvironment,
  PLUS_STUDENT,
  STUDENT,
  type LicensingEnvironment,
} from '../testing/licensing-environment.js';
import { reviewDay, reviewEntitlements } from './decide-entitlements.js';
import { ExplainLicenceHandler } from './explain-licence.js';
import type { Person } from './rule.js';

const TRIALS = Number(process.env.DECISIONS ?? 40);
const SKUS = [STUDENT, PLUS_STUDENT, FACULTY];
const DAY = 86_400_000;
const FIRST = Date.parse('2026-12-01T09:00:00Z');
const dayOf = (number: number): string => new Date(FIRST + number * DAY).toISOString().slice(0, 10);

let ground: LicensingEnvironment;
beforeAll(async () => void (ground = await licensingEnvironment()));
beforeEach(() => forget());
afterAll(() => ground?.close());

const forget = () =>
  ground.sql(sql`truncate run, outcome, run_cursor, entitlement, entitlement_rule, person_copy, licence cascade`);
const asSystem = <T>(work: Parameters<typeof ground.database.db.asActor<T>>[1]) =>
  ground.database.db.asActor(ground.system, work);

/** Whom a run of this product takes, as its preflight counts them too, and why not the others. */
async function chosenFor(skuId: string, persons: readonly string[]) {
  const { id } = await ground.start(persons, { skuId, preflight: true });
  await ground.check.run(id);
  const { preflight, total } = await ground.runs.one(ground.system, { id } as never);
  const { items } = await ground.runs.outcomes(ground.system, { id, first: 100, after: undefined } as never);
  await ground.control.cancel(ground.system, { id } as never);
  const chosen = items.filter(({ state }) => state === 'reserved').map(({ personId }) => personId);
  const refused = new Map(items.flatMap(({ personId, reason }) => (reason ? [[personId, reason]] : [])));
  expect([total, preflight!.toChange, chosen.length + refused.size]).toEqual([persons.length, chosen.length, total]);
  expect(preflight!.refused.reduce((sum, one) => sum + one.persons, 0)).toBe(refused.size);
  return { chosen, refused };
}

/** Holds runs, preflights, the review and both explanations of today to one another. */
async function expectOneOpinion(persons: readonly string[]): Promise<void> {
  const told = await Promise.all(persons.map((id) => ground.explain(id)));
  const licences = new ExplainLicenceHandler(ground.database.db, new Words(), 0);
  const given = await licences.byPersons.fr(ground.system, persons);
  for (const { personId, rules } of told) {
    expect(given.get(personId)!.skuId).toBe(rules.find(({ covers }) => covers)?.skuId ?? null);
    expect(given.get(personId)!.reasons).not.toEqual([]);
  }
  for (const skuId of SKUS) {
    const { chosen, refused } = await chosenFor(skuId, persons);
    const explained = told.filter(({ rules }) => rules.find(({ covers }) => covers)?.skuId === skuId);
    const reviewed = told.filter(({ holds }) => holds.some((one) => one.state === 'entitled' && one.skuId === skuId));
    const sorted = (all: { personId: string }[]) => all.map(({ personId }) => personId).sort();
    expect(chosen.sort()).toEqual(sorted(explained));
    expect(sorted(reviewed)).toEqual(sorted(explained));
    for (const { personId, rules } of told.filter(({ personId }) => refused.has(personId))) {
      const against = rules.filter((rule) => rule.skuId === skuId).flatMap(({ objections }) => objections);
      const besides = ['SKU_FOR_ANOTHER_AUDIENCE', 'ANOTHER_RULE_DECIDES', 'NO_RULE_FOR_SKU'];
      expect([...against, ...besides]).toContain(refused.get(personId));
    }
  }
  const entitled = told.filter((one) => one.entitled).length;
  expect(told.filter(({ rules }) => rules.some(({ covers }) => covers))).toHaveLength(entitled);
}

const kinds = ['trainee', 'trainer', 'staff'] as const;
const profiles = ['ordinary', 'prison', 'offline', 'minors'] as const;
const filieres = ['DEV', 'RES'];
const day = fc.option(fc.integer({ min: 0, max: 4 }));
const Rules = fc.array(
  fc.record({
    kinds: fc.subarray([...kinds], { minLength: 1 }),
    profiles: fc.subarray([...profiles], { minLength: 1 }),
    filieres: fc.option(fc.subarray(filieres, { minLength: 1 })),
    skuId: fc.constantFrom(...SKUS),
    priority: fc.integer({ min: 0, max: 2 }),
    days: fc.tuple(day, day),
  }),
  { maxLength: 5 },
);
const Persons = fc.array(
  fc.record<Person>({
    kind: fc.constantFrom(...kinds),
    profile: fc.constantFrom(...profiles),
    active: fc.boolean(),
    nameless: fc.boolean(),
    unconfirmed: fc.boolean(),
    filieres: fc.subarray(filieres),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('whether a person may have a licence', () => {
  it('is decided by the rule that covers the person, not by another one that names the academy’s profile', async () => {
    const inside = await ground.person({ kind: 'trainee', profile: 'prison' });
    await ground.rule({ name: 'Stagiaires', kinds: ['trainee'], profiles: ['ordinary'], skuId: STUDENT });
    await ground.rule({
      name: 'Formateurs en prison',
      kinds: ['trainer'],
      profiles: ['prison'],
      skuId: FACULTY,
      validUntil: '2020-12-31',
    });
    expect((await ground.explain(inside)).entitled).toBe(false);
    const { chosen, refused } = await chosenFor(STUDENT, [inside]);
    expect([chosen, refused.get(inside)]).toEqual([[], 'PRISON_NO_PERSONAL_ACCOUNT']);
  });

  it('is decided for one product: not for a second one, and for none that no rule gives', async () => {
    const trainee = await ground.person();
    await ground.rule({ name: 'All', kinds: ['trainee'], profiles: ['ordinary'], skuId: STUDENT, priority: 200 });
    expect((await chosenFor(PLUS_STUDENT, [trainee])).refused.get(trainee)).toBe('NO_RULE_FOR_SKU');
    await ground.rule({ name: 'Some', kinds: ['trainee'], profiles: ['ordinary'], skuId: PLUS_STUDENT, priority: 1 });
    expect((await chosenFor(PLUS_STUDENT, [trainee])).chosen).toEqual([trainee]);
    expect((await chosenFor(STUDENT, [trainee])).refused.get(trainee)).toBe('ANOTHER_RULE_DECIDES');
  });

  it('is denied at a closed academy to who has none, by all who ask, while who has one keeps it', async () => {
    const [without, holder] = [await ground.person(), await ground.person()];
    await ground.rule({ name: 'All', kinds: ['trainee'], profiles: ['ordinary'], skuId: STUDENT });
    await ground.start([holder]);
    await ground.work(() => ({ state: 'assigned' }));
    const late = await ground.person({ closed: true });
    await ground.sql(sql`
      update person_copy set academy_id = (select academy_id from person_copy where subject = ${late})
      where subject in (${without}, ${holder})`);
    await asSystem((tx) => reviewEntitlements(tx, sql`true`));
    const told = await Promise.all([late, without, holder].map((id) => ground.explain(id)));
    expect(told.map(({ entitled, rules }) => [entitled, rules[0]!.objections])).toEqual(
      told.map(() => [false, ['ACADEMY_WAS_CLOSED']]),
    );
    expect(told.map(({ holds }) => holds.map(({ state, licensed }) => `${state} ${licensed}`))).toEqual([
      [],
      ['grace false'],
      ['entitled true'],
    ]);
    const { chosen, refused } = await chosenFor(STUDENT, [late, without]);
    expect([chosen, refused.get(late), refused.get(without)]).toEqual([[], 'ACADEMY_WAS_CLOSED', 'ACADEMY_WAS_CLOSED']);
  });

  it('is denied where the rule names other profiles, and to two of one account name, and to nobody twice', async () => {
    const [offline, one, other] = [
      await ground.person({ profile: 'offline' }),
      await ground.person(),
      await ground.person(),
    ];
    await ground.rule({ name: 'All', kinds: ['trainee'], profiles: ['ordinary'], skuId: STUDENT });
    expect((await chosenFor(STUDENT, [offline])).refused.get(offline)).toBe('PROFILE_NOT_COVERED');
    await ground.sql(sql`
      update person_copy set matricule = (select matricule from person_copy where subject = ${one}) where subject = ${other}`);
    const { refused } = await chosenFor(STUDENT, [one, other]);
    expect([refused.get(one), refused.get(other)]).toEqual(['ACCOUNT_NOT_UNIQUE', 'ACCOUNT_NOT_UNIQUE']);
    await ground.start([one]);
    await ground.work(() => ({ state: 'assigned' }));
    const { id } = await ground.start([one]);
    const { items } = await ground.runs.outcomes(ground.system, { id, first: 10, after: undefined } as never);
    expect(items).toMatchObject([{ state: 'assigned', reason: 'ALREADY_ASSIGNED' }]);
  });

  it('is asked of a product in capital letters too', async () => {
    const trainee = await ground.person();
    await ground.rule({ name: 'All', kinds: ['trainee'], profiles: ['ordinary'], skuId: STUDENT });
    expect((await chosenFor(STUDENT.toUpperCase(), [trainee])).chosen).toEqual([trainee]);
  });

  it('does not let a rule give trainers what Microsoft licenses for students', async () => {
    const trainer = await ground.person({ kind: 'trainer' });
    await ground.rule({ name: 'Everyone', kinds: ['trainee', 'trainer'], profiles: ['ordinary'], skuId: STUDENT });
    const { entitled, rules, holds } = await ground.explain(trainer);
    expect([entitled, holds, rules[0]!.objections]).toEqual([false, [], ['SKU_FOR_ANOTHER_AUDIENCE']]);
    expect((await chosenFor(STUDENT, [trainer])).refused.get(trainer)).toBe('SKU_FOR_ANOTHER_AUDIENCE');
  });

  it('is one opinion, of runs, preflights, the review and the explanation, for any rules on any day', async () => {
    const property = fc.asyncProperty(Rules, Persons, fc.tuple(day, day), async (rules, people, days) => {
      await forget();
      const [today, later] = days.map((number) => FIRST + (number ?? 0) * DAY).sort((one, other) => one - other) as [
        number,
        number,
      ];
      ground.database.clock.set(new Date(today));
      const persons: string[] = [];
      for (const about of people) persons.push(await ground.person(about));
      for (const [
        index,
        {
          days: [from, until],
          ...about
        },
      ] of rules.entries()) {
        const ends = from !== null && until !== null && until < from ? null : until;
        const valid = { validFrom: from === null ? null : dayOf(from), validUntil: ends === null ? null : dayOf(ends) };
        await ground.rule({ name: `Rule ${index}`, ...about, ...valid });
      }
      await ground.sql(sql`update entitlement_day set reviewed_on = ${dayOf((today - FIRST) / DAY)}`);
      await asSystem((tx) => reviewEntitlements(tx, sql`true`));
      await expectOneOpinion(persons);
      ground.database.clock.set(new Date(later));
      await asSystem(reviewDay);
      await expectOneOpinion(persons);
    });
    await fc.assert(property, { numRuns: TRIALS, endOnFailure: true });
  }, 120_000);
});
