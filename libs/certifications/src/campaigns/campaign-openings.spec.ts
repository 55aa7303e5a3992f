import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { weekdayOf } from '../legal-time/calendar.js';
import { campaignEnvironment, never, overtaken } from '../testing/campaign-environment.js';
import { RunCampaignHandler } from './run-campaign.js';

let on: Awaited<ReturnType<typeof campaignEnvironment>>;
beforeAll(async () => void (on = await campaignEnvironment()));
afterAll(() => on?.close());

const CLEAN = { seats: [], twice: [] };
const OPENING = { minutes: 120 };
const HOURS = [1, 2, 3, 4, 5].flatMap((weekday) => [
  { weekday, opens: '08:30', closes: '12:30' },
  { weekday, opens: '14:30', closes: '16:30' },
]);

/** An academy whose rooms have hours, with proctors of its own. */
async function place(name: string, { rooms = [20], proctors = 1, about = {} } = {}) {
  const academyId = await on.given.academy(name, about);
  const roomIds: string[] = [];
  for (const [index, seats] of rooms.entries()) {
    const roomId = await on.given.room(academyId, `R${index}`, seats);
    await on.given.roomSays(roomId, academyId, { seats, openingHours: HOURS });
    roomIds.push(roomId);
  }
  const proctorIds: string[] = [];
  for (let index = 0; index < proctors; index++)
    proctorIds.push(await on.given.proctor(`${name} proctor ${index}`, true, academyId));
  return { academyId, roomIds, proctorIds };
}

type Opened = { id: string; room_id: string; wall_time: string; minutes: number; seats: number; taken: number };
const openedBy = (id: string) =>
  on.sql<Opened & { proctors: string[] }>(sql`
    select s.id, s.room_id, s.wall_time, s.minutes, s.seats, s.taken,
      array(select proctor_id from sitting_proctor p where p.sitting_id = s.id)::text[] as proctors
    from sitting s where s.campaign_id = ${id} and s.state = 'open' order by s.starts_at, s.room_id`);

