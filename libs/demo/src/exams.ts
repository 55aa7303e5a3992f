import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { chunksOf, eachOf, until } from './client.js';
import type { Clients } from './clients.js';
import { expect } from './expect.js';
import { forEveryone, type Person } from './for-everyone.js';
import { openSittings, type Academy } from './open-sittings.js';
import type { Bar, ProgressBars } from './progress-bars.js';
import { seeded } from './seeded.js';

const EXAM = 'MO-200';
const PASS_RATE = 0.8;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** How long exams of the demo take at least. */
const QUICK = { leastExamMinutes: 1, leastExamPercent: 0 };
const DAY = 86_400_000;
const WIDE = 8;

const Page = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
const Registration = z.object({
  id: z.uuid(),
  state: z.string(),
  sittingId: z.uuid().nullable(),
  startsAt: z.string().nullable(),
});
type Booked = { id: string; sittingId: string; startsAt: string };
const Outcomes = z.object({ outcomes: z.array(z.object({ outcome: z.string(), code: z.string().nullish() })) });

/** An exam from its sittings to its results: nothing is said to have happened before it could have. */
export class Exams {
  constructor(
    private readonly clients: Clients,
    private readonly progress: ProgressBars,
    private readonly seed: number,
  ) {}

  /** Opens sittings for everyone; returns when the first of them start: `notice` seconds after their rooms are there. */
  open(academies: readonly Academy[], persons: readonly Person[], notice: number): Promise<string> {
    return this.progress.step('Sittings opened', persons.length, async (bar) => {
      const wanted = { academies, persons, notice, examCode: EXAM };
      return (await openSittings(this.clients.api, wanted, bar)).toISOString();
    });
  }

  /** Asks for seats and waits for the scheduler; returns the booked ones. Who found no seat or is refused is told at the end. */
  async book(persons: readonly Person[]): Promise<Booked[]> {
    const { api } = this.clients;
    const ids = await this.request(persons);
    return this.progress.step('Seats booked by the scheduler', ids.length, async (bar) => {
      const none = async (deadline: number) => {
        const { items } = Page(Registration).parse(
          await api.get('/v1/registrations?state=requested&first=1', { deadline }),
        );
        return items.length === 0;
      };
      await until(none, Boolean, 60, 'the bookings');
      const booked = await this.booked(new Set(ids), bar);
      if (booked.length < ids.length * 0.9) throw new Error(`only ${booked.length} of ${ids.length} were booked`);
      return booked;
    });
  }

  /** Those of these registrations that have a seat; others of the exam may have been left by a demo before. */
  private async booked(ids: ReadonlySet<string>, bar: Bar): Promise<Booked[]> {
    const found: Booked[] = [];
    for (let after = ''; ;) {
      const list = `/v1/registrations?examCode=${EXAM}&state=booked&first=100${after}`;
      const { items, nextCursor } = Page(Registration).parse(await this.clients.api.get(list));
      found.push(...(items.filter(({ id }) => ids.has(id)) as Booked[]));
      bar.to(found.length);
      if (nextCursor === null) return found;
      after = `&after=${encodeURIComponent(nextCursor)}`;
    }
  }

  private request(persons: readonly Person[]): Promise<string[]> {
    return this.progress.step('Exams requested', persons.length, async (bar) => {
      let done = 0;
      const ids = await eachOf(chunksOf(persons, 500), 2, async (some) => {
        const outcomes = await forEveryone(this.clients.api, '/v1/registrations/bulk', some, {
          examCode: EXAM,
          earliest: new Date().toISOString(),
          latest: new Date(Date.now() + 3650 * DAY).toISOString(),
          consent: true,
        });
        bar.to((done += some.length));
        return outcomes.flatMap(({ registrationId }) => registrationId ?? []);
      });
      expect('requests', ids.flat().length, persons.length);
      return ids.flat();
    });
  }

  /** Calls the roll while the doors are open: proctors are there, candidates show who they are and are let in. */
  async letIn(booked: readonly Booked[]): Promise<Booked[]> {
    if (booked.length === 0) throw new Error('nobody has a seat in a sitting that begins now');
    const Sitting = z.object({ proctorIds: z.array(z.uuid()) });
    await this.progress.step('Candidates let in', booked.length, (bar) =>
      this.recordAll(booked, new Date(), bar, async (sittingId, some) => {
        const { proctorIds } = Sitting.parse(await this.clients.api.get(`/v1/sittings/${sittingId}`));
        const admission = { kind: 'admitted', identity: 'national-card', ndaAccepted: true };
        return [
          ...proctorIds.map((proctorId) => ({ kind: 'proctor-present', proctorId })),
          ...some.map(({ id }) => ({ ...admission, registrationId: id })),
        ];
      }),
    );
    return [...booked];
  }

