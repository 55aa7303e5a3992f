import type { ResultOf } from 'gql.tada';
import { COURSE, type Day, dayFrom, type Given, SKU, until } from './day.js';
import { type Ask, askerOf, graphql, nodesOf } from './graph.js';
import { bookings, openSitting, sit } from './graph-exams.js';
import { apiOf, importRoster } from './rest-day.js';

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
  const { reasons } = await explain(ask, ids[0]!, (told) => told.reasons.length > 0);
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
    why: reasons.map((one) => one.code),
    run: await run,
    licensed: (await explain(ask, ids[0]!, (told) => told.licensed)).licensed,
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

const ExplainLicence = graphql(`
  query ExplainLicence($personId: ID!) {
    licenceExplanation(personId: $personId) {
      licensed
      reasons {
        code
      }
    }
  }
`);
type Explanation = NonNullable<ResultOf<typeof ExplainLicence>['licenceExplanation']>;

/** Why somebody has no licence, or that they have one, once what is awaited of that is told. */
async function explain(ask: Ask, personId: string, holds: (told: Explanation) => boolean): Promise<Explanation> {
  const asked = () => ask(ExplainLicence, { personId });
  const isTold = ({ licenceExplanation: told }: Awaited<ReturnType<typeof asked>>) => !!told && holds(told);
  return (await until(asked, isTold, 'NOT_FOUND')).licenceExplanation!;
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
