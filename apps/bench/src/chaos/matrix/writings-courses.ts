import { about, at, MANAGED, OFFICE, reason, type Writings } from './writing.js';
import { day } from './plant.js';

const OWN_TOO = { ...MANAGED, candidate: 'self' } as const;

/** Writes of trainers and of courses. */
export const COURSE_WRITINGS: Writings = {
  RegisterTrainer: {
    by: MANAGED,
    sample: async (yard, place) => {
      const id = await yard.planting.person(yard.world, place, { kind: 'trainer' });
      // Whoever is registered after is heard of after, too.
      await yard.trainer(place);
      return { body: { personId: id }, target: { kind: 'person', id, person: id } };
    },
  },
  AddQualification: {
    by: MANAGED,
    sample: async (yard, place) => {
      const id = await yard.trainer(place);
      const body = { kind: 'teach', topic: 'excel', obtainedOn: '2026-01-10', evidence: 'DR-04/2026/7' };
      return { path: { trainerId: id }, body, target: { kind: 'trainer', id, person: id }, view: `/v1/trainers/${id}` };
    },
  },
  PlanUpskilling: {
    by: MANAGED,
    sample: async (yard, place) => {
      const id = await yard.trainer(place);
      const body = { items: [{ kind: 'exam', ref: 'MO-200', dueOn: day(100) }] };
      return { path: { trainerId: id }, body, target: { kind: 'trainer', id, person: id }, view: `/v1/trainers/${id}` };
    },
  },
  WithdrawPlanItem: {
    by: OFFICE,
    sample: async (yard, place) => {
      const path = await yard.planned(place);
      const id = path.trainerId;
      return { path, body: reason, target: { kind: 'trainer', id, person: id }, view: `/v1/trainers/${id}` };
    },
  },
  CompletePlanItem: {
    by: OFFICE,
    sample: async (yard, place) => {
      const path = await yard.planned(place);
      const id = path.trainerId;
      const body = { document: 'DR-04/2026/9' };
      return { path, body, target: { kind: 'trainer', id, person: id }, view: `/v1/trainers/${id}` };
    },
  },
  OpenOffering: {
    by: MANAGED,
    sample: async (yard, { academyId }) => {
      const courseId = await yard.planting.course('excel');
      return { body: { courseId, academyId, startsOn: day(30), endsOn: day(60), seats: 20 } };
    },
  },
  ChangeOffering: {
    by: MANAGED,
    sample: async (yard, place) => {
      const id = await yard.offering(place);
      return at(id, { body: { seats: 21 }, view: `/v1/offerings/${id}` });
    },
  },
  CancelOffering: {
    by: MANAGED,
    sample: async (yard, place) => {
      const id = await yard.offering(place);
      return at(id, { view: `/v1/offerings/${id}` });
    },
  },
  ConfirmHours: {
    // Who teaches it confirms them, too.
    by: { ...OFFICE, 'academy-manager': 'academy', trainer: 'self' },
    sample: async (yard, place) => {
      const id = await yard.learnt(place, yard.person(place));
      return at(id, { view: `/v1/offerings/${id}`, target: { kind: 'offering', id, person: place.teacher } });
    },
  },
  Enrol: {
    by: OWN_TOO,
    sample: async (yard, place) => {
      const id = place.main;
      return {
        body: { personId: id, offeringId: await yard.offering(place) },
        target: { kind: 'person', id, person: id },
      };
    },
  },
  EnrolPersons: {
    by: MANAGED,
    sample: async (yard, place) => {
      const id = yard.person(place);
      return {
        body: { persons: [id], offeringId: await yard.offering(place) },
        target: { kind: 'person', id, person: id },
      };
    },
    did: /"outcome":"(enrolled|ENROLLED)"/,
  },
  Withdraw: {
    by: OWN_TOO,
    sample: async (yard, place) => about(await yard.enrolled(place), '/v1/enrolments'),
  },
  RecordStatements: {
    // A trainer records what is learnt in sessions of their own.
    by: MANAGED,
    sample: async (yard, place) => {
      const id = yard.person(place);
      const statements = [yard.statement(id, await yard.planting.course('excel'), 1)];
      const target = { kind: 'person', id, person: id } as const;
      return { body: { statements }, target, view: `/v1/persons/${id}/learning-record` };
    },
  },
  EvaluateLiteracy: {
    by: MANAGED,
    sample: async (yard, place) => {
      const id = await yard.literate(place);
      return { path: { personId: id }, body: { score: 640 }, target: { kind: 'person', id, person: id } };
    },
  },
  DecideLiteracyEvaluation: {
    by: OFFICE,
    sample: async (yard, place) =>
      about(await yard.evaluated(place), '/v1/literacy-evaluations', { accept: false, ...reason }),
  },
  RevokeLiteracyEvaluation: {
    by: OFFICE,
    sample: async (yard, place) => {
      const target = await yard.evaluated(place, 777);
      const path = `/v1/literacy-evaluations/${target.id}`;
      await yard.post(`${path}/decide`, { accept: true, ...reason }, yard.director(place));
      return about(target, '/v1/literacy-evaluations', reason);
    },
  },
};
