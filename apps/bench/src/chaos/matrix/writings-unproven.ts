import { randomUUID } from 'node:crypto';
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
  type Writing,
  type Writings,
} from './writing.js';
import type { Place } from './world.js';
import type { Yard } from './yard.js';

const unproven = (by: Writing['by'], sample: Writing['sample'], did?: RegExp): Writing => ({
  ...{ by, sample, isUnproven: true, ...(did && { did }) },
});
const booked = async (yard: Yard, place: Place, body?: unknown): Promise<Sample> =>
  about(await yard.booked(place), '/v1/registrations', body);
const checked = async (yard: Yard, place: Place): Promise<Sample> => {
  const target = await yard.checked(place);
  return at(target.id, { target });
};

/** Writes to what only a day of exams, or a moment of a worker, brings about: who may not is refused, and that is all that is shown. */
export const UNPROVEN_WRITINGS: Writings = {
  AcceptClaim: unproven({ ...OFFICE, 'academy-manager': 'academy' }, () => at(randomUUID(), {})),
  ApproveRun: unproven(PROGRAMME, checked),
  CancelCampaign: unproven(MADE, (_, { campaign, manager }) => {
    return about({ kind: 'campaign', id: campaign, by: manager.subject }, '/v1/campaigns');
  }),
  CorrectResult: unproven({ ...OFFICE, ...DELIVERED }, async (yard, place) => {
    const { registrationId, ...target } = await yard.held(place);
    const body = { score: 700, ...reason };
    return at(target.id, { target, body, view: `/v1/results/${registrationId}` });
  }),
  DecideAppeal: unproven(OFFICE, () => at(randomUUID(), { body: { accept: false, ...reason } })),
  DeclineMove: unproven({ ...MANAGED, candidate: 'self' }, (yard, place) => booked(yard, place)),
  IssueCredential: unproven(MANAGED, (yard, place) => {
    const id = yard.person(place);
    return { body: { personId: id, certification: 'MO-200', ...reason }, target: { kind: 'person', id, person: id } };
  }),
  PauseRun: unproven(MADE, checked),
  RaiseAppeal: unproven({ 'academy-manager': 'academy', candidate: 'self' }, (yard, place) =>
    booked(yard, place, { ground: 'The workstation stopped twice' }),
  ),
  RecordExamDay: unproven(
    { ...MANAGED, trainer: 'academy' },
    async (yard, place) => {
      const record = {
        id: randomUUID(),
        kind: 'proctor-present',
        proctorId: place.proctor,
        at: new Date().toISOString(),
      };
      return { path: { sittingId: await yard.sitting(place) }, body: { records: [record] } };
    },
    /"outcome":"(recorded|RECORDED)"/,
  ),
  RefuseClaim: unproven({ ...OFFICE, 'academy-manager': 'academy' }, () => at(randomUUID(), { body: reason })),
  ResumeElsewhere: unproven(MANAGED, async (yard, place) =>
    booked(yard, place, { sittingId: await yard.sitting(place) }),
  ),
  ResumeRun: unproven(MADE, checked),
  RetryRun: unproven(MADE, checked),
  RevokeCredential: unproven(OFFICE, (yard, place) => {
    const { id, person } = yard.world.row('credential', place.name)!;
    return at(id, { body: reason, target: { kind: 'credential', id, person: person! } });
  }),
  RevokeExamDayRecord: unproven({ ...MANAGED, trainer: 'academy' }, () => at(randomUUID(), { body: reason })),
};
