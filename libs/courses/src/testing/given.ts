import { academy, person } from '@takwin/contracts/events/academies';
import { trainer } from '@takwin/contracts/events/trainers';
import { Changed, type Feed, type LoggedEvent } from '@takwin/platform/events';
import { stableId } from '@takwin/platform/schema';
import { actorOf, type TestDatabase } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { academyCopy, personCopy, trainerCopy } from '../copies.js';
import { followPersons } from '../enrolments/follow-persons.js';
import { followConfirmations } from '../offerings/follow-confirmations.js';
import { followMemberships } from '../offerings/follow-memberships.js';
import { followTrainers } from '../offerings/follow-trainers.js';

const EVENT = {
  position: 1,
  uid: '',
  subject: '',
  type: '',
  changes: [],
  at: new Date('2026-11-23T09:00:00Z'),
  trace: null,
  body: {},
} as never as LoggedEvent;
const REGION = 'MA-04';
const PLACED = { region: REGION, filiere: null, level: null, year: 1, state: 'active' };

/** What the log of academies says of a person: with the same version, nothing new. */
export type Said = {
  id: string;
  version: number;
  active: boolean;
  leftOn?: string;
  confirmed?: boolean;
  mergedInto?: string;
  /** The group of the academy that the person is in. */
  group?: string;
};

/** Puts into the copies what other services would have published, in the words of a spec. */
export function given({ db }: Pick<TestDatabase, 'db'>, academyId = stableId('test', 'academy')) {
  const run = (statement: ReturnType<typeof sql>) => db.asActor(actorOf('system'), (tx) => tx.query(statement));
  const feeds: readonly Feed[] = [personCopy, followPersons, followConfirmations];
  let versions = 1;
  return {
    region: REGION,
    academyId,
    async academy({ accreditedOn = '2026-09-01', membershipUntil = null as string | null } = {}): Promise<void> {
      await run(sql`insert into academy_copy(subject, version, generation, region, accredited, accredited_on, membership_until)
        values (${academyId}, 1, 1, ${REGION}, true, ${accreditedOn}, ${membershipUntil}) on conflict do nothing`);
    },
    /** Has the academies service say something new of the academy, as its log would. */
    async academySays(about: object): Promise<void> {
      const name = { fr: 'Centre', ar: null };
      const what = { code: 'A', name, kind: 'ISTA', profile: 'ordinary', state: 'accredited' };
      const where = { region: REGION, province: '04.421', city: 'Rabat' };
      const d = { ...what, ...where, accreditedOn: '2026-09-01', membershipUntil: null, ...about };
      const change = new Changed(academy, EVENT, { s: academyId, v: ++versions, d });
      await db.asActor(actorOf('system'), async (tx) => {
        for (const feed of [academyCopy, followMemberships]) await feed.take(tx, [change], 1);
      });
    },
    async persons(name: string, number: number, kind = 'staff'): Promise<string[]> {
      const ids = Array.from({ length: number }, (_, index) => stableId('test person', `${name} ${index}`));
      await run(sql`insert into person_copy(subject, version, generation, academy_id, region, active, kind)
        select id, 1, 1, ${academyId}, ${REGION}, true, ${kind} from unnest(${ids}::text[]) id on conflict do nothing`);
      return ids;
    },
    /** A course of so many hours, in the catalogue; of digital literacy unless told. */
    async course(
      code: string,
      hours: number,
      { synthetic = false, topics = ['digital-literacy'] } = {},
    ): Promise<string> {
      const id = stableId('test course', code);
      await run(sql`insert into course(id, code, title_fr, hours, topics, source, synthetic, words, digest)
        values (${id}, ${code}, ${code}, ${hours}, ${topics}, 'test', ${synthetic}, '', ${code}) on conflict do nothing`);
      return id;
    },
    /** A trainer who may teach all that a course is about, from a day to the end of another where one is said. */
    async trainer(
      name: string,
      courseId: string,
      until: string | null = null,
      since = '2026-10-01',
      region = REGION,
    ): Promise<string> {
      const id = stableId('test trainer', name);
      await run(sql`insert into trainer_copy(subject, version, generation, active, region, topics, qualifications)
        select ${id}, 1, 1, true, ${region}, topics, (select jsonb_agg(jsonb_build_object('topic', topic, 'obtainedOn', ${since}::text,
          'expiresOn', ${until}::text)) from unnest(topics) topic)
        from course where id = ${courseId} on conflict do nothing`);
      return id;
    },
    /** A place in an offering of who teaches it, as there were before such was refused. */
    placeOfTeacher: (offeringId: string) =>
      run(sql`insert into enrolment(person_id, offering_id, academy_id, region, state, created_by)
        select trainer_id, id, academy_id, region, 'enrolled', 'before' from offering where id = ${offeringId}`),
    /** Has the register of trainers tell that one has left, or that one is back who may teach nothing. */
    async trainerSays(id: string, state: 'active' | 'left'): Promise<void> {
      const may = {
        topics: [],
        qualifications: [],
        mayProctor: false,
        upskilling: 'none',
        upskillingCompletedOn: null,
      };
      const d = { academyId, region: REGION, state, leftOn: state === 'left' ? '2026-11-23' : null, ...may };
      const change = new Changed(trainer, EVENT, { s: id, v: ++versions, d });
      await db.asActor(actorOf('system'), async (tx) => {
        for (const feed of [trainerCopy, followTrainers]) await feed.take(tx, [change], 1);
      });
    },
    /** Has the academies service say something of persons, in one batch of its log. */
    async personsSay(said: readonly Said[], { generation = 1, isRebuilding = false } = {}): Promise<void> {
      const changes = said.map(({ id, version, active, leftOn = null, confirmed = true, mergedInto = null, group }) => {
        const placements = group ? [{ ...PLACED, academyId, group }] : [];
        const kept = { kind: 'staff', matricule: null, name: { fr: id, ar: null }, birthDate: null, placements };
        const state = {
          ...kept,
          academyId,
          region: REGION,
          leftOn,
          confirmed,
          mergedInto,
          state: active ? 'active' : 'inactive',
        };
        return new Changed(person, EVENT, { s: id, v: version, d: state });
      });
      await db.asActor(actorOf('system'), async (tx) => {
        for (const feed of feeds) await feed.take(tx, changes, generation, isRebuilding);
      });
    },
    /** The log of academies has been read again; persons of whom it told nothing are gone. */
    endRebuild: (generation: number) =>
      db.asActor(actorOf('system'), async (tx) => {
        for (const feed of feeds) await feed.settle(tx, generation);
      }),
  };
}
