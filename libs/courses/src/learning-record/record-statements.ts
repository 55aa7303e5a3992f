import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CONVENTION } from '@takwin/contracts/convention';
import { CourseId, OfferingId, PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { Forbidden, NotFound, Refusal } from '@takwin/platform/errors';
import { covers, Database, personsOf, type Tx } from '@takwin/platform/postgres';
import { codeList, command, Instant } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { DURATION, minutesOf } from './duration.js';
import { PersonHasLeft } from '../enrolments/enrolment.js';
import { IS_TAUGHT } from '../taught.js';
import { LearningRules, LearningVerb } from './learning-rules.js';
import { countLearning, type NewStatement, recordStatements } from './statement.writer.js';

const DAY_OF_MINUTES = 1440;

const Duration = z
  .string()
  .max(40)
  .refine((text) => (minutesOf(text) ?? 0) > 0 && minutesOf(text)! <= DAY_OF_MINUTES, {
    message: 'an ISO 8601 duration of more than nothing and at most a day',
    params: { code: 'invalid_duration' },
  })
  .meta({ description: 'ISO 8601, at most a day: PT1H30M', examples: ['PT1H30M'], pattern: DURATION.source });

/** The part of an xAPI 1.0.3 statement that says who learnt what, when it ended, and for how long. */
const Statement = z
  .strictObject({
    id: z.uuid(),
    actor: z
      .strictObject({
        account: z.strictObject({ name: PersonId, homePage: z.url().max(2_000).optional() }).meta({ id: 'Account' }),
      })
      .meta({ id: 'StatementActor' }),
    verb: z
      .strictObject({
        id: codeList('StatementVerbId', 'What was done, by ADL’s IRI of the verb', {
          'http://adlnet.gov/expapi/verbs/attended': 'Took part: the hours count',
          'http://adlnet.gov/expapi/verbs/completed':
            'Completed the course: the hours count, and the enrolment is completed',
        }),
      })
      .meta({ id: 'StatementVerb' }),
    object: z.strictObject({ id: CourseId }).meta({ id: 'StatementObject' }),
    result: z.strictObject({ duration: Duration }).meta({ id: 'StatementResult' }),
    timestamp: Instant.describe('When the learning ended'),
  })
  .meta({ id: 'Statement' });
type Statement = z.output<typeof Statement>;

export const RecordStatements = command(
  'RecordStatements',
  { ...MANAGERS, trainer: 'academy' },
  { statements: z.array(Statement).min(1).max(500) },
  {
    summary: 'Record what persons learnt',
    description:
      'Records up to 500 statements of what persons learnt, with the hours that it took; trainers do so in' +
      ' their own offerings. Hours from before an offering starts do not count for it. A completion is refused' +
      ' from before the start (COMPLETED_BEFORE_OFFERING), without the hours of the course' +
      ' (COURSE_HOURS_MISSING), or from a manager (COMPLETION_NEEDS_ANOTHER); whatever came after the day on' +
      ' which a person left as PERSON_HAS_LEFT.',
  },
);
export type RecordStatements = z.output<typeof RecordStatements>;

const HoursToConfirm = z
  .object({
    offeringId: OfferingId,
    hours: z.number(),
    untaughtHours: z
      .number()
      .describe(
        'Those of them that count for no course and no literacy even then: nobody taught the offering that day',
      ),
    by: z
      .array(
        codeList('Confirmer', 'Who may confirm hours, by role', {
          trainer: 'The trainer who teaches the offering',
          'academy-manager': 'Who manages its academy',
          'regional-director': 'Who directs its region',
          'programme-admin': 'Who runs the programme',
        }),
      )
      .describe(
        'The trainer who teaches it, or another one who manages its academy: POST /v1/offerings/{id}/confirm-hours',
      ),
  })
  .meta({ id: 'HoursToConfirm' });
type HoursToConfirm = z.output<typeof HoursToConfirm>;

export const StatementsReceipt = z
  .object({
    recorded: z.int().describe('New ones'),
    known: z.int().describe('Recorded before, word for word'),
    toConfirm: z
      .array(HoursToConfirm)
      .describe('Hours of those that count for the offering once somebody else than the caller confirms them'),
  })
  .meta({ id: 'StatementsReceipt' });
export type StatementsReceipt = z.output<typeof StatementsReceipt>;

/** Who confirms what another one recorded, beside the trainer who teaches. */
const MANAGERS_OF: HoursToConfirm['by'] = ['academy-manager', 'regional-director', 'programme-admin'];

class StatementConflict extends Refusal {
  constructor(ids: readonly string[]) {
    super('STATEMENT_CONFLICT', { extra: { ids } });
  }
}

class CompletedBeforeOffering extends Refusal {
  constructor(early: readonly { id: string; startsOn: string }[]) {
    super('COMPLETED_BEFORE_OFFERING', {
      extra: { statements: early },
    });
  }
}

class CourseHoursMissing extends Refusal {
  constructor(places: readonly { enrolmentId: string; hours: number; required: number }[]) {
    super('COURSE_HOURS_MISSING', {
      extra: { places },
    });
  }
}

class CompletionNeedsAnother extends Refusal {
  constructor() {
    super('COMPLETION_NEEDS_ANOTHER', {
      status: 403,
    });
  }
}

class StatementOutsideConvention extends Refusal {
  constructor(index: number) {
    super('INVALID_INPUT', {
      status: 422,
      faults: [
        { path: `statements.${index}.timestamp`, code: 'outside_convention', message: 'not a day of the convention' },
      ],
    });
  }
}

class StatementInTheFuture extends Refusal {
  constructor(index: number) {
    super('INVALID_INPUT', {
      status: 422,
      faults: [{ path: `statements.${index}.timestamp`, code: 'in_the_future', message: 'ends after now' }],
    });
  }
}

type StatementContext = {
  person_id: string;
  course_id: string;
  academy_id: string;
  region: string;
  known_course: boolean;
};

@Injectable()
export class RecordStatementsHandler {
  constructor(
    private readonly db: Database,
    private readonly rules: LearningRules,
  ) {}

  /**
   * Records all statements or none. A statement is known by its id: sent again it changes nothing, with another content
   * it is refused (STATEMENT_CONFLICT). What counts of the hours, `countedOf` says. Those learnt in an offering that has ended since
   * count for it, unless the person learns the same elsewhere now; those of before an offering starts do not count for it, and
   * complete nothing (COMPLETED_BEFORE_OFFERING). Refuses days outside the convention, a completion that a manager tells or that the hours
   * do not bear out, what a trainer tells of others' offerings, what anybody tells of the own learning, and what was learnt after the
   * day on which the person left (PERSON_HAS_LEFT); what was learnt by then is recorded whenever it arrives.
   */
  run(actor: Actor, { statements }: RecordStatements): Promise<StatementsReceipt> {
    demandSender(actor, statements);
    return this.db.asActor(actor, async (tx) => {
      const rows = statements.map((statement, index) => rowOf(statement, index, tx.at));
      await this.demandScope(tx, rows);
      await demandOthers(tx, rows);
      await this.demandHere(tx, rows);
      await this.demandBegun(tx, rows);
      const recorded = await recordStatements(tx, rows);
      await this.demandSameAsKnown(tx, rows);
      await this.demandTaught(tx, rows);
      const completed = placesCompleted(rows, recorded);
      await countLearning(tx, [...new Set(rows.map((row) => row.person_id))], this.rules, completed);
      await this.demandHours(tx, [...completed.keys()]);
      const known = rows.length - recorded.length;
      return { recorded: recorded.length, known, toConfirm: await this.toConfirm(tx, recorded) };
    });
  }

  // Those persons are held: else two counts at once would each leave out what the other has just recorded.
  private async demandScope(tx: Tx, rows: readonly NewStatement[]): Promise<void> {
    const persons = rows.map((row) => row.person_id);
    const places = await tx.query<StatementContext>(sql`
      with held as materialized (
        select subject, academy_id, region from person_copy where subject = any(${persons})
        order by subject for no key update
      )
      select r.person_id, r.course_id, p.academy_id, p.region, c.id is not null as known_course
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(person_id text, course_id uuid)
      left join held p on p.subject = r.person_id
      left join course c on c.id = r.course_id`);
    for (const place of places) {
      if (!place.known_course) throw new NotFound('course');
      const { region, academy_id: academy, person_id: person } = place;
      const seen = region && covers(tx.actor, { region, academy, person });
      if (!seen) throw new NotFound('person');
    }
  }

  private async demandHere(tx: Tx, rows: readonly NewStatement[]): Promise<void> {
    const late = await tx.query<{ id: string; leftOn: string }>(sql`
      select r.id, p.left_on::text as "leftOn"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, person_id text, day date)
      join person_copy p on p.subject = r.person_id and not p.active and r.day > p.left_on
      where not exists (select from statement s where s.id = r.id)`);
    if (late.length > 0) throw new PersonHasLeft({ statements: late });
  }

  private async demandBegun(tx: Tx, rows: readonly NewStatement[]): Promise<void> {
    const early = await tx.query<{ id: string; startsOn: string }>(sql`
      select r.id, min(o.starts_on)::text as "startsOn"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, person_id uuid, course_id uuid, verb text, day date)
      join enrolment e on e.person_id = r.person_id and e.state = 'enrolled'
      join offering o on o.id = e.offering_id and o.course_id = r.course_id
      where r.verb = 'completed' and not exists (select from statement s where s.id = r.id)
      group by r.id having bool_and(r.day < o.starts_on)`);
    if (early.length > 0) throw new CompletedBeforeOffering(early);
  }

  private async demandTaught(tx: Tx, rows: readonly { id: string }[]): Promise<void> {
    if (tx.actor.role !== 'trainer') return;
    const others = await tx.query(sql`
      select from statement s left join enrolment e on e.id = s.enrolment_id left join offering o on o.id = e.offering_id
      where s.id = any(${rows.map(({ id }) => id)}::uuid[])
        and (o.trainer_id is null or o.trainer_id is distinct from ${tx.actor.personId ?? null}::uuid)`);
    if (others.length > 0) throw new Forbidden('a trainer records what is learnt in the own offerings');
  }

  private async demandHours(tx: Tx, enrolmentIds: readonly string[]): Promise<void> {
    const places = await tx.query<{ enrolmentId: string; hours: number; required: number }>(sql`
      select e.id as "enrolmentId", e.hours, c.hours * ${this.rules.completionShare}::float8 as required
      from enrolment e join offering o on o.id = e.offering_id join course c on c.id = o.course_id
      where e.id = any(${enrolmentIds}::uuid[])`);
    const missing = places.filter(({ hours, required }) => hours + 1e-6 < required);
    if (missing.length > 0) throw new CourseHoursMissing(missing);
  }

  private async toConfirm(tx: Tx, recorded: readonly { id: string }[]): Promise<HoursToConfirm[]> {
    const waiting = await tx.query<Omit<HoursToConfirm, 'by'> & { trainer: boolean }>(sql`
      select o.id as "offeringId", sum(s.hours) as hours,
        coalesce(sum(s.hours) filter (where not ${IS_TAUGHT}), 0) as "untaughtHours",
        o.trainer_id is not null and o.trainer_id is distinct from ${tx.actor.personId ?? null}::uuid as trainer
      from statement s join enrolment e on e.id = s.enrolment_id join offering o on o.id = e.offering_id
      where s.id = any(${recorded.map(({ id }) => id)}::uuid[]) and s.confirmed_by is null and s.hours > 0
      group by o.id order by o.id`);
    return waiting.map(({ trainer, ...hours }) => ({
      ...hours,
      by: trainer ? ['trainer', ...MANAGERS_OF] : MANAGERS_OF,
    }));
  }

  private async demandSameAsKnown(tx: Tx, rows: readonly NewStatement[]): Promise<void> {
    const different = await tx.query<{ id: string }>(sql`
      select s.id from statement s
      join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, digest text) using (id)
      where s.digest <> r.digest`);
    if (different.length > 0) throw new StatementConflict(different.map(({ id }) => id));
  }
}

/** Refuses completions of a manager, whose persons' they are. */
function demandSender({ role }: Actor, statements: readonly Statement[]): void {
  if (role === 'academy-manager' && statements.some(({ verb }) => verb.id.endsWith('completed')))
    throw new CompletionNeedsAnother();
}

/** Refuses what anybody tells of the own learning. */
async function demandOthers(tx: Tx, rows: readonly NewStatement[]): Promise<void> {
  const own = await personsOf(tx);
  if (rows.some((row) => own.has(row.person_id))) throw new Forbidden('nobody records the own learning');
}

/** The places that statements complete which are new, each with the first day (ISO date) of those. */
function placesCompleted(
  rows: readonly NewStatement[],
  recorded: readonly { id: string; enrolment_id: string | null }[],
): Map<string, string> {
  const days = new Map(rows.filter(({ verb }) => verb === 'completed').map(({ id, day }) => [id, day]));
  const places = new Map<string, string>();
  for (const { id, enrolment_id: place } of recorded) {
    const day = days.get(id);
    if (place && day && day < (places.get(place) ?? '9')) places.set(place, day);
  }
  return places;
}

function rowOf({ id, actor, verb, object, result, timestamp }: Statement, index: number, now: Date): NewStatement {
  if (timestamp > now) throw new StatementInTheFuture(index);
  const day = legalDayOf(timestamp);
  if (day < CONVENTION.startsOn || day > CONVENTION.endsOn) throw new StatementOutsideConvention(index);
  const to = timestamp.toISOString();
  const from = new Date(timestamp.getTime() - minutesOf(result.duration)! * 60_000).toISOString();
  const content = {
    person_id: actor.account.name,
    course_id: object.id,
    verb: LearningVerb.parse(verb.id.split('/').at(-1)),
    from,
    to,
  };
  return {
    id,
    ...content,
    day,
    digest: createHash('sha256').update(JSON.stringify(content)).digest('base64url'),
  };
}
