import { actorOf, type TestDatabase } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { EnrolPersonsHandler } from '../enrolments/enrol-persons.js';
import { WithdrawEnrolmentHandler } from '../enrolments/withdraw-enrolment.js';
import { LearningRules } from '../learning-record/learning-rules.js';
import { RecordStatementsHandler } from '../learning-record/record-statements.js';
import { EvaluateLiteracyHandler } from '../literacy/evaluate-literacy.js';
import { CancelOfferingHandler } from '../offerings/cancel-offering.js';
import { ChangeOfferingHandler } from '../offerings/change-offering.js';
import { FinishOfferingsHandler } from '../offerings/finish-offerings.js';
import { OpenOfferingHandler } from '../offerings/open-offering.js';
import { given } from './given.js';

const DAY = 86_400_000;
const admin = actorOf('programme-admin');

/** A few persons, trainers and offerings of one course, by their places in lists, and what the handlers can do to them. */
export class CoursesWorld {
  readonly #offerings: string[] = [];
  readonly #versions: number[];
  #said: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly database: TestDatabase,
    private readonly has: ReturnType<typeof given>,
    private readonly courseId: string,
    private readonly persons: readonly string[],
    private readonly trainers: readonly (string | null)[],
  ) {
    this.#versions = persons.map(() => 1);
  }

  static async of(database: TestDatabase, persons: number): Promise<CoursesWorld> {
    const has = given(database);
    await has.academy();
    const course = await has.course('SHORT', 6);
    const trainers = [await has.trainer('one', course), await has.trainer('other', course), null];
    return new CoursesWorld(database, has, course, await has.persons('living', persons), trainers);
  }

  enrol = (person: number, at: number, waitlist: boolean) =>
    new EnrolPersonsHandler(this.db).one(admin, {
      personId: this.persons[person],
      offeringId: this.#offerings[at],
      waitlist,
    } as never);

  enrolAll = (persons: readonly number[], at: number) =>
    new EnrolPersonsHandler(this.db).many(admin, {
      persons: this.idsOf(persons),
      offeringId: this.#offerings[at],
    } as never);

  async withdraw(person: number, at: number): Promise<unknown> {
    const place = await this.db.readAs(admin, (tx) =>
      tx.one<{ id: string }>(sql`
        select id from enrolment where person_id = ${this.persons[person]} and offering_id = ${this.#offerings[at]}
        order by queued desc`),
    );
    return place && new WithdrawEnrolmentHandler(this.db).run(admin, { id: place.id } as never);
  }

  /** Persons learn for some hours, which ended some hours ago. */
  learn(persons: readonly number[], verb: 'attended' | 'completed', hours: number, ago: number): Promise<unknown> {
    const statements = this.idsOf(persons).map((name) => ({
      id: crypto.randomUUID(),
      actor: { account: { name } },
      verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
      object: { id: this.courseId },
      result: { duration: `PT${hours}H` },
      timestamp: new Date(this.now.getTime() - ago * 3_600_000),
    }));
    return new RecordStatementsHandler(this.db, new LearningRules()).run(admin, { statements } as never);
  }

  evaluate = (person: number, score: number) =>
    new EvaluateLiteracyHandler(this.db, new LearningRules()).run(admin, {
      personId: this.persons[person],
      score,
    } as never);

  /** Opens an offering where the one of that place is over. */
  async open(at: number, seats: number, days: number): Promise<void> {
    const known = await this.db.readAs(admin, (tx) =>
      tx.one<{ state: string }>(sql`select state from offering where id = ${this.#offerings[at] ?? null}`),
    );
    if (known?.state === 'open') return;
    const { courseId, has } = this;
    const about = { courseId, academyId: has.academyId, startsOn: this.day(-3), endsOn: this.day(days), seats };
    this.#offerings[at] = (await new OpenOfferingHandler(this.db).run(admin, about as never)).id;
  }

  change(at: number, { seats, endsIn, taught, expectedVersion }: Changes): Promise<unknown> {
    const endsOn = endsIn === undefined ? undefined : this.day(endsIn);
    const trainerId = taught === undefined ? undefined : this.trainers[taught];
    return new ChangeOfferingHandler(this.db).run(admin, {
      id: this.#offerings[at],
      expectedVersion,
      seats,
      endsOn,
      trainerId,
    } as never);
  }

  cancel = (at: number) => new CancelOfferingHandler(this.db).run(admin, { id: this.#offerings[at] } as never);

  /** Lets days pass, and the offerings end that end in them. */
  async pass(days: number): Promise<void> {
    this.database.clock.advance(days * DAY);
    const finishing = new FinishOfferingsHandler(this.db);
    await finishing.run(await finishing.waiting(100));
  }

  /** Has the register of persons say that these are active, or have left: one batch of its log after the other. */
  say(persons: readonly number[], active: boolean): Promise<unknown> {
    const left = active ? {} : { leftOn: this.day(0) };
    const batch = persons.map((one) => ({ id: this.persons[one]!, version: ++this.#versions[one]!, active, ...left }));
    this.#said = this.#said.then(() => this.has.personsSay(batch));
    return this.#said;
  }

  private get db() {
    return this.database.db;
  }

  private get now(): Date {
    return this.database.clock.now();
  }

  private idsOf(persons: readonly number[]): string[] {
    return persons.map((one) => this.persons[one]!);
  }

  private day(after: number): string {
    return new Date(this.now.getTime() + after * DAY).toISOString().slice(0, 10);
  }
}

export type Changes = { seats?: number; endsIn?: number; taught?: number; expectedVersion?: number };
