import { randomUUID } from 'node:crypto';
import { initGraphQLTada, type TadaDocumentNode } from 'gql.tada';
import { print } from 'graphql';
import {
  ALWAYS_OPEN,
  COURSE,
  type Day,
  dayFrom,
  EXAM,
  type Given,
  LASTS,
  NOTICE,
  Refused,
  SKU,
  until,
  untilInstant,
} from './day.js';
import type { introspection } from './graph-types.js';
import { apiOf, importRoster } from './rest-day.js';

const graphql = initGraphQLTada<{ introspection: introspection; scalars: { DateTime: string; LocalDate: string } }>();

type Ask = <Data, Variables>(document: TadaDocumentNode<Data, Variables>, variables: Variables) => Promise<Data>;
type Said = { data?: unknown; errors?: { message: string; extensions?: { code?: string } }[] };

/** Asks the graph; a field that is refused refuses all. */
const askerOf =
  (url: string, token: string): Ask =>
  async (document, variables) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const { data, errors } = (await response.json()) as Said;
    const [first] = errors ?? [];
    if (first) throw new Refused(first.extensions?.code ?? '', first.message);
    return data as never;
  };

const nodesOf = <Node>(list: { edges: { node: Node }[] } | null): Node[] => (list?.edges ?? []).map(({ node }) => node);

/**
 * An integrator's day by the graph, typed by its own schema; a file comes by REST alone, there being no place for one in a document.
 * @public
 */
export async function graphDay({ url, tokens, roster, academy: code }: Given): Promise<Day> {
  const ask = askerOf(url, tokens.programme);
  const academy = await academyOf(ask, code);
  const imported = await importRoster(apiOf(url, tokens.programme), roster.csv);
  const persons = await personsOf(ask, academy.id, roster.matricules);
  const ids = persons.map(({ id }) => id);
  const group = persons[0]!.placements.find(({ academyId }) => academyId === academy.id)?.group.code ?? null;
  const enrolled = await enrolGroup(ask, academy.id, group);
  const sitting = await openSitting(ask, academy.id, ids.length);
  const registrations = await bookings(ask, academy.id, ids);
  const run = provision(ask, ids);
  const passed = await sit(ask, askerOf(url, tokens.feed), sitting, registrations);
  const { credentials, verified } = await credentialsOf(ask, url, passed);
  return {
    academy: academy.code,
    ...imported,
    persons: persons.length,
    enrolled,
    booked: registrations.length,
    passed: passed.length,
    credentials,
    verified,
    run: await run,
  };
}

const FindAcademy = graphql(`
  query FindAcademy($q: String) {
    academies(q: $q, state: ACCREDITED) {
      edges {
        node {
          id
          code
        }
      }
    }
  }
`);

async function academyOf(ask: Ask, q: string) {
  const { academies } = await ask(FindAcademy, { q });
  return nodesOf(academies).find(({ code }) => code === q)!;
}

