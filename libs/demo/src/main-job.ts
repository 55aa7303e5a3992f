import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { konosysFile, type RosterFile } from './konosys-file.js';
import { chunksOf, eachOf, Refused, until, type Client } from './client.js';
import type { Clients } from './clients.js';
import { expect } from './expect.js';
import { Exams } from './exams.js';
import { COPYING, forEveryone, Person } from './for-everyone.js';
import { Academy } from './open-sittings.js';
import type { ProgressBars } from './progress-bars.js';

const STUDENT_SKU = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
const LITERACY_STAFF = 5;
const HOUR = 3_600_000;
const WIDE = 8;

const Page = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
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
/** A provisioning run as far as its end is waited for: how many outcomes there are, by what they came to. */
export const Run = z.object({
  id: z.uuid(),
  state: z.string(),
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  unknown: z.int(),
});

/** What the demo did, for the figures at its end. `sat` are those whose sittings began while it ran. */
export type Done = {
  persons: number;
  booked: number;
  sat: number;
  passed: number;
  credentials: number;
  licences: number;
};

type Options = {
  /** Another seed brings other people. */
  seed: number;
  /** Seconds from opening the sittings to their start: enough to seat everyone in. */
  notice: number;
  prepareTenant: (accounts: readonly string[]) => Promise<void>;
};

/**
 * Plays the main job through the public API, by the clock on the wall: exams are sat in sittings that begin while it runs. Every
 * step checks what came of it; the first that differs ends it.
 */
export class MainJob {
  private readonly api: Client;
  private readonly exams: Exams;

  constructor(
    private readonly clients: Clients,
    private readonly progress: ProgressBars,
    private readonly options: Options,
  ) {
    this.api = clients.api;
    this.exams = new Exams(clients, progress, options.seed);
  }

  async play(people: number): Promise<Done> {
    const academies = await this.academies();
    const before = await this.counts();
    const file = konosysFile({ people, sites: academies.map(({ code }) => code), seed: this.options.seed });
    await this.importRoster(file);
    const persons = await this.find(file.matricules);
    await this.enrol(academies, persons);
    await this.literacy(academies[0]!);
    const startsAt = await this.exams.open(academies, persons, this.options.notice);
    const booked = await this.exams.book(persons);
    const sitting = await this.exams.letIn(booked.filter((one) => one.startsAt === startsAt));
    const begun = await this.exams.begin(sitting, startsAt);
    // While they sit: a result that comes sooner than an exam can last would be held.
    const licences = await this.licences(file, persons);
    const passed = await this.exams.report(sitting, begun);
    const credentials = await this.credentials(before.certifications! + passed);
    return { persons: persons.length, booked: booked.length, sat: sitting.length, passed, credentials, licences };
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
            const outcomes = await forEveryone(this.api, '/v1/enrolments/bulk', some, { offeringId: offering.id });
            expect('enrolled', outcomes.filter(({ outcome }) => outcome === 'enrolled').length, some.length);
            bar.to((done += some.length));
          }
        },
      );
    });
  }

  /** The 30 hours of OFPPT's own staff: hours with evidence, the evaluation, a second pair of eyes, the certificate. */
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
            matricule: `9996${String(this.options.seed * 1_000_000 + index).padStart(9, '0')}`,
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
        const { evaluationId } = z
          .object({ evaluationId: z.uuid() })
          .parse(await this.api.post(`/v1/persons/${person.id}/literacy-evaluation`, { score: 700 + index }));
        const confirmed = { accept: true, reason: 'the signed sheet was seen' };
        await this.clients.second.post(`/v1/literacy-evaluations/${evaluationId}/decide`, confirmed);
        bar.to(index + 1);
      }
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
    await this.options.prepareTenant(file.matricules);
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
