import { stableId } from '@takwin/platform/schema';
import { actorOf, apiOf, testDatabase, testService, testTokens } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { trainersMigrations } from '../migrations.js';
import { TrainersModule } from '../trainers.module.js';
import { evidence } from './evidence.js';

export const course = { kind: 'course', ref: 'WORD-1', dueOn: '2027-01-01' };
export const exam = { kind: 'exam', ref: 'MO-200', dueOn: '2027-06-01' };
export const DOCUMENT = { document: 'certificate 12/2026, folder 4' };

/** The trainers service with some courses, and what specs of plans do and ask there. Today is 2026-11-23. */
export async function planning() {
  const academyId = stableId('academy', 'here');
  const region = 'MA-04';
  const database = await testDatabase({ schema: 'trainers', migrations: trainersMigrations });
  const tokens = await testTokens();
  const running = await testService(TrainersModule, { env: tokens.env, db: database.db });
  const admin = apiOf(running.url, await tokens.of({ role: 'programme-admin' }));
  const director = admin.as(await tokens.of({ role: 'regional-director', regions: [region] }));
  const told = evidence(database);
  await told.exam('MO-200');
  await told.course('WORD-1');
  await told.course('EXCEL-1');
  await told.course('SYN-0001', { synthetic: true });
  await told.course('FAX-1', { catalogued: false });

  const run = <R>(statement: ReturnType<typeof sql>) =>
    database.db.asActor(actorOf('system'), (tx) => tx.query<R>(statement));
  return {
    ...{ academyId, region, database, tokens, running, admin, director, told, run },

    async trainer(name: string): Promise<string> {
      const id = stableId('test trainer', name);
      await run(sql`insert into person_copy(subject, version, generation, kind, academy_id, region, active)
        values (${id}, 1, 1, 'trainer', ${academyId}, ${region}, true)`);
      await admin.post('/v1/trainers', { personId: id });
      return id;
    },
    /** Has the plan be agreed on a day of before. */
    agreedOn: (id: string, day: string) =>
      run(sql`update plan_item set counts_from = ${day}, agreed_at = ${`${day}T00:00:00Z`} where trainer_id = ${id}`),
    plan: (id: string, ...items: object[]) => admin.put(`/v1/trainers/${id}/upskilling-plan`, { items }),
    planOf: async (id: string) => (await admin.get(`/v1/trainers/${id}/upskilling-plan`)).body,
    complete: (id: string, itemId: string, about: object = {}, by = director) =>
      by.post(`/v1/trainers/${id}/upskilling-plan/items/${itemId}/complete`, about),

    /** What the convention is told of a trainer. */
    async said(id: string) {
      const [last] = await run<{
        upskilling: string;
        upskillingCompletedOn: string | null;
        upskillingProven: boolean;
      }>(sql`
        select s.* from (select event_new.id, change->'d' as d from event_new, jsonb_array_elements(body->'changes') change
          where change->>'s' = ${id} order by 1 desc limit 1) one,
          jsonb_to_record(d) as s(upskilling text, "upskillingCompletedOn" text, "upskillingProven" boolean)`);
      return [last!.upskilling, last!.upskillingCompletedOn, last!.upskillingProven];
    },
    /** What the service itself counts. */
    async counted(): Promise<number> {
      const { body } = await admin.graphql(
        '{ _entities(representations: [{ __typename: "Programme", id: "ofppt-microsoft" }]) { ... on Programme { trainersUpskilled } } }',
      );
      return body.data._entities[0].trainersUpskilled;
    },
    async close(): Promise<void> {
      await running.close();
      await tokens.close();
      await database.close();
    },
  };
}
