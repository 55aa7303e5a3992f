import { randomUUID } from 'node:crypto';
import { ALWAYS_OPEN, EXAM, LASTS, NOTICE, until, untilInstant } from './day.js';
import { type Ask, graphql, nodesOf } from './graph.js';

const FindProctors = graphql(`
  query FindProctors($academyId: ID) {
    trainers(academyId: $academyId, mayProctor: true) {
      edges {
        node {
          id
        }
      }
    }
  }
`);
const OpenRoom = graphql(`
  mutation OpenRoom($input: OpenRoomInput!) {
    openRoom(input: $input) {
      id
    }
  }
`);
const OpenSitting = graphql(`
  mutation OpenSitting($input: OpenSittingInput!) {
    openSitting(input: $input) {
      id
      startsAt
      proctorIds
    }
  }
`);

/** A sitting in a room of its own, with one who proctors there. */
export async function openSitting(ask: Ask, academyId: string, seats: number) {
  const { trainers } = await ask(FindProctors, { academyId });
  const proctorIds = nodesOf(trainers)
    .slice(0, 1)
    .map(({ id }) => id);
  const place = { academyId, code: `DAY-${randomUUID().slice(0, 8)}`, seats, ...ALWAYS_OPEN };
  const { openRoom } = await ask(OpenRoom, { input: place });
  const startsAt = new Date(Date.now() + NOTICE).toISOString();
  const exam = { academyId, roomId: openRoom.id, startsAt, minutes: LASTS, seats, proctorIds, examCodes: [EXAM] };
  // The exams hear of a new room a moment later.
  const opened = () => ask(OpenSitting, { input: exam });
  return (await until(opened, Boolean, 'ROOM_UNKNOWN', 'ROOM_IS_CLOSED_THEN')).openSitting;
}

const RequestExams = graphql(`
  mutation RequestExams($input: RequestExamsInput!) {
    requestExams(input: $input) {
      outcomes {
        personId
        outcome
      }
    }
  }
`);
const ReadBookings = graphql(`
  query ReadBookings($academyId: ID, $examCode: String) {
    registrations(academyId: $academyId, examCode: $examCode, first: 100) {
      edges {
        node {
          id
          personId
          state
        }
      }
    }
  }
`);

/** Asks for a seat for each, and reads who has one once the scheduler is done. */
export async function bookings(ask: Ask, academyId: string, persons: string[]) {
  const earliest = new Date().toISOString();
  const latest = new Date(Date.now() + 2 * NOTICE).toISOString();
  const input = { persons, examCode: EXAM, academyId, earliest, latest, consent: true };
  await until(
    () => ask(RequestExams, { input }),
    ({ requestExams }) => !requestExams.outcomes.some(({ outcome }) => outcome === 'PERSON_UNKNOWN'),
  );
  const { registrations } = await until(
    () => ask(ReadBookings, { academyId, examCode: EXAM }),
    (told) => !nodesOf(told.registrations).some(({ state }) => state === 'REQUESTED'),
  );
  return nodesOf(registrations).filter(({ state, personId }) => state === 'BOOKED' && persons.includes(personId));
}

const SetRules = graphql(`
  mutation SetRules($input: SetExamRulesInput!) {
    setExamRules(input: $input) {
      leastExamMinutes
    }
  }
`);
const RecordExamDay = graphql(`
  mutation RecordExamDay($input: RecordExamDayInput!) {
    recordExamDay(input: $input) {
      outcomes {
        outcome
        code
      }
    }
  }
`);
const RecordResults = graphql(`
  mutation RecordResults($input: RecordResultsInput!) {
    recordResults(input: $input) {
      outcomes {
        registrationId
        outcome
        code
      }
    }
  }
`);

type Sitting = Awaited<ReturnType<typeof openSitting>>;
type Registrations = Awaited<ReturnType<typeof bookings>>;

/** The exam day as the centre writes it down, and the results as the feed delivers them; who passed. */
export async function sit(ask: Ask, feed: Ask, sitting: Sitting, registrations: Registrations): Promise<string[]> {
  const happened = () => ({ id: randomUUID(), at: new Date().toISOString() });
  // These candidates are quick: the rule of a new house would hold their results.
  const { setExamRules } = await ask(SetRules, { input: { leastExamMinutes: 1, leastExamPercent: 0 } });
  const admitted = { kind: 'ADMITTED', identity: 'NATIONAL_CARD', ndaAccepted: true } as const;
  const records = [
    ...sitting.proctorIds.map((proctorId) => ({ ...happened(), kind: 'PROCTOR_PRESENT', proctorId }) as const),
    ...registrations.map(({ id }) => ({ ...happened(), ...admitted, registrationId: id })),
  ];
  await ask(RecordExamDay, { input: { sittingId: sitting.id, records } });
  const begun = registrations.map(({ id }) => ({ ...happened(), kind: 'BEGAN', registrationId: id }) as const);
  await ask(RecordExamDay, { input: { sittingId: sitting.id, records: begun } });
  const startedAt = begun.at(-1)!.at;
  const ended = Date.parse(startedAt) + setExamRules.leastExamMinutes * 60_000;
  await untilInstant(Math.max(ended, Date.parse(sitting.startsAt)) + 1_000);
  const results = registrations.map(({ id }, place) => ({ registrationId: id, startedAt, score: place ? 900 : 300 }));
  const { recordResults } = await feed(RecordResults, { input: { results } });
  const passed = recordResults.outcomes.filter(({ outcome }) => outcome === 'PASSED');
  return registrations
    .filter(({ id }) => passed.some(({ registrationId }) => registrationId === id))
    .map(({ personId }) => personId);
}