  /** Has everyone begin who was let in, as far ahead of the start as the exam rules allow; returns when they did. */
  async begin(sitting: readonly Booked[], startsAt: string): Promise<Date> {
    const { earlyStartMinutes } = await this.rules();
    await this.waitFor('Waiting for the exams to begin', sitting, Date.parse(startsAt) - earlyStartMinutes * MINUTE);
    const begun = new Date();
    await this.progress.step('Exams begun', sitting.length, (bar) =>
      this.recordAll(sitting, begun, bar, async (_, some) =>
        some.map(({ id }) => ({ kind: 'began', registrationId: id })),
      ),
    );
    return begun;
  }

  /**
   * Has the machine that delivers results report them, once the sittings have begun and the exams have lasted as long as the rules
   * ask for: these candidates are quick. Returns how many passed.
   */
  async report(sitting: readonly Booked[], startedAt: Date, startsAt: string): Promise<number> {
    const { leastExamMinutes } = await this.rules();
    const ended = startedAt.getTime() + leastExamMinutes * MINUTE;
    await this.waitFor('Exams sat', sitting, Math.max(ended, Date.parse(startsAt)));
    const random = seeded(this.seed);
    return this.progress.step('Results reported', sitting.length, async (bar) => {
      let passed = 0;
      let done = 0;
      for (const some of chunksOf(sitting, 500)) {
        const results = some.map(({ id }) => ({
          registrationId: id,
          startedAt,
          score: random() < PASS_RATE ? 700 + Math.floor(random() * 301) : Math.floor(random() * 700),
        }));
        const { outcomes } = Outcomes.parse(await this.clients.delivery.post('/v1/results', { results }));
        const recorded = outcomes.filter(({ outcome }) => outcome === 'passed' || outcome === 'failed');
        expect('results', recorded.length, some.length);
        passed += outcomes.filter(({ outcome }) => outcome === 'passed').length;
        bar.to((done += some.length));
      }
      return passed;
    });
  }

  /**
   * Has exams last a minute at least while these candidates sit: the rule of a new house, a quarter of an exam's minutes, would hold
   * their results. Sets the rule back that was found.
   */
  async quickly<T>(play: () => Promise<T>): Promise<T> {
    const { leastExamMinutes, leastExamPercent } = await this.rules();
    const set = async (rule: object) => this.clients.api.patch('/v1/exam-rules', (await this.rules()).version, rule);
    const was = `${leastExamMinutes} min, ${leastExamPercent} %`;
    await this.progress.step(`Exam rule: 1 min at least (was ${was})`, 1, () => set(QUICK));
    try {
      return await play();
    } finally {
      await this.progress.step(`Exam rule: ${was} at least again`, 1, () =>
        set({ leastExamMinutes, leastExamPercent }),
      );
    }
  }

  private async rules() {
    const whole = { earlyStartMinutes: z.int(), leastExamMinutes: z.int(), leastExamPercent: z.int() };
    const Rules = z.object({ ...whole, version: z.int() });
    return Rules.parse(await this.clients.api.get('/v1/exam-rules'));
  }

  private async waitFor(what: string, sitting: readonly Booked[], instant: number): Promise<void> {
    const wait = instant + SECOND - Date.now();
    if (wait > 0) await this.progress.step(what, sitting.length, () => pause(wait));
  }

  /** Writes down what happened then in each of the sittings of these candidates. */
  private async recordAll(
    candidates: readonly Booked[],
    at: Date,
    bar: Bar,
    recordsOf: (sittingId: string, candidates: readonly Booked[]) => Promise<object[]>,
  ): Promise<void> {
    let done = 0;
    await eachOf([...Map.groupBy(candidates, ({ sittingId }) => sittingId)], WIDE, async ([sittingId, some]) => {
      const records = await recordsOf(sittingId, some);
      const body = { records: records.map((record) => ({ id: randomUUID(), at, ...record })) };
      const { outcomes } = Outcomes.parse(await this.clients.api.post(`/v1/sittings/${sittingId}/records`, body));
      const refused = outcomes.find(({ outcome }) => outcome === 'refused');
      if (refused) throw new Error(`an exam-day record was refused: ${refused.code}`);
      bar.to((done += some.length));
    });
  }
}
