import { ROLES } from './caller.js';
import type { Reaches } from './ownership.js';
import { day, instant } from './plant.js';
import {
  about,
  at,
  DELIVERED,
  MADE,
  MANAGED,
  OFFICE,
  PROGRAMME,
  reason,
  type Sample,
  type Writings,
} from './writing.js';
import type { Place } from './world.js';
import type { Target, Yard } from './yard.js';

const OWN_TOO = { ...MANAGED, candidate: 'self' } as const;
const EVERYBODY = Object.fromEntries(ROLES.map((role) => [role, 'all'])) as Reaches;

const person = (id: string): Target => ({ kind: 'person', id, person: id });
const wish = (yard: Yard, { main }: Place): Sample => {
  const body = { personId: main, examCode: yard.exam(), ...yard.window() };
  return { body, target: person(main) };
};
const attempt = (yard: Yard, place: Place) => ({
  ...{ personId: yard.person(place), examCode: 'MO-100', startedAt: '2026-10-01T09:00:00Z', score: 512 },
});
const newExam = (yard: Yard) => ({
  ...{ code: `ZQ-${100 + (yard.planting.canaries.next() % 900)}`, title: `Matrix ${yard.planting.canaries.next()}` },
  ...{ family: 'mos', minutes: 50, source: 'Learn' },
});
const exam = async (yard: Yard): Promise<string> =>
  (await yard.post<{ code: string }>('/v1/exams', newExam(yard))).code;
const version = (validFrom: string) => ({ validFrom, waitHours: [24] });
const family = async (yard: Yard): Promise<string> => {
  const key = `zq-${yard.planting.canaries.next()}`;
  await yard.post('/v1/retake-families', { key, title: 'Matrix', ...version(day(3)) });
  return key;
};
const campaign = async (yard: Yard, place: Place): Promise<Target> => {
  const by = place.manager.subject;
  const body = { examCodes: ['MO-300'], persons: [yard.person(place)], ...yard.window() };
  const { id } = await yard.post('/v1/campaigns', body, place.manager);
  yard.planting.put(yard.world, 'campaign', place, id, [], { by });
  return { kind: 'campaign', id, by };
};

