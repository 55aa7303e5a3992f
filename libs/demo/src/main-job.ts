import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { konosysFile, type RosterFile } from './konosys-file.js';
import { seeded } from './seeded.js';
import { chunksOf, eachOf, Refused, until, type Client } from './client.js';
import type { ProgressBars } from './progress-bars.js';

const EXAM = 'MO-200';
const STUDENT_SKU = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
const PASS_RATE = 0.8;
const LITERACY_STAFF = 5;
const HOUR = 3_600_000;
const WIDE = 8;
/** Seconds in which every service has heard of a new person, also on a busy machine. */
const COPYING = 60;

const Page = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
const Academy = z.object({ id: z.uuid(), code: z.string(), profile: z.string() });
const Person = z.object({ id: z.uuid(), academyId: z.uuid() });
const Import = z.object({
  id: z.uuid(),
  state: z.string(),
  rows: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  persons: z.int(),
  changes: z.int(),
  detail: z.string().nullable(),
});
const Registration = z.object({ id: z.uuid(), state: z.string() });
const Outcome = z.object({ personId: z.uuid(), outcome: z.string(), registrationId: z.uuid().nullish() });
const Run = z.object({
  id: z.uuid(),
  state: z.string(),
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  unknown: z.int(),
});
export type Academy = z.output<typeof Academy>;
type Person = z.output<typeof Person>;
type Outcome = z.output<typeof Outcome>;

/** What the demo did, for the figures at its end. */
export type Done = { persons: number; booked: number; passed: number; credentials: number; licences: number };

/** Plays the main job through the public API. Every step checks what came of it; the first that differs ends it. */
export class MainJob {
  constructor(
    private readonly api: Client,
    private readonly progress: ProgressBars,
    private readonly seed: number,
    private readonly prepareTenant: (accounts: readonly string[]) => Promise<void>,
  ) {}

  async play(people: number): Promise<Done> {
    const academies = await this.academies();
    const before = await this.counts();
    const file = konosysFile({ people, sites: academies.map(({ code }) => code), seed: this.seed });
    await this.importRoster(file);
    const persons = await this.find(file.matricules);
    await this.enrol(academies, persons);
    await this.literacy(academies[0]!);
    await this.openSittings(academies, persons);
    const registrations = await this.requestExams(persons);
    const booked = await this.booked(registrations);
    const passed = await this.results(booked);
    const credentials = await this.credentials(before.certifications! + passed);
    const licences = await this.licences(file, persons);
    return { persons: persons.length, booked: booked.length, passed, credentials, licences };
  }

  async counts(deadline?: number): Promise<Record<string, number>> {
    const Targets = z.object({ targets: z.array(z.object({ id: z.string(), actual: z.int() })) });
    const { targets } = Targets.parse(await this.api.get('/v1/programme', { deadline }));
    return Object.fromEntries(targets.map(({ id, actual }) => [id, actual]));
  }

  private async academies(): Promise<Academy[]> {
    const { items } = Page(Academy).parse(await this.api.get('/v1/academies?first=100&state=accredited'));
    if (items.length === 0) throw new Error('no accredited academy');
    return items;
  }

  private async importRoster(file: RosterFile): Promise<void> {
    const take = async (dryRun: boolean): Promise<z.output<typeof Import>> => {
      const accepted = Import.parse(
        await this.api.post(`/v1/imports?kind=konosys&dryRun=${dryRun}`, file.csv, 'text/csv'),
      );
      const ask = async (deadline: number) =>
        Import.parse(await this.api.get(`/v1/imports/${accepted.id}`, { deadline }));
      return until(ask, ({ state }) => state !== 'accepted', 60, 'the import');
    };
    const bad = Object.values(file.defects).reduce((sum, count) => sum + count, 0);
    for (const [title, dryRun] of [
      ['Roster, tried dry', true],
      ['Roster, imported', false],
    ] as const)
      await this.progress.step(title, file.rows, async () => {
        const { id, state, rows, rejected, persons, detail } = await take(dryRun);
        if (state !== 'done') throw new Error(`the import was ${state}: ${detail}`);
        expect('rows', rows, file.rows);
        expect('rejected rows', rejected, bad);
        expect('persons', persons, file.persons);
        const csv = String(await this.api.get(`/v1/imports/${id}/rejected.csv`, { accept: 'text/csv' }));
        expect('lines of the rejected-rows file', csv.trim().split('\r\n').length, bad + 1);
      });
  }

  private find(matricules: readonly string[]): Promise<Person[]> {
    return this.progress.step('Persons, found by matricule', matricules.length, async (bar) => {
      let done = 0;
      return eachOf(matricules, WIDE * 2, async (matricule) => {
        const found = z
          .object({ items: z.array(Person) })
          .parse(await this.api.post('/v1/persons/search', { matricule }));
        expect(`persons with one matricule`, found.items.length, 1);
        bar.to(++done);
        return found.items[0]!;
      });
    });
  }

