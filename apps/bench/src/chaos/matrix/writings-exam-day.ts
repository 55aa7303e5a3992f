import { randomUUID } from 'node:crypto';
import { about, at, DELIVERED, MANAGED, OFFICE, reason, type Writings } from './writing.js';

/** Writes about exams of today, and about what comes of them. */
export const EXAM_DAY_WRITINGS: Writings = {
  RecordExamDay: {
    by: MANAGED,
    sample: async (yard, place) => {
      const { id: sittingId, proctor } = await yard.today.sitting(place);
      const present = { id: randomUUID(), kind: 'proctor-present', proctorId: proctor, at: new Date().toISOString() };
      return { path: { sittingId }, body: { records: [present] } };
    },
    did: /"outcome":"(recorded|RECORDED)"/,
  },
  RevokeExamDayRecord: {
    by: MANAGED,
    sample: async (yard, place) => {
      const { id: sittingId } = await yard.today.sitting(place);
      const id = randomUUID();
      const incident = { id, kind: 'incident', reason: 'A fire alarm', at: new Date().toISOString() };
      await yard.today.record(place, sittingId, [incident], place.manager);
      yard.planting.put(yard.world, 'exam-day', place, id);
      return at(id, { body: reason, target: { kind: 'exam-day', id } });
    },
  },
  ResumeElsewhere: {
    by: MANAGED,
    sample: async (yard, place) => {
      const target = await yard.interrupted(place);
      return about(target, '/v1/registrations', { sittingId: await yard.soonSitting(place) });
    },
  },
  CorrectResult: {
    by: { ...OFFICE, ...DELIVERED },
    sample: async (yard, place) => {
      const { registrationId: id, person } = await yard.today.scored(640, await yard.sat(place));
      const target = { kind: 'registration', id, person } as const;
      return at(id, { target, body: { score: 650, ...reason }, view: `/v1/results/${id}` });
    },
  },
  RaiseAppeal: {
    by: { 'academy-manager': 'academy', candidate: 'self' },
    sample: async (yard, place) => {
      const { registrationId: id, person } = await yard.today.scored(640, await yard.sat(place));
      const view = `/v1/appeals?registrationId=${id}`;
      return at(id, { target: { kind: 'registration', id, person }, body: { ground: 'It stopped twice' }, view });
    },
  },
  DecideAppeal: {
    by: OFFICE,
    sample: async (yard, place) => {
      const sat = await yard.sat(place);
      const { person } = sat;
      const id = await yard.today.appealed(place, sat, 'It stopped twice');
      return at(id, { target: { kind: 'appeal', id, person }, body: { accept: false, ...reason } });
    },
  },
  DeclineMove: {
    by: { ...MANAGED, candidate: 'self' },
    sample: async (yard, place) => about(await yard.moved(place), '/v1/registrations'),
  },
  RevokeCredential: {
    by: OFFICE,
    sample: async (yard, place) => {
      const sat = await yard.sat(place);
      const { person } = sat;
      const { credential: id } = await yard.today.certified(place, sat);
      return at(id, { body: reason, target: { kind: 'credential', id, person }, view: `/v1/credentials/${id}` });
    },
  },
  IssueCredential: {
    by: MANAGED,
    sample: async (yard, place) => {
      const { person: id, certification } = await yard.unissued(place);
      return { body: { personId: id, certification, ...reason }, target: { kind: 'person', id, person: id } };
    },
  },
};
