import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { academy, person } from '@takwin/contracts/events/academies';
import { certification, registration } from '@takwin/contracts/events/certifications';
import { course, enrolment, literacy, offering } from '@takwin/contracts/events/courses';
import { licence } from '@takwin/contracts/events/licensing';
import { trainer } from '@takwin/contracts/events/trainers';
import { copyMigration } from '@takwin/platform/events';
import { migrate } from '@takwin/platform/postgres';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { type Fact, FiveLogs, idOf } from '../testing/five-logs.js';
import * as copies from '../copies.js';
import { countTargets } from './scoreboard.rows.js';

let services: FiveLogs;
beforeAll(async () => {
  services = await FiveLogs.open();
  await services.tell(STORY);
});
afterAll(() => services?.close());

/** By target: how many are registered, and how many count on the last day of 2026. */
async function counts(region?: string): Promise<Record<string, [registered: number, actual: number]>> {
  const all = await services.db.readAs(actorOf('system'), (tx) => countTargets(tx, '2026-12-31', region));
  return Object.fromEntries(all.map(({ id, registered, actual }) => [id, [registered, actual]]));
}

const south = { region: 'MA-05' };
const onAWord = { upskilling: 'completed', upskillingCompletedOn: '2026-11-20' };
const completed = { ...onAWord, upskillingProven: true };
const assigned = { state: 'assigned', assignedOn: '2026-11-20' };
const [salma, omar] = [{ personId: idOf('salma') }, { personId: idOf('omar') }];

/** In Rabat (MA-04) unless told: of every kind one that counts there, one in the south, and those that do not count. */
const STORY: readonly Fact[] = [
  [academy, 'ista', 1, { state: 'accredited' }],
  [academy, 'ista south', 1, { ...south, state: 'accredited' }],
  [academy, 'ista hopes', 1, { state: 'candidate' }],
  [academy, 'ista paused', 1, { state: 'suspended' }],
  [academy, 'ista gone', 1, { state: 'closed' }],
  [trainer, 'trained', 1, completed],
  [trainer, 'trained south', 1, { ...south, ...completed }],
  [trainer, 'in training', 1, { upskilling: 'in-progress' }],
  [trainer, 'completed on a word', 1, onAWord],
  [trainer, 'completed on another word', 1, { ...onAWord, upskillingProven: false }],
  [trainer, 'planned', 1, { upskilling: 'planned' }],
  [person, 'salma', 1, { state: 'active' }],
  [person, 'omar', 1, { ...south, state: 'active' }],
  [person, 'clerk', 1, { kind: 'staff', state: 'active' }],
  [person, 'clerk gone', 1, { kind: 'staff', state: 'inactive' }],
  [person, 'clerk south', 1, { ...south, kind: 'trainer', state: 'inactive' }],
  [course, 'excel', 1, { state: 'catalogued' }],
  [course, 'word', 1, { state: 'catalogued' }],
  [course, 'fax', 1, { state: 'retired' }],
  [offering, 'excel in autumn', 1, { state: 'finished' }],
  [offering, 'excel in spring', 1, { state: 'open' }],
  [offering, 'excel south', 1, { ...south, state: 'open' }],
  [offering, 'word', 1, { courseId: idOf('word'), state: 'cancelled' }],
  [enrolment, 'in autumn', 1, { state: 'completed' }],
  [enrolment, 'in the south', 1, { ...south, offeringId: idOf('excel south'), state: 'enrolled' }],
  [registration, 'passed', 1, { state: 'passed' }],
  [registration, 'waiting', 1, { ...south, state: 'waitlisted' }],
  [registration, 'refused', 1, { state: 'refused' }],
  [registration, 'cancelled', 1, { state: 'cancelled' }],
  [certification, 'held', 1, { state: 'held' }],
  [certification, 'held south', 1, { ...south, ...omar, state: 'held' }],
  [certification, 'withdrawn', 1, { state: 'withdrawn' }],
  [licence, 'salma a1', 1, { ...assigned, ...salma }],
  [licence, 'salma teams', 1, { ...assigned, ...salma }],
  [licence, 'omar a1', 1, { ...south, ...assigned, ...omar }],
  [licence, 'failed', 1, { state: 'failed', personId: idOf('clerk') }],
  [literacy, 'clerk', 1, { state: 'certified', certifiedOn: '2026-11-20' }],
  [literacy, 'clerk south', 1, { ...south, state: 'certified', certifiedOn: '2026-11-20' }],
  [literacy, 'learning', 1, { state: 'evaluated' }],
];

const WHOLE_COUNTRY = {
  academies: [4, 2],
  trainers: [6, 2],
  certifications: [2, 2],
  courses: [2, 1],
  'office365-users': [3, 2],
  'literacy-completions': [1, 2],
};