  private async enrol(academies: readonly Academy[], persons: readonly Person[]): Promise<void> {
    const { items } = Page(z.object({ id: z.uuid() })).parse(await this.api.get('/v1/courses?q=excel&first=1'));
    const course = items[0]!;
    const byAcademy = Map.groupBy(persons, ({ academyId }) => academyId);
    await this.progress.step('Offerings opened, persons enrolled', persons.length, async (bar) => {
      let done = 0;
      await eachOf(
        academies.filter(({ id }) => byAcademy.has(id)),
        WIDE,
        async ({ id: academyId }) => {
          const here = byAcademy.get(academyId)!;
          const offering = z.object({ id: z.uuid() }).parse(
            await this.api.post('/v1/offerings', {
              courseId: course.id,
              academyId,
              startsOn: day(0),
              endsOn: day(90),
              seats: here.length,
            }),
          );
          for (const some of chunksOf(here, 500)) {
            const outcomes = await this.forEveryone('/v1/enrolments/bulk', some, { offeringId: offering.id });
            expect('enrolled', outcomes.filter(({ outcome }) => outcome === 'enrolled').length, some.length);
            bar.to((done += some.length));
          }
        },
      );
    });
  }

  /** Asks for up to 500 persons at once, and again for those of whom the service has not heard yet; the outcome of each. */
  private async forEveryone(path: string, persons: readonly Person[], about: object): Promise<Outcome[]> {
    const settled: Outcome[] = [];
    let left = persons.map(({ id }) => id);
    const ask = async (): Promise<number> => {
      const { outcomes } = z
        .object({ outcomes: z.array(Outcome) })
        .parse(await this.api.post(path, { ...about, persons: left }));
      const isUnknown = ({ outcome }: Outcome): boolean => outcome === 'person-unknown';
      settled.push(...outcomes.filter((one) => !isUnknown(one)));
      left = outcomes.filter(isUnknown).map(({ personId }) => personId);
      return left.length;
    };
    await until(ask, (unknown) => unknown === 0, COPYING, `${path} for everyone`);
    return settled;
  }

  /** The 30 hours of OFPPT's own staff: hours with evidence, the evaluation, the certificate. */
  private literacy({ id: academyId }: Academy): Promise<void> {
    return this.progress.step('Literacy: 30 hours, evaluated', LITERACY_STAFF, async (bar) => {
      const { items } = Page(z.object({ id: z.uuid() })).parse(
        await this.api.get('/v1/courses?topic=digital-literacy&first=1'),
      );
      const course = items[0]!.id;
      for (let index = 0; index < LITERACY_STAFF; index++) {
        const person = Person.parse(
          await this.api.post('/v1/persons', {
            kind: 'staff',
            academyId,
            matricule: `9996${String(this.seed * 1_000_000 + index).padStart(9, '0')}`,
            name: { family: 'PERSONNEL', given: `Synthétique ${index + 1}` },
          }),
        );
        const statements = [0, 1, 2].map((back) => ({
          id: randomUUID(),
          actor: { account: { name: person.id } },
          verb: { id: 'http://adlnet.gov/expapi/verbs/attended' },
          object: { id: course },
          result: { duration: 'PT10H' },
          timestamp: new Date(Date.now() - back * 24 * HOUR - 1000).toISOString(),
        }));
        // The person reaches the learning record by its own copy of the register.
        await until(
          () => this.api.post('/v1/statements', { statements }).catch(undefinedIfUnknown),
          Boolean,
          COPYING,
          'the statements',
        );
        await this.api.post(`/v1/persons/${person.id}/literacy-evaluation`, { score: 700 + index });
        bar.to(index + 1);
      }
    });
  }

  private openSittings(academies: readonly Academy[], persons: readonly Person[]): Promise<void> {
    const byAcademy = Map.groupBy(persons, ({ academyId }) => academyId);
    const Rooms = z.object({ academy: z.object({ rooms: z.array(z.object({ id: z.uuid(), seats: z.int() })) }) });
    const Proctors = Page(z.object({ id: z.uuid() }));
    return this.progress.step('Sittings opened', persons.length, async (bar) => {
      let done = 0;
      await eachOf(
        academies.filter(({ id }) => byAcademy.has(id)),
        WIDE,
        async ({ id: academyId }) => {
          const { academy } = Rooms.parse(
            await this.api.graphql('query ($id: ID!) { academy(id: $id) { rooms { id seats } } }', { id: academyId }),
          );
          const proctors = Proctors.parse(
            await this.api.get(`/v1/trainers?academyId=${academyId}&mayProctor=true&first=20`),
          );
          const wanted = byAcademy.get(academyId)!.length;
          done += await this.openFor(
            academyId,
            wanted,
            academy.rooms,
            proctors.items.map(({ id }) => id),
          );
          bar.to(done);
        },
      );
    });
  }

