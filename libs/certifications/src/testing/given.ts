import { actorOf, type TestDatabase } from '@takwin/platform/testing';
import { stableId } from '@takwin/platform/schema';
import { academy, person, readinessProof, room } from '@takwin/contracts/events/academies';
import { enrolment } from '@takwin/contracts/events/courses';
import { trainer } from '@takwin/contracts/events/trainers';
import { Changed, type Feed, type LoggedEvent } from '@takwin/platform/events';
import type { Aged } from '../booking/age.js';
import { followAcademies } from '../booking/follow-academies.js';
import { followPersons } from '../booking/follow-persons.js';
import { followNames } from '../credentials/follow-names.js';
import { academyCopy, personCopy, readinessCopy, roomCopy, teachingCopy, trainerCopy } from '../copies.js';
import { followMemberships } from '../sittings/follow-memberships.js';
import { followProctors } from '../sittings/follow-proctors.js';
import { followRooms } from '../sittings/follow-rooms.js';
import { followTeachers } from '../sittings/follow-teachers.js';
import sql from 'sql-template-tag';

const EVENT = {
  uid: '',
  subject: '',
  type: 'TrainerChanged',
  at: new Date(0),
  position: 1,
  trace: null,
  body: {},
} as never as LoggedEvent;
const REGION = 'MA-04';
const PLACED = { filiere: null, level: null, year: 1, state: 'active' };
const ROUND_THE_CLOCK = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '00:00', closes: '24:00' }));
const NOWHERE = '00000000-0000-4000-8000-000000000000';

type NewAcademy = { inPrison?: boolean; region?: string; accreditedOn?: string; membershipUntil?: string };

type Confirmed = { confirmed?: boolean; birthDateConfirmed?: boolean };

