import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { chunksOf, eachOf, Refused, until, type Client } from './client.js';
import type { Clients } from './clients.js';
import { expect } from './expect.js';
import { COPYING, forEveryone, Person } from './for-everyone.js';
import type { Academy } from './open-sittings.js';
import type { ProgressBars } from './progress-bars.js';

const LITERACY_STAFF = 5;
const HOUR = 3_600_000;
const WIDE = 8;
/** Hours learnt in one day; what is begun by now began so many days ago. */
const SESSION = 6;
const BEGAN = 14;

const Id = z.object({ id: z.uuid() });
const Page = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item) });
const Course = z.object({ id: z.uuid(), hours: z.number(), topics: z.array(z.string()), synthetic: z.boolean() });
type Course = z.output<typeof Course>;
const Trainer = z.object({ id: z.uuid(), academyId: z.uuid() });
const Receipt = z.object({ toConfirm: z.array(z.object({ offeringId: z.uuid(), hours: z.number() })) });
/** An hour for each of these, on a day so many days ago. */
type Session = { personId: string; courseId: string; back: number };

/** Courses that are taught and attended, and the 30 hours of OFPPT's own staff. */
export class Learning {
  private readonly api: Client;

  constructor(
    private readonly clients: Clients,
    private readonly progress: ProgressBars,
    private readonly seed: number,
  ) {
    this.api = clients.api;
  }

  /**
   * An offering in each academy with a trainer and all of its persons, one of whom has attended by now what the course takes. The hours
   * count once a second person has confirmed them.
   */
  async enrol(academies: readonly Academy[], persons: readonly Person[]): Promise<void> {
    const course = await this.course('q=excel');
    const teachers = await this.teachers(course);
    const byAcademy = Map.groupBy(persons, ({ academyId }) => academyId);
    const sessions: Session[] = [];
    await this.progress.step('Offerings opened, persons enrolled', persons.length, async (bar) => {
      let done = 0;
      await eachOf(
        academies.filter(({ id }) => byAcademy.has(id)),
        WIDE,
        async ({ id: academyId }) => {
          const here = byAcademy.get(academyId)!;
          const teacher = teachers.find((one) => one.academyId === academyId) ?? teachers[done % teachers.length];
          const offeringId = await this.open(course, academyId, here.length, teacher?.id);
          for (const some of chunksOf(here, 500)) {
            const outcomes = await forEveryone(this.api, '/v1/enrolments/bulk', some, { offeringId });
            expect('enrolled', outcomes.filter(({ outcome }) => outcome === 'enrolled').length, some.length);
            bar.to((done += some.length));
          }
          const needed = Math.ceil(course.hours / SESSION);
          for (let at = 0; at < needed; at++) {
            sessions.push({ personId: here[0]!.id, courseId: course.id, back: at });
          }
        },
      );
    });
    const toConfirm = await this.progress.step('Attendance recorded', sessions.length, async (bar) => {
      let done = 0;
      const waiting = new Set<string>();
      for (const some of chunksOf(sessions, 500)) {
        for (const offeringId of await this.attend(some)) waiting.add(offeringId);
        bar.to((done += some.length));
      }
      return waiting;
    });
    await this.progress.step('Hours confirmed by another', toConfirm.size, async (bar) => {
      let done = 0;
      await eachOf([...toConfirm], WIDE, async (offeringId) => {
        await this.confirm(offeringId);
        bar.to(++done);
      });
    });
  }

  /** The 30 hours: hours with evidence in an offering, that another confirms, the evaluation, a third pair of eyes, the certificate. */
  literacy({ id: academyId }: Academy): Promise<void> {
    return this.progress.step('Literacy: 30 hours, evaluated', LITERACY_STAFF, async (bar) => {
      const course = await this.course('topic=digital-literacy');
      const teachers = await this.teachers(course);
      const teacher = teachers.find((one) => one.academyId === academyId) ?? teachers[0];
      const offeringId = await this.open(course, academyId, LITERACY_STAFF, teacher?.id);
      for (let index = 0; index < LITERACY_STAFF; index++) {
        const person = Person.parse(
          await this.api.post('/v1/persons', {
            kind: 'staff',
            academyId,
            matricule: `9996${String(this.seed * 1_000_000 + index).padStart(9, '0')}`,
            name: { family: 'PERSONNEL', given: `Synthétique ${inLetters(this.seed * LITERACY_STAFF + index)}` },
          }),
        );
        // The person reaches the courses by their own copy of the register.
        const enrolled = () =>
          this.api.post('/v1/enrolments', { personId: person.id, offeringId }).catch(undefinedIfUnknown);
        await until(enrolled, Boolean, COPYING, 'the enrolment');
        await this.attend([0, 1, 2, 3, 4].map((back) => ({ personId: person.id, courseId: course.id, back })));
        await this.confirm(offeringId);
        const { evaluationId } = z
          .object({ evaluationId: z.uuid() })
          .parse(await this.api.post(`/v1/persons/${person.id}/literacy-evaluation`, { score: 700 + index }));
        const confirmed = { accept: true, reason: 'the signed sheet was seen' };
        await this.clients.third.post(`/v1/literacy-evaluations/${evaluationId}/decide`, confirmed);
        bar.to(index + 1);
      }
    });
  }

  private async course(about: string): Promise<Course> {
    const { items } = Page(Course).parse(await this.api.get(`/v1/courses?${about}&first=100`));
    const real = items.find(({ synthetic }) => !synthetic);
    if (!real) throw new Error(`no course of ${about}`);
    return real;
  }

  /** Who may teach it, and proctors nobody: those who teach are kept from proctoring. */
  private async teachers({ topics: [topic] }: Course): Promise<z.output<typeof Trainer>[]> {
    return Page(Trainer).parse(await this.api.get(`/v1/trainers?topic=${topic}&mayProctor=false&first=100`)).items;
  }

  private async open({ id: courseId }: Course, academyId: string, seats: number, trainerId?: string): Promise<string> {
    const about = { courseId, academyId, startsOn: day(-BEGAN), endsOn: day(90), seats, trainerId };
    return Id.parse(await this.api.post('/v1/offerings', about)).id;
  }

  /** Records that they attended; returns the offerings whose hours wait for a second person. */
  private async attend(sessions: readonly Session[]): Promise<string[]> {
    const statements = sessions.map(({ personId, courseId, back }) => ({
      id: randomUUID(),
      actor: { account: { name: personId } },
      verb: { id: 'http://adlnet.gov/expapi/verbs/attended' },
      object: { id: courseId },
      result: { duration: `PT${SESSION}H` },
      timestamp: new Date(Date.now() - back * 24 * HOUR - 1000).toISOString(),
    }));
    const { toConfirm } = Receipt.parse(await this.api.post('/v1/statements', { statements }));
    return toConfirm.map(({ offeringId }) => offeringId);
  }

  private async confirm(offeringId: string): Promise<void> {
    const confirmed = await this.clients.second.post(`/v1/offerings/${offeringId}/confirm-hours`);
    expect('hours left to confirm', z.object({ unconfirmedHours: z.number() }).parse(confirmed).unconfirmedHours, 0);
  }
}

function undefinedIfUnknown(error: unknown): undefined {
  if (!(error instanceof Refused && error.code === 'PERSON_UNKNOWN')) throw error;
}

const day = (ahead: number): string => new Date(Date.now() + ahead * 24 * HOUR).toISOString().slice(0, 10);