  /** Sittings one after the other in the academy's rooms, each with a proctor of its own, until everyone has a seat. */
  private async openFor(
    academyId: string,
    wanted: number,
    rooms: readonly { id: string; seats: number }[],
    proctorIds: readonly string[],
  ): Promise<number> {
    const side = Math.min(rooms.length, proctorIds.length);
    let seats = 0;
    for (let slot = 0; seats < wanted && side > 0; slot++)
      for (const [index, room] of rooms.slice(0, side).entries()) {
        if (seats >= wanted) break;
        const size = Math.min(room.seats, 20);
        const startsAt = new Date(Date.now() + 24 * HOUR + (this.seed * 13 + slot) * 2 * HOUR).toISOString();
        await this.api.post('/v1/sittings', {
          academyId,
          roomId: room.id,
          startsAt,
          minutes: 90,
          seats: size,
          proctorIds: [proctorIds[index]!],
          examCodes: [EXAM],
        });
        seats += size;
      }
    return Math.min(seats, wanted);
  }

  private requestExams(persons: readonly Person[]): Promise<string[]> {
    return this.progress.step('Exams requested', persons.length, async (bar) => {
      let done = 0;
      const ids = await eachOf(chunksOf(persons, 500), 2, async (some) => {
        const outcomes = await this.forEveryone('/v1/registrations/bulk', some, {
          examCode: EXAM,
          earliest: new Date().toISOString(),
          latest: new Date(Date.now() + 3650 * 24 * HOUR).toISOString(),
          consent: true,
        });
        bar.to((done += some.length));
        return outcomes.flatMap(({ registrationId }) => registrationId ?? []);
      });
      expect('requests', ids.flat().length, persons.length);
      return ids.flat();
    });
  }

  /** Waits for the scheduler; returns the booked ones. Who found no seat or is refused is told at the end. */
  private booked(ids: readonly string[]): Promise<string[]> {
    return this.progress.step('Seats booked by the scheduler', ids.length, async (bar) => {
      const none = async (deadline: number) => {
        const { items } = Page(Registration).parse(
          await this.api.get('/v1/registrations?state=requested&first=1', { deadline }),
        );
        return items.length === 0;
      };
      await until(none, Boolean, 60, 'the bookings');
      let done = 0;
      const all = await eachOf(ids, WIDE * 2, async (id) => {
        const registration = Registration.parse(await this.api.get(`/v1/registrations/${id}`));
        bar.to(++done);
        return registration;
      });
      const booked = all.filter(({ state }) => state === 'booked').map(({ id }) => id);
      if (booked.length < ids.length * 0.9) throw new Error(`only ${booked.length} of ${ids.length} were booked`);
      return booked;
    });
  }

  private results(ids: readonly string[]): Promise<number> {
    const random = seeded(this.seed);
    const Outcomes = z.object({ outcomes: z.array(z.object({ outcome: z.string() })) });
    return this.progress.step('Results recorded', ids.length, async (bar) => {
      let passed = 0;
      let done = 0;
      for (const some of chunksOf(ids, 500)) {
        const results = some.map((registrationId) => ({
          registrationId,
          startedAt: new Date(Date.now() - HOUR).toISOString(),
          score: random() < PASS_RATE ? 700 + Math.floor(random() * 301) : Math.floor(random() * 700),
        }));
        const { outcomes } = Outcomes.parse(await this.api.post('/v1/results', { results }));
        expect(
          'results',
          outcomes.filter(({ outcome }) => outcome === 'passed' || outcome === 'failed').length,
          some.length,
        );
        passed += outcomes.filter(({ outcome }) => outcome === 'passed').length;
        bar.to((done += some.length));
      }
      return passed;
    });
  }

  /** Waits until the scoreboard counts them, then fetches one and has it verified. */
  private credentials(expected: number): Promise<number> {
    return this.progress.step('Credentials issued and counted', expected, async (bar) => {
      const counted = async (deadline: number) => {
        const { certifications = 0 } = await this.counts(deadline);
        bar.to(certifications);
        return certifications;
      };
      return until(counted, (count) => count >= expected, 60, 'the certifications on the scoreboard');
    });
  }

  private async licences(file: RosterFile, persons: readonly Person[]): Promise<number> {
    await this.prepareTenant(file.matricules);
    return this.progress.step('Licences provisioned', persons.length, async (bar) => {
      const runs = await eachOf(chunksOf(persons, 10_000), 1, async (some) =>
        Run.parse(
          await this.api.post('/v1/provisioning-runs', {
            skuId: STUDENT_SKU,
            action: 'assign',
            persons: some.map(({ id }) => id),
          }),
        ),
      );
      let licences = 0;
      for (const { id } of runs) {
        const ask = async (deadline: number) => {
          const run = Run.parse(await this.api.get(`/v1/provisioning-runs/${id}`, { deadline }));
          bar.to(licences + run.done + run.failed);
          return run;
        };
        const { done, failed, unknown, total } = await until(ask, ({ state }) => state === 'done', 600, 'the licences');
        expect('outcomes', done + failed, total);
        expect('outcomes left unknown', unknown, 0);
        licences += done;
      }
      return licences;
    });
  }
}

function undefinedIfUnknown(error: unknown): undefined {
  if (!(error instanceof Refused && error.status === 404)) throw error;
}

const day = (ahead: number): string => new Date(Date.now() + ahead * 24 * HOUR).toISOString().slice(0, 10);

function expect(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`${what}: ${found}, where ${expected} were expected`);
}