/** Writes of certifications that need no exam day. */
export const EXAM_WRITINGS: Writings = {
  OpenSitting: { by: MANAGED, sample: (yard, place) => ({ body: yard.newSitting(place) }) },
  ChangeSitting: {
    by: MANAGED,
    sample: async (yard, place) => {
      const id = await yard.sitting(place);
      return at(id, { body: { seats: 9 }, view: `/v1/sittings/${id}` });
    },
  },
  CancelSitting: {
    by: MANAGED,
    sample: async (yard, place) => {
      const id = await yard.sitting(place);
      return at(id, { body: reason, view: `/v1/sittings/${id}` });
    },
  },
  Register: { by: OWN_TOO, sample: wish, door: 'rest' },
  RequestExam: { by: OWN_TOO, sample: wish, door: 'graph' },
  BookSeat: {
    by: OWN_TOO,
    sample: async (yard, place) => {
      const id = yard.person(place);
      return { body: { personId: id, examCode: 'MO-200', sittingId: await yard.sitting(place) }, target: person(id) };
    },
    door: 'graph',
  },
  RequestExams: {
    by: MANAGED,
    sample: (yard, place) => {
      const id = yard.person(place);
      return { body: { persons: [id], examCode: 'MO-300', ...yard.window() }, target: person(id) };
    },
    did: /"outcome":"(requested|REQUESTED)"/,
  },
  CancelRegistration: {
    by: OWN_TOO,
    sample: async (yard, place) => about(await yard.booked(place), '/v1/registrations', {}),
  },
  RecordConsent: {
    by: MANAGED,
    sample: async (yard, place) =>
      about(await yard.booked(place, { consent: false }), '/v1/registrations', { consentDocument: 'DR-04/2026/1' }),
  },
  RecordResults: {
    by: DELIVERED,
    sample: async (yard, place) => {
      const target = await yard.booked(place);
      return { body: { results: [{ registrationId: target.id, startedAt: instant(-1), score: 640 }] }, target };
    },
    did: /"outcome":"(held|HELD)"/,
  },
  CancelResultImport: {
    by: { ...PROGRAMME, integrator: 'by' },
    sample: async (yard, place) => {
      const { id } = await yard.post(
        '/v1/imports?kind=results',
        `registrationId,startedAt,score\n${',2026-11-24T09:05:00Z,800\n'.repeat(5_000)}`,
      );
      yard.planting.put(yard.world, 'import', place, id);
      // Without a view: its worker changes it meanwhile.
      return { path: { id }, target: { kind: 'import', id } };
    },
    outrun: /IMPORT_HAS_ENDED/,
  },
  DecideResult: {
    by: OFFICE,
    sample: async (yard, place) => {
      const { registrationId, ...target } = await yard.held(place);
      return at(target.id, { target, body: { accept: false, ...reason }, view: `/v1/results/${registrationId}` });
    },
  },
  RecordPastAttempts: {
    by: DELIVERED,
    sample: (yard, place) => {
      const one = attempt(yard, place);
      return { body: { attempts: [one], source: 'elsewhere' }, target: person(one.personId) };
    },
    did: /"outcomes":\["(recorded|RECORDED)"/,
  },
  RevokePastAttempt: {
    by: DELIVERED,
    sample: async (yard, place) => {
      const one = attempt(yard, place);
      await yard.planting.post('/v1/past-attempts', { attempts: [one], source: 'elsewhere' });
      const { score: _, ...which } = one;
      const view = `/v1/past-attempts?personId=${one.personId}`;
      return { body: { ...which, ...reason }, target: person(one.personId), view };
    },
  },
  PlanCampaign: {
    by: MANAGED,
    sample: (yard, place) => {
      const id = yard.person(place);
      return { body: { examCodes: ['MO-300'], persons: [id], ...yard.window(), dryRun: true }, target: person(id) };
    },
  },
  CancelCampaign: {
    by: MADE,
    // What a worker does to it meanwhile is nobody's.
    sample: async (yard, place) => {
      const target = await campaign(yard, place);
      return at(target.id, { target });
    },
    outrun: /CAMPAIGN_STATE_FORBIDS/,
  },
  SettleCharge: {
    by: PROGRAMME,
    sample: async (yard, place) => {
      const target = await yard.charged(place);
      return at(target.id, { target, body: reason, view: `/v1/charges?personId=${target.person}` });
    },
  },
  WaiveCharge: {
    by: PROGRAMME,
    sample: async (yard, place) => {
      const target = await yard.charged(place);
      return at(target.id, { target, body: reason, view: `/v1/charges?personId=${target.person}` });
    },
  },
  ReplanCampaign: {
    by: MADE,
    sample: async (yard, place) => {
      const target = await campaign(yard, place);
      const path = `/v1/campaigns/${target.id}`;
      await yard.planting.until<{ state: string }>({ method: 'GET', path }, ({ state }) => state === 'done');
      return about(target, '/v1/campaigns');
    },
  },
  GrantAccommodation: {
    by: OFFICE,
    sample: (yard, place) => {
      const id = yard.person(place);
      const view = `/v1/persons/${id}/accommodations`;
      return {
        path: { personId: id },
        body: { document: 'DR-04/2026/118', extraMinutes: 5 },
        target: person(id),
        view,
      };
    },
  },
  RevokeAccommodation: {
    by: OFFICE,
    sample: async (yard, place) => {
      const id = yard.person(place);
      const body = { document: 'DR-04/2026/118', extraMinutes: 5 };
      const granted = await yard.post(`/v1/persons/${id}/accommodations`, body);
      yard.planting.put(yard.world, 'accommodation', place, granted.id, [], { person: id });
      const target: Target = { kind: 'accommodation', id: granted.id, person: id };
      return at(granted.id, { target, view: `/v1/persons/${id}/accommodations` });
    },
  },
  BuyVouchers: { by: DELIVERED, sample: (yard) => ({ body: yard.newLot() }) },
  AllocateVouchers: {
    by: OFFICE,
    sample: async (yard, { academyId }) => at(await yard.lot(), { body: { academyId, vouchers: 2 } }),
  },
  RecallVouchers: {
    by: OFFICE,
    sample: async (yard, place) => at(await yard.stocked(place), { body: { academyId: place.academyId, vouchers: 2 } }),
  },
  AssignVoucher: {
    by: MANAGED,
    sample: async (yard, place) => {
      const id = yard.person(place);
      return { body: { personId: id, family: 'mos', lotId: await yard.stocked(place) }, target: person(id) };
    },
  },
  ReturnVoucher: {
    by: MANAGED,
    sample: async (yard, place) => {
      const [id, lotId] = [yard.person(place), await yard.stocked(place)];
      const voucher = await yard.post('/v1/vouchers', { personId: id, family: 'mos', lotId });
      yard.planting.put(yard.world, 'voucher', place, voucher.id, [], { person: id });
      const target: Target = { kind: 'voucher', id: voucher.id, person: id };
      return at(voucher.id, { target, view: `/v1/vouchers?personId=${id}` });
    },
  },
  VerifyCredential: { by: EVERYBODY, sample: () => ({ body: { credential: 'eyJhbGciOiJFZERTQSJ9.e30.c2ln' } }) },
  SetExamRules: { by: PROGRAMME, sample: () => ({ body: { appealDays: 30 }, view: '/v1/exam-rules' }) },
  AddExam: { by: PROGRAMME, sample: (yard) => ({ body: newExam(yard) }) },
  CorrectExam: {
    by: PROGRAMME,
    sample: async (yard) => {
      const code = await exam(yard);
      return { path: { code }, body: { minutes: 60, source: 'Learn' }, view: `/v1/exams/${code}` };
    },
  },
  RetireExam: {
    by: PROGRAMME,
    sample: async (yard) => {
      const code = await exam(yard);
      return { path: { code }, body: { retiredOn: day(60), source: 'Learn' }, view: `/v1/exams/${code}` };
    },
  },
  OpenRetakeFamily: {
    by: PROGRAMME,
    sample: (yard) => ({ body: { key: `zq-${yard.planting.canaries.next()}`, title: 'Matrix', ...version(day(3)) } }),
  },
  SetRetakePolicy: {
    by: PROGRAMME,
    sample: async (yard) => ({ path: { family: await family(yard) }, body: version(day(40)) }),
  },
  SetExamRetakeFamily: {
    by: PROGRAMME,
    sample: async (yard) => {
      const code = await exam(yard);
      return { path: { code }, body: { family: await family(yard) }, view: `/v1/exams/${code}` };
    },
  },
  SetHoliday: {
    by: PROGRAMME,
    sample: (yard) => ({
      path: { day: day(1000 + (yard.planting.canaries.next() % 1000)) },
      body: { name: { fr: 'Fête', ar: 'عيد' }, closed: false },
    }),
  },
  SetRamadan: {
    by: PROGRAMME,
    sample: (yard) => {
      const year = yard.planting.canaries.next() % 40;
      const days = { firstDay: `${2050 + year}-01-01`, lastDay: `${2050 + year}-01-29` };
      return { path: { hijriYear: String(1520 + year) }, body: { ...days, opens: '09:00', closes: '15:00' } };
    },
  },
  RetimeSittings: { by: PROGRAMME, sample: () => ({ body: {} }) },
};
