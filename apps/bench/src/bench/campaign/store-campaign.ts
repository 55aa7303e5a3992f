import { until } from '@takwin/demo/client';
import { z } from 'zod';
import { copied, populate, type TestCluster } from '../../chaos/test-cluster.js';

/** What a trial asks of a campaign. */
export const Campaign = z.object({
  id: z.uuid(),
  state: z.string(),
  requested: z.int(),
  booked: z.int(),
  waitlisted: z.int(),
  refused: z.int(),
  opened: z.int(),
  gap: z.number().nullable(),
});
const DAY = 86_400_000;

export type Stored = { seconds: number; booked: number; requested: number; faults: number };

/**
 * A campaign of that many persons through the gateway on a cluster of its own, from the request until every registration is
 * stored and its event published; and what the database holds against it then.
 */
export async function storeCampaign(ground: TestCluster, people: number, sittings: number): Promise<Stored> {
  const { api } = ground;
  const { persons } = await populate(ground, people);
  await copied(ground, ['certifications'], 120);
  await openSittings(ground, sittings);
  const from = performance.now();
  const { id } = Campaign.parse(
    await api.post('/v1/campaigns', {
      examCodes: ['MO-200'],
      persons,
      earliest: new Date().toISOString(),
      latest: new Date(Date.now() + 60 * DAY).toISOString(),
      consent: true,
    }),
  );
  const ask = async () => Campaign.parse(await api.get(`/v1/campaigns/${id}`));
  const done = await until(ask, ({ state }) => state === 'done', 120, 'the campaign');
  await until(
    () => unpublished(ground),
    (count) => count === 0,
    60,
    'the publishing of events',
  );
  const seconds = (performance.now() - from) / 1000;
  return {
    seconds,
    booked: done.booked,
    requested: done.requested,
    faults: await campaignFaults(ground, id, done.booked),
  };
}

// In the academies' own rooms, two a day for as many days as it takes.
async function openSittings({ sql }: TestCluster, count: number): Promise<void> {
  await sql.query(
    `insert into certifications.sitting(academy_id, region, room_id, starts_at, minutes, during, wall_time, zone, zone_rules,
       seats, created_by)
     select r.academy_id, a.region, r.subject::uuid, at, 90, tstzrange(at, at + interval '90 minutes'),
       to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI'), 'Africa/Casablanca', 'bench', 20, 'bench'
     from generate_series(1, 40) day
     cross join (values (9), (14)) hour(of_day)
     cross join certifications.room_copy r
     join certifications.academy_copy a on a.subject = r.academy_id::text and not a.in_prison
     cross join lateral (select date_trunc('day', now()) + make_interval(days => day, hours => of_day) as at) instant
     order by day, of_day, r.subject limit $1`,
    [count],
  );
}

async function unpublished({ sql }: TestCluster): Promise<number> {
  const { rows } = await sql.query<{ count: number }>('select count(*)::int as count from certifications.event_new');
  return rows[0]!.count;
}

/** Seats that are not whom they are given to, persons in two places, registrations without an event or with the wrong one. */
export async function campaignFaults({ sql }: TestCluster, campaignId: string, booked: number): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `select (
       (select count(*) from (
         select from certifications.sitting s left join certifications.registration r
           on r.sitting_id = s.id and r.state = 'booked' group by s.id having s.taken - s.offered <> count(r.id)) wrong)
       + (select count(*) from certifications.registration a join certifications.registration b
           on b.person_id = a.person_id and b.id > a.id and b.during && a.during
           where a.state = 'booked' and b.state = 'booked')
       + abs($2 - (select count(*) from certifications.event e, jsonb_array_elements(e.body->'changes') change
           join certifications.registration r on r.id::text = change->>'s' and r.campaign_id = $1
           where e.type = 'SeatBooked' and change->'d'->>'sittingId' = r.sitting_id::text)))::int as count`,
    [campaignId, booked],
  );
  return rows[0]!.count;
}