describe('the scoreboard', () => {
  it('counts what the five services say, for the country and for each region', async () => {
    expect(await counts()).toEqual(WHOLE_COUNTRY);
    expect(await counts('MA-05')).toEqual({
      academies: [1, 1],
      trainers: [1, 1],
      certifications: [1, 1],
      courses: [1, 1],
      'office365-users': [1, 1],
      'literacy-completions': [0, 1],
    });
    expect((await counts('MA-12')).academies).toEqual([0, 0]);
    expect(Object.keys(await counts())).toEqual(Object.keys(WHOLE_COUNTRY));
  });

  it('registers no academy that is closed', async () => {
    const closed = STORY.filter(
      ([kind, , , about]) => kind === academy && 'state' in about && about.state === 'closed',
    );
    expect(closed).toHaveLength(1);
    const all = STORY.filter(([kind]) => kind === academy);
    expect((await counts()).academies![0]).toBe(all.length - closed.length);
  });

  it('does not change when everything is said again, backwards, or made anew from the logs', async () => {
    await services.tell(STORY);
    await services.tell(STORY.toReversed());
    expect(await counts()).toEqual(WHOLE_COUNTRY);
    await services.rebuild();
    expect(await counts()).toEqual(WHOLE_COUNTRY);
  });

  it('holds to the newest version of each subject, in whatever order its versions arrive', async () => {
    const ends: Fact[] = [
      [academy, 'ista', 3, { state: 'closed' }],
      [trainer, 'trained', 3, south],
      [person, 'salma', 3, { state: 'inactive' }],
      [offering, 'excel south', 3, { ...south, state: 'cancelled' }],
      [registration, 'passed', 3, { state: 'cancelled' }],
      [certification, 'held', 3, { state: 'withdrawn' }],
      [licence, 'salma a1', 3, { state: 'released' }],
      [licence, 'salma teams', 3, { state: 'released' }],
      [literacy, 'clerk', 3, { state: 'in-progress' }],
    ];
    const between = STORY.map(([kind, name, , about]): Fact => [kind, name, 2, about]);
    await services.tell([...ends, ...between]);
    const ended = await counts();
    expect(ended).toEqual({
      academies: [3, 1],
      trainers: [6, 1],
      certifications: [1, 1],
      courses: [2, 1],
      'office365-users': [2, 1],
      'literacy-completions': [1, 1],
    });
    expect((await counts('MA-05')).courses).toEqual([0, 0]);
    await services.rebuild();
    expect(await counts()).toEqual(ended);
    await services.tell(STORY.map(([kind, name, , about]): Fact => [kind, name, 4, about]));
    expect(await counts()).toEqual(WHOLE_COUNTRY);
  });

  it('keeps its indexes when a copy is made anew', async () => {
    const indexes = () =>
      services.query(sql`
        select tablename as table, regexp_replace(indexdef, '^.* USING ', '') as on from pg_indexes
        where tablename in ('scoreboard_enrolment', 'scoreboard_licence', 'scoreboard_offering') and indexname !~ '_pkey$' order by 1`);
    const expected = [
      { table: 'scoreboard_enrolment', on: 'btree (offering_id)' },
      {
        table: 'scoreboard_licence',
        on: 'btree (person_id, since) WHERE counts',
      },
      { table: 'scoreboard_offering', on: 'btree (course_id) WHERE counts' },
    ];
    expect(await indexes()).toEqual(expected);
    const anew = [copies.enrolments, copies.licences, copies.offerings].map((copy) =>
      copyMigration({ ...copy, shape: `${copy.shape} anew` }),
    );
    await migrate(services.url, 'academies', anew);
    expect(await indexes()).toEqual(expected);
    await services.rebuild();
    expect(await counts()).toEqual(WHOLE_COUNTRY);
  });

  it('says how much of each figure is of persons who were erased, which counts on', async () => {
    const erased = async (region?: string) => {
      const all = await services.db.readAs(actorOf('system'), (tx) => countTargets(tx, '2026-12-31', region));
      return Object.fromEntries(all.flatMap(({ id, erased: some }) => (some > 0 ? [[id, some]] : [])));
    };
    await services.tell(STORY.map(([kind, name, , about]): Fact => [kind, name, 8, about]));
    expect(await erased()).toEqual({});
    const gone = { state: 'inactive', erasure: 'erased' };
    await services.tell([
      [person, 'clerk south', 9, { ...south, kind: 'trainer', ...gone }],
      [person, 'omar', 9, { ...south, ...gone }],
    ]);
    expect((await counts())['literacy-completions']![1]).toBe(2);
    const theirs = { certifications: 1, 'office365-users': 1, 'literacy-completions': 1 };
    expect(await erased()).toEqual(theirs);
    expect([await erased('MA-05'), await erased('MA-04')]).toEqual([theirs, {}]);
  });
});
