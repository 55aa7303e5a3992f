import type { Database } from '@takwin/platform/postgres';
import { apiOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { RunCampaignHandler } from '../campaigns/run-campaign.js';
import { examEnvironment } from './exam-environment.js';

/** A signal that never aborts. */
export const never = new AbortController().signal;

type Seat = { person_id: string; sitting_id: string; state: string; reason: string | null; version: number };

/** The exam house with a worker of campaigns, in the words of a spec. */
export async function campaignEnvironment() {
  const house = await examEnvironment();
  const { admin, given, running, tokens, inDays } = house;
  const { db } = house.database;
  const worker = new RunCampaignHandler(db);
  let windows = 0;

  async function accepted(about: object): Promise<string> {
    const { status, body } = await admin.post('/v1/campaigns', { examCodes: ['MO-200'], ...about });
    if (status !== 202 || body.state !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(body)}`);
    return body.id;
  }
  const campaign = async (id: string) => (await admin.get(`/v1/campaigns/${id}`)).body;

  return {
    ...house,
    db,
    worker,
    accepted,
    campaign,
    apiAs: async (claims: Parameters<typeof tokens.of>[0]) => apiOf(running.url, await tokens.of(claims)),
    /** Every spec has weeks of its own, so that none sees the sittings of another. */
    weeks() {
      const first = 10 + 20 * windows++;
      return { first, earliest: inDays(first - 1), latest: inDays(first + 10) };
    },
    sittingAt: async (at: string, days: number, seats: number): Promise<string> =>
      (await house.sitting({ at, days, seats })).id,
    peopleOf: (prefix: string, count: number, academyId: string) =>
      Promise.all(Array.from({ length: count }, (_, index) => given.person(`${prefix} ${index}`, academyId))),
    /** A campaign, accepted and worked to its end. */
    async played(about: object) {
      const id = await accepted(about);
      await worker.run(id, never);
      return campaign(id);
    },
    seatsOf: (id: string) =>
      house.sql<Seat>(sql`
        select person_id, sitting_id, state, reason, version from registration where campaign_id = ${id} order by queued`),
    /** Sittings whose seats taken are not the registrations that hold them, and persons who are in two places. */
    faults: async () => ({
      seats: await house.sql(sql`
        select s.id from sitting s left join registration r on r.sitting_id = s.id
          and r.state in ('booked', 'sat', 'passed', 'failed', 'no-show')
        group by s.id having s.taken - s.offered <> count(r.id)`),
      twice: await house.sql(sql`
        select a.id from registration a
        join registration b on b.person_id = a.person_id and b.id > a.id and b.during && a.during
        where a.state = 'booked' and b.state = 'booked'`),
    }),
  };
}

/** The same database, on which `meanwhile` happens just before transaction number `at`. */
export function overtaken(db: Database, at: number, meanwhile: () => void | Promise<void>): Database {
  let count = 0;
  const asActor: Database['asActor'] = async (actor, work) => {
    if (++count === at) await meanwhile();
    return db.asActor(actor, work);
  };
  return {
    asActor,
    readAs: db.readAs.bind(db),
    readByKey: db.readByKey.bind(db),
    clock: db.clock,
  } as unknown as Database;
}
