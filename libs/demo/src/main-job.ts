import { z } from 'zod';
import { konosysFile, type RosterFile } from './konosys-file.js';
import { chunksOf, eachOf, until, type Client } from './client.js';
import type { Clients } from './clients.js';
import { expect } from './expect.js';
import { Exams } from './exams.js';
import { Person } from './for-everyone.js';
import { Learning } from './learning.js';
import { Academy } from './open-sittings.js';
import type { ProgressBars } from './progress-bars.js';

const STUDENT_SKU = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
/** The most persons that one search may name. */
const SEARCHED = 500;

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
    const learning = new Learning(this.clients, this.progress, this.options.seed);
    await learning.enrol(academies, persons);
    await learning.literacy(academies[0]!);
    const startsAt = await this.exams.open(academies, persons, this.options.notice);
    const booked = await this.exams.book(persons);
    const { sitting, licences, passed } = await this.exams.quickly(async () => {
      const sitting = await this.exams.letIn(booked.filter((one) => one.startsAt === startsAt));
      const begun = await this.exams.begin(sitting, startsAt);
      // While they sit: a result that comes sooner than an exam can last would be held.
      const licences = await this.licences(file, persons);
      return { sitting, licences, passed: await this.exams.report(sitting, begun, startsAt) };
    });
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

  /** Persons in the order of their matricules. */
  private find(matricules: readonly string[]): Promise<Person[]> {
    const Found = z.object({ items: z.array(Person.extend({ matricule: z.string() })) });
    return this.progress.step('Persons, found by matricule', matricules.length, async (bar) => {
      let done = 0;
      const found = await eachOf(chunksOf(matricules, SEARCHED), 2, async (some) => {
        const { items } = Found.parse(await this.api.post('/v1/persons/search', { matricules: some }));
        bar.to((done += items.length));
        return items;
      });
      const persons = new Map(found.flat().map((person) => [person.matricule, person]));
      expect('persons found', persons.size, matricules.length);
      return matricules.map((matricule) => persons.get(matricule)!);
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