/** Puts into the copies what other services would have published, in the words of a spec. */
export function given({ db }: TestDatabase) {
  const run = (statement: ReturnType<typeof sql>) => db.asActor(actorOf('system'), (tx) => tx.query(statement));
  const react = async (feeds: readonly Feed[], change: Changed, isRebuilding = false): Promise<void> =>
    db.asActor(actorOf('system'), async (tx) => {
      for (const feed of feeds) await feed.take(tx, [change], 1, isRebuilding);
    });
  let versions = 1;
  const enrolmentSays = async (id: string, about: object, version: number): Promise<void> => {
    const d = { offeringId: id, courseId: id, academyId: NOWHERE, region: REGION, ...about };
    await react([teachingCopy, followTeachers], new Changed(enrolment, EVENT, { s: id, v: version, d }));
  };
  return {
    region: REGION,
    /** Exams that the vendor offers, though what ships says that they are retired. */
    offered: (...codes: string[]) =>
      run(sql`update exam set retired_on = null, gone_by = null where code = any(${codes}::text[])`),
    async academy(name: string, about: NewAcademy = {}): Promise<string> {
      const { inPrison = false, region = REGION, accreditedOn = '2026-09-01', membershipUntil = null } = about;
      const id = stableId('test academy', name);
      await run(sql`insert into academy_copy(subject, version, generation, name, region, province, in_prison, accredited,
          accredited_on, membership_until)
        values (${id}, 1, 1, ${name}, ${region}, '04.421', ${inPrison}, true, ${accreditedOn}, ${membershipUntil})
        on conflict do nothing`);
      return id;
    },
    /** A room that is open round the clock, holidays included: what else its academy says of it, `roomSays` tells. */
    async room(academyId: string, name = 'S1', seats = 20): Promise<string> {
      const id = stableId('test room', `${academyId} ${name}`);
      await run(sql`insert into room_hours(room_id, version, open, workstations, closures, opening_hours, open_on_holidays)
        values (${id}, 1, true, ${seats}, '[]', ${JSON.stringify(ROUND_THE_CLOCK)}::jsonb, true) on conflict do nothing`);
      await run(sql`insert into room_copy(subject, version, generation, academy_id, seats, open)
        values (${id}, 1, 1, ${academyId}, ${seats}, true) on conflict do nothing`);
      return id;
    },
    /** Has the academies service say something new of an academy, as its log would. */
    async academySays(id: string, about: object = {}, told: object = {}): Promise<void> {
      const name = { fr: 'Centre', ar: null };
      const what = { code: 'A', name, kind: 'ISTA', profile: 'ordinary', state: 'accredited' };
      const where = { region: REGION, province: '04.421', city: 'Rabat' };
      const d = { ...what, ...where, accreditedOn: '2026-01-01', membershipUntil: null, ...about };
      const change = new Changed(academy, { ...EVENT, type: 'AcademyChanged', ...told }, { s: id, v: ++versions, d });
      await react([academyCopy, followAcademies, followMemberships], change);
    },
    /** The same of a room. */
    async roomSays(roomId: string, academyId: string, about: object = {}, version = ++versions): Promise<void> {
      const state = { academyId, region: REGION, code: 'S1', seats: 50, state: 'open', ...about };
      const change = new Changed(room, { ...EVENT, type: 'RoomChanged' }, { s: roomId, v: version, d: state });
      await react([roomCopy, followRooms], change);
    },
    /** The same of a proof of readiness of an academy: one of each kind and last day. */
    async proofSays(academyId: string, about: { kind: string; expiresOn: string; state?: string }): Promise<void> {
      const d = { academyId, provenOn: '2026-11-01', state: 'confirmed', ...about };
      const s = stableId('test proof', `${academyId} ${about.kind} ${about.expiresOn}`);
      await react([readinessCopy], new Changed(readinessProof, EVENT, { s, v: ++versions, d }));
    },
    /** The same of the trainers service and a trainer. */
    async trainerSays(personId: string, academyId: string, about: object = {}): Promise<void> {
      const state = { academyId, region: REGION, state: 'active', topics: [], mayProctor: true, ...about };
      const upskilling = { upskilling: 'none', upskillingCompletedOn: null };
      const d = { ...state, ...upskilling };
      await react([trainerCopy, followProctors], new Changed(trainer, EVENT, { s: personId, v: ++versions, d }));
    },
    /** The same of the academies service and a person; as a log tells that is read again where it is `rebuilding`. */
    async personSays(
      personId: string,
      academyId: string,
      {
        rebuilding = false,
        version = ++versions,
        group,
        ...about
      }: {
        rebuilding?: boolean;
        version?: number;
        state?: string;
        leftOn?: string;
        birthDate?: string;
        mergedInto?: string;
        name?: { fr: string; ar: string | null };
        nameCorrectedAt?: string;
        group?: string;
      } & Confirmed = {},
    ): Promise<void> {
      const name = { fr: 'Salma', ar: null };
      const placements = group ? [{ ...PLACED, academyId, region: REGION, group }] : [];
      const who = { kind: 'trainee', matricule: null, name, birthDate: '2000-01-01', placements };
      const d = { ...who, academyId, region: REGION, state: 'active', ...about };
      const change = new Changed(person, { ...EVENT, type: 'PersonChanged' }, { s: personId, v: version, d });
      await react([personCopy, followPersons, followNames], change, rebuilding);
    },
    /** The log has been read again to its end. */
    rebuilt: () =>
      db.asActor(actorOf('system'), async (tx) => {
        for (const feed of [followPersons, followNames]) await feed.settle(tx, 1);
      }),
    /** Has a person whom the academies know be one who may proctor. */
    async proctorOf(personId: string, academyId: string): Promise<string> {
      await run(sql`insert into trainer_copy(subject, version, generation, may_proctor, academy_id, region)
        values (${personId}, 1, 1, true, ${academyId}, ${REGION})`);
      return personId;
    },
    async proctor(name: string, mayProctor = true, academyId: string = NOWHERE): Promise<string> {
      const id = stableId('test proctor', name);
      await run(sql`insert into trainer_copy(subject, version, generation, may_proctor, academy_id, region)
        values (${id}, 1, 1, ${mayProctor}, ${academyId}, ${REGION}) on conflict do nothing`);
      return id;
    },
    /** Courses say that a person is in an offering that this trainer teaches, or no longer. */
    async enrolment(
      personId: string,
      trainerId: string,
      state = 'enrolled',
      version = ++versions,
      reason: string | null = null,
      hours = 0,
    ): Promise<void> {
      const id = stableId('test enrolment', `${personId} ${trainerId}`);
      await enrolmentSays(id, { personId, trainerId, hours, state, reason }, version);
    },
    /** The same of the place that a person has in one offering, whoever teaches it. */
    enrolmentSays: (about: { personId: string; trainerId: string; hours: number }, version: number): Promise<void> =>
      enrolmentSays(stableId('test enrolment', about.personId), { state: 'enrolled', reason: null, ...about }, version),
    async person(name: string, academyId: string, about: Partial<Aged & { active: boolean }> = {}): Promise<string> {
      const id = stableId('test person', name);
      const { kind, birthDate, active } = { kind: 'trainee', birthDate: '2000-01-01', active: true, ...about };
      const { isConfirmed = true, isBirthDateConfirmed = isConfirmed } = about;
      await run(sql`insert into person_copy(subject, version, generation, academy_id, region, active, kind, birth_date, name_fr, confirmed,
          birth_date_confirmed)
        values (${id}, 1, 1, ${academyId}, ${REGION}, ${active}, ${kind}, ${birthDate}, ${name}, ${isConfirmed}, ${isBirthDateConfirmed}) on conflict do nothing`);
      return id;
    },
  };
}