describe('a campaign that opens sittings', () => {
  it('opens as few as its candidates need, within hours, each watched by proctors who are free', async () => {
    const { earliest, latest } = on.weeks();
    const { academyId, roomIds, proctorIds } = await place('opening', { rooms: [20, 24], proctors: 2 });
    const persons = await on.peopleOf('opening', 90, academyId);
    const done = await on.played({ persons, earliest, latest, opening: OPENING });
    expect(done).toMatchObject({ state: 'done', booked: 90, waitlisted: 0, steps: 0, opened: 5 });
    expect(done.gap).toBeLessThan(0.05);
    const opened = await openedBy(done.id);
    expect(opened.reduce((sum, { taken }) => sum + taken, 0)).toBe(90);
    for (const { room_id, wall_time, seats, minutes, proctors } of opened) {
      expect(roomIds).toContain(room_id);
      expect(weekdayOf(wall_time.slice(0, 10))).toBeLessThanOrEqual(5);
      expect(['08:30', '10:30', '14:30']).toContain(wall_time.slice(11));
      expect(minutes).toBe(120);
      expect(proctors).toHaveLength(Math.ceil(seats / 20));
      expect(proctorIds).toEqual(expect.arrayContaining(proctors));
    }
    const watched = Map.groupBy(
      opened.flatMap(({ wall_time, proctors }) => proctors.map((id) => `${id} ${wall_time.slice(0, 10)}`)),
      (key) => key,
    );
    for (const sittings of watched.values()) expect(sittings.length).toBeLessThanOrEqual(2);
    const { body: page } = await on.admin.get(`/v1/campaigns/${done.id}/openings?first=3`);
    const { body: rest } = await on.admin.get(`/v1/campaigns/${done.id}/openings?after=${page.nextCursor}`);
    expect([...page.items, ...rest.items]).toEqual(
      opened.map(({ id, seats, taken, proctors }) =>
        expect.objectContaining({ sittingId: id, academyId, seats, candidates: taken, proctors: proctors.length }),
      ),
    );
    const [{ announced }] = (await on.sql(sql`
      select count(*)::int as announced from event_new, jsonb_array_elements(body->'changes') change
      where type = 'SittingOpened' and change->>'s' = any(${opened.map(({ id }) => id)}::text[])`)) as [
      { announced: number },
    ];
    expect(announced).toBe(5);
    expect(await on.faults()).toEqual(CLEAN);
  });

  it('opens none outside the programme’s hours in a room of which none were said', async () => {
    const { earliest, latest } = on.weeks();
    const { academyId, roomIds } = await place('opening unsaid');
    await on.given.roomSays(roomIds[0]!, academyId, { seats: 20, openingHours: null });
    const persons = await on.peopleOf('unsaid', 5, academyId);
    const opening = { ...OPENING, opensAt: '18:00', closesAt: '23:00', weekdays: [5, 6, 7] };
    const done = await on.played({ persons, earliest, latest, opening });
    expect(done).toMatchObject({ booked: 5, opened: 1 });
    const [at] = (await openedBy(done.id)).map(({ wall_time }) => wall_time);
    expect([weekdayOf(at!.slice(0, 10)) <= 6, at!.slice(11)]).toEqual([true, '18:00']);
    const sundays = { persons: await on.peopleOf('sunday', 5, academyId), earliest, latest };
    expect(await on.played({ ...sundays, opening: { ...opening, weekdays: [7] } })).toMatchObject({ opened: 0 });
  });

  it('fills the seats that there are before it opens more, and leaves a watching proctor and a taken room alone', async () => {
    const { first, earliest, latest } = on.weeks();
    const { academyId, roomIds, proctorIds } = await place('opening beside', { proctors: 1 });
    await on.sittingAt(academyId, first, 6);
    // The only proctor watches elsewhere on every day of the window but its last ones.
    const far = await place('opening elsewhere', { about: { region: 'MA-08' } });
    for (let day = 0; day < 9; day++)
      await on.sql(sql`with made as (
        insert into sitting(academy_id, region, room_id, starts_at, minutes, during, wall_time, zone, zone_rules, seats, taken, created_by)
        select ${far.academyId}, 'MA-08', gen_random_uuid(), at, 60, tstzrange(at, at + interval '1 hour'),
          to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI'), '', '', 1, 0, ''
        from (select ${on.inDays(first - 1 + day)}::timestamptz as at) instant returning id, during)
        insert into sitting_proctor select id, ${proctorIds[0]}, during from made`);
    const persons = await on.peopleOf('beside', 10, academyId);
    const done = await on.played({ persons, earliest, latest, opening: OPENING });
    expect(done).toMatchObject({ booked: 10, opened: 1 });
    const [opened] = await openedBy(done.id);
    expect(opened).toMatchObject({ room_id: roomIds[0], taken: 4, proctors: proctorIds });
    expect(new Date(opened!.wall_time) > new Date(on.inDays(first + 7))).toBe(true);
  });

  it('seats a trainer where another one watches, and where there is none leaves one of the two undone', async () => {
    const { earliest, latest } = on.weeks();
    const about = { region: 'MA-10' };
    const both = await place('trainers', { proctors: 2, about });
    await on.sql(sql`insert into person_copy(subject, version, generation, academy_id, region, active, kind, name_fr)
      select unnest(${both.proctorIds}::text[]), 1, 1, ${both.academyId}, 'MA-10', true, 'trainer', 'trainer'`);
    const [first] = both.proctorIds;
    const persons = [first, ...(await on.peopleOf('beside a trainer', 5, both.academyId))];
    const done = await on.played({ persons, earliest, latest, opening: OPENING });
    expect(done).toMatchObject({ booked: 6, waitlisted: 0, opened: 1 });
    expect((await openedBy(done.id))[0]!.proctors).toEqual([both.proctorIds[1]]);

    const weeks = on.weeks();
    const wish = { persons: both.proctorIds, earliest: weeks.earliest, latest: weeks.latest, opening: OPENING };
    const tried = await on.played({ ...wish, examCodes: ['MO-100'], dryRun: true });
    const played = await on.played({ ...wish, examCodes: ['MO-100'] });
    expect(played).toMatchObject({ booked: tried.booked, waitlisted: tried.waitlisted });
    expect(
      await on.sql(sql`select r.id from registration r join sitting_proctor p on p.proctor_id = r.person_id
      and p.during && r.during where r.state = 'booked'`),
    ).toEqual([]);
    expect(await on.faults()).toEqual(CLEAN);
  });

  it('has academies of a region exchange proctors who teach the candidates', async () => {
    const { earliest, latest } = on.weeks();
    const about = { region: 'MA-11' };
    const [here, there] = [await place('exchange here', { about }), await place('exchange there', { about })];
    const persons: string[] = [];
    for (const [name, { academyId, proctorIds }] of Object.entries({ here, there }))
      for (const person of await on.peopleOf(`exchange ${name}`, 20, academyId)) {
        await on.given.enrolment(person, proctorIds[0]!);
        persons.push(person);
      }
    const done = await on.played({ persons, earliest, latest, opening: OPENING });
    expect(done).toMatchObject({ booked: 40, waitlisted: 0, opened: 2, steps: 0, gap: 0 });
    const watching = await on.sql<{ academy_id: string; proctor_id: string }>(sql`
      select s.academy_id, p.proctor_id from sitting s join sitting_proctor p on p.sitting_id = s.id
      where s.campaign_id = ${done.id}`);
    expect(new Map(watching.map((one) => [one.academy_id, one.proctor_id]))).toEqual(
      new Map([
        [here.academyId, there.proctorIds[0]],
        [there.academyId, here.proctorIds[0]],
      ]),
    );
    expect(await on.faults()).toEqual(CLEAN);
  });

  it('opens none in academies that are not in the programme today, or leave it before its window ends', async () => {
    const { earliest, latest } = on.weeks();
    const [today, last] = [on.inDays(0).slice(0, 10), latest.slice(0, 10)];
    const openedIn = async (name: string, about: object) => {
      const { academyId } = await place(name, { about });
      const persons = await on.peopleOf(name, 3, academyId);
      const { id } = await on.played({ persons, earliest, latest, opening: OPENING });
      return (await on.sql(sql`select from sitting where campaign_id = ${id} and academy_id = ${academyId}`)).length;
    };
    expect(await openedIn('member from the last day on', { accreditedOn: last })).toBe(0);
    expect(await openedIn('member to this day', { membershipUntil: today })).toBe(0);
    expect(await openedIn('member all along', { accreditedOn: today, membershipUntil: last })).toBe(1);
  });

  it('shows in a dry run what it would open, and opens nothing', async () => {
    const { earliest, latest } = on.weeks();
    const { academyId, roomIds } = await place('opening dry', { rooms: [12] });
    await on.peopleOf('opening dry', 15, academyId);
    const done = await on.played({ filter: { academyId }, earliest, latest, opening: OPENING, dryRun: true });
    expect(done).toMatchObject({ booked: 15, waitlisted: 0, opened: 2 });
    const { body } = await on.admin.get(`/v1/campaigns/${done.id}/openings`);
    expect(body.items).toMatchObject([
      { sittingId: null, academyId, roomId: roomIds[0], minutes: 120, seats: 12, proctors: 1, candidates: 12 },
      { sittingId: null, seats: 12, candidates: 3 },
    ]);
    expect(await openedBy(done.id)).toEqual([]);
  });

  it('plans again where a room or a proctor is no longer to be had when it opens', async () => {
    const { earliest, latest } = on.weeks();
    const { academyId, roomIds, proctorIds } = await place('opening overtaken', { rooms: [10, 10], proctors: 2 });
    const persons = await on.peopleOf('opening overtaken', 8, academyId);
    const id = await on.accepted({ persons, earliest, latest, opening: OPENING });
    const overtaking = overtaken(on.db, 3, async () => {
      await on.given.roomSays(roomIds[0]!, academyId, { seats: 10, openingHours: HOURS, state: 'closed' });
      await on.given.trainerSays(proctorIds[0]!, academyId, { mayProctor: false });
    });
    await new RunCampaignHandler(overtaking).run(id, never);
    expect(await on.campaign(id)).toMatchObject({ state: 'done', booked: 8, opened: 1 });
    expect(await openedBy(id)).toMatchObject([{ room_id: roomIds[1], proctors: [proctorIds[1]] }]);
  });

  it('opens nothing twice where a worker was cut off, and calls off what nobody sits in when it is cancelled', async () => {
    const { earliest, latest } = on.weeks();
    const { academyId } = await place('opening cut', { rooms: [20, 20], proctors: 2 });
    const persons = await on.peopleOf('opening cut', 60, academyId);
    const cutAt = (transaction: number) =>
      new RunCampaignHandler(
        overtaken(on.db, transaction, () => {
          throw new Error('cut off');
        }),
        { batch: 20 },
      );
    const id = await on.accepted({ persons, earliest, latest, opening: OPENING });
    await expect(cutAt(5).run(id, never)).rejects.toThrow('cut off');
    const before = await openedBy(id);
    expect(before.map(({ taken }) => taken).reduce((sum, taken) => sum + taken, 0)).toBe(20);
    await on.worker.run(id, never);
    expect(await on.campaign(id)).toMatchObject({ state: 'done', booked: 60, opened: 3 });
    expect((await openedBy(id)).map((one) => one.id)).toEqual(before.map((one) => one.id));

    const others = await on.peopleOf('opening cancelled', 40, academyId);
    const second = await on.accepted({ persons: others, earliest, latest, opening: OPENING });
    await expect(cutAt(4).run(second, never)).rejects.toThrow('cut off');
    expect(await openedBy(second)).toHaveLength(2);
    await on.admin.post(`/v1/campaigns/${second}/cancel`);
    expect(await openedBy(second)).toEqual([]);
    expect(
      await on.sql(sql`
      select cancelled_reason as reason, count(*)::int from sitting where campaign_id = ${second} group by 1`),
    ).toEqual([{ reason: 'NOBODY_SITS_THERE', count: 2 }]);
  });

  it('opens for those who lost their seats when it is planned anew, and moves nobody else', async () => {
    const { first, earliest, latest } = on.weeks();
    const { academyId } = await place('opening anew', { rooms: [8] });
    const [fallen] = [await on.sittingAt(academyId, first, 5), await on.sittingAt(academyId, first + 1, 5)];
    const persons = await on.peopleOf('opening anew', 6, academyId);
    const exams = { examCodes: ['MO-200', 'MO-201'], persons: persons.slice(0, 5) };
    const done = await on.played({ ...exams, earliest, latest, opening: OPENING });
    expect(done).toMatchObject({ booked: 10, opened: 0 });
    const before = await on.seatsOf(done.id);
    await on.sql(sql`update sitting set state = 'cancelled' where id = ${fallen}`);
    await on.admin.post(`/v1/campaigns/${done.id}/replan`);
    await on.worker.run(done.id, never);
    expect(await on.campaign(done.id)).toMatchObject({ booked: 10, waitlisted: 0, opened: 1, moved: 5 });
    const after = new Map((await on.seatsOf(done.id)).map((one) => [`${one.person_id} ${one.sitting_id}`, one]));
    for (const one of before.filter(({ sitting_id }) => sitting_id !== fallen))
      expect(after.get(`${one.person_id} ${one.sitting_id}`)).toEqual(one);
    expect(await on.faults()).toEqual(CLEAN);
  });

  it('opens in academies of the manager who asked only', async () => {
    const { earliest, latest } = on.weeks();
    const mine = await place('opening mine', { rooms: [3] });
    await place('opening theirs', { rooms: [30], proctors: 2 });
    const persons = await on.peopleOf('opening mine', 5, mine.academyId);
    const manager = await on.apiAs({ role: 'academy-manager', academies: [mine.academyId], subject: 'opener' });
    const { body } = await manager.post('/v1/campaigns', {
      examCodes: ['MO-200'],
      persons,
      earliest,
      latest,
      opening: OPENING,
    });
    await on.worker.run(body.id, never);
    expect(await on.campaign(body.id)).toMatchObject({ booked: 5, opened: 2 });
    expect((await openedBy(body.id)).map(({ room_id }) => room_id)).toEqual([mine.roomIds[0], mine.roomIds[0]]);
  });

  it('refuses rules by which nothing could be opened', async () => {
    const { earliest, latest } = on.weeks();
    const { academyId } = await place('opening refused');
    const faults = async (opening: object, about: object = {}) =>
      (
        await on.admin.post('/v1/campaigns', {
          examCodes: ['MO-200'],
          filter: { academyId },
          earliest,
          latest,
          opening,
          ...about,
        })
      ).body.errors?.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`);
    expect(await faults({ minutes: 60 })).toEqual(['opening.minutes too_short']);
    expect(await faults({ minutes: 90, opensAt: '15:30' })).toEqual(['opening.closesAt too_early']);
    expect(await faults({ minutes: 90, weekdays: [] })).toEqual(['opening.weekdays too_small']);
    expect(await faults(OPENING, { latest: on.inDays(400) })).toEqual(['latest too_late']);
    expect(await faults({})).toEqual(['opening.minutes invalid_type']);
  });

  it('opens none in an academy that is less ready through its window than the rules ask for', async () => {
    const { earliest, latest } = on.weeks();
    const { academyId } = await place('opening unready');
    const opening = { persons: await on.peopleOf('unready', 5, academyId), earliest, latest, opening: OPENING };
    await on.admin.patch('/v1/exam-rules', { readinessMinimum: 25 });
    const dayBefore = new Date(Date.parse(latest) - 86_400_000).toISOString().slice(0, 10);
    await on.given.proofSays(academyId, { kind: 'machines', expiresOn: dayBefore });
    expect(await on.played(opening)).toMatchObject({ booked: 0, opened: 0 });
    await on.given.proofSays(academyId, { kind: 'machines', expiresOn: latest.slice(0, 10) });
    const again = { ...opening, persons: await on.peopleOf('ready now', 5, academyId) };
    expect(await on.played(again)).toMatchObject({ opened: 1 });
    await on.admin.patch('/v1/exam-rules', { readinessMinimum: 0 });
  });
});