const ListPersons = graphql(`
  query ListPersons($academyId: ID, $group: String, $after: String) {
    persons(academyId: $academyId, group: $group, kind: TRAINEE, first: 100, after: $after) {
      edges {
        node {
          id
          matricule
          placements {
            academyId
            group {
              code
            }
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

async function personsOf(ask: Ask, academyId: string, matricules: readonly string[]) {
  const listed = [];
  for (let after: string | null = null, more = true; more;) {
    const { persons }: Awaited<ReturnType<typeof page>> = await page(ask, academyId, after);
    listed.push(...nodesOf(persons));
    after = persons?.pageInfo.endCursor ?? null;
    more = persons?.pageInfo.hasNextPage ?? false;
  }
  return listed.filter(({ matricule }) => matricules.includes(matricule ?? ''));
}

const page = (ask: Ask, academyId: string, after: string | null) => ask(ListPersons, { academyId, after });

const FindCourse = graphql(`
  query FindCourse($q: String) {
    courses(q: $q) {
      edges {
        node {
          id
        }
      }
    }
  }
`);
const OpenOffering = graphql(`
  mutation OpenOffering($input: OpenOfferingInput!) {
    openOffering(input: $input) {
      id
    }
  }
`);
const EnrolPersons = graphql(`
  mutation EnrolPersons($input: EnrolPersonsInput!) {
    enrolPersons(input: $input) {
      outcomes {
        personId
        outcome
      }
    }
  }
`);
const CountEnrolled = graphql(`
  query CountEnrolled($id: ID!) {
    offering(id: $id) {
      enrolments(first: 100) {
        person {
          id
        }
      }
    }
  }
`);

async function enrolGroup(ask: Ask, academyId: string, group: string | null): Promise<number> {
  const { courses } = await ask(FindCourse, { q: COURSE });
  const [course] = nodesOf(courses);
  const about = { courseId: course!.id, academyId, startsOn: dayFrom(0), endsOn: dayFrom(60), seats: 30 };
  const { openOffering } = await ask(OpenOffering, { input: about });
  const offeringId = openOffering.id;
  const { persons } = await ask(ListPersons, { academyId, group });
  const input = { offeringId, persons: nodesOf(persons).map(({ id }) => id) };
  await until(
    () => ask(EnrolPersons, { input }),
    ({ enrolPersons }) => !enrolPersons.outcomes.some(({ outcome }) => outcome === 'PERSON_UNKNOWN'),
  );
  const { offering } = await ask(CountEnrolled, { id: offeringId });
  return offering?.enrolments?.filter(({ person }) => input.persons.includes(person?.id ?? '')).length ?? 0;
}

const FindProctors = graphql(`
  query FindProctors($academyId: ID) {
    trainers(academyId: $academyId, mayProctor: "true") {
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

async function openSitting(ask: Ask, academyId: string, seats: number) {
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

async function bookings(ask: Ask, academyId: string, persons: string[]) {
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

const ReadRules = graphql(`
  query ReadRules {
    examRules {
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
async function sit(ask: Ask, feed: Ask, sitting: Sitting, registrations: Registrations): Promise<string[]> {
  const happened = () => ({ id: randomUUID(), at: new Date().toISOString() });
  const { examRules } = await ask(ReadRules, {});
  const admitted = { kind: 'ADMITTED', identity: 'NATIONAL_CARD', ndaAccepted: true } as const;
  const records = [
    ...sitting.proctorIds.map((proctorId) => ({ ...happened(), kind: 'PROCTOR_PRESENT', proctorId }) as const),
    ...registrations.map(({ id }) => ({ ...happened(), ...admitted, registrationId: id })),
  ];
  await ask(RecordExamDay, { input: { sittingId: sitting.id, records } });
  const begun = registrations.map(({ id }) => ({ ...happened(), kind: 'BEGAN', registrationId: id }) as const);
  await ask(RecordExamDay, { input: { sittingId: sitting.id, records: begun } });
  const startedAt = begun.at(-1)!.at;
  const ended = Date.parse(startedAt) + examRules!.leastExamMinutes * 60_000;
  await untilInstant(Math.max(ended, Date.parse(sitting.startsAt)) + 1_000);
  const results = registrations.map(({ id }, place) => ({ registrationId: id, startedAt, score: place ? 900 : 300 }));
  const { recordResults } = await feed(RecordResults, { input: { results } });
  const passed = recordResults.outcomes.filter(({ outcome }) => outcome === 'PASSED');
  return registrations
    .filter(({ id }) => passed.some(({ registrationId }) => registrationId === id))
    .map(({ personId }) => personId);
}

const ListCredentials = graphql(`
  query ListCredentials($personId: ID) {
    credentials(personId: $personId) {
      edges {
        node {
          id
          state
          achievement {
            name
          }
        }
      }
    }
  }
`);
const VerifyCredential = graphql(`
  mutation VerifyCredential($input: VerifyCredentialInput!) {
    verifyCredential(input: $input) {
      valid
    }
  }
`);

async function credentialsOf(ask: Ask, url: string, persons: string[]) {
  const all = await Promise.all(
    persons.map((personId) =>
      until(
        () => ask(ListCredentials, { personId }),
        ({ credentials }) => nodesOf(credentials)[0]?.state === 'VALID',
      ),
    ),
  );
  const [one] = all.flatMap(({ credentials }) => nodesOf(credentials));
  // The signed document stands at its own URL, for anybody.
  const signed = await fetch(`${url}/v1/credentials/${one!.id}`, { headers: { accept: 'application/vc+jwt' } });
  const { verifyCredential } = await ask(VerifyCredential, { input: { credential: await signed.text() } });
  return { credentials: all.length, verified: verifyCredential.valid };
}

const StartRun = graphql(`
  mutation StartRun($input: StartProvisioningRunInput!) {
    startProvisioningRun(input: $input) {
      id
    }
  }
`);
const ReadRun = graphql(`
  query ReadRun($id: ID!) {
    provisioningRun(id: $id) {
      state
      total
      done
      failed
    }
  }
`);

async function provision(ask: Ask, persons: string[]) {
  const input = { skuId: SKU, action: 'ASSIGN', persons } as const;
  const { startProvisioningRun } = await ask(StartRun, { input });
  const { provisioningRun } = await until(
    () => ask(ReadRun, { id: startProvisioningRun.id }),
    (told) => told.provisioningRun?.state === 'DONE',
  );
  const { total, done, failed } = provisioningRun!;
  return { total, done, failed };
}
