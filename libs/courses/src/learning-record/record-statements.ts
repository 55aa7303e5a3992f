import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CourseId, PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound, Refusal } from '@takwin/platform/errors';
import { covers, Database, type Tx } from '@takwin/platform/postgres';
import { command, Instant } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { minutesOf } from './duration.js';
import { PersonHasLeft } from '../enrolments/enrolment.js';
import { countHours } from '../enrolments/enrolment.writer.js';
import { countLiteracy } from '../literacy/literacy.writer.js';

const DAY_OF_MINUTES = 1440;

const Duration = z
  .string()
  .refine((text) => (minutesOf(text) ?? 0) > 0 && minutesOf(text)! <= DAY_OF_MINUTES, {
    message: 'an ISO 8601 duration of more than nothing and at most a day',
    params: { code: 'invalid_duration' },
  })
  .meta({ description: 'ISO 8601, at most a day: PT1H30M' });

/** The part of an xAPI 1.0.3 statement that says who learnt what, when it ended, and for how long. */
const Statement = z
  .strictObject({
    id: z.uuid(),
    actor: z
      .strictObject({
        account: z.strictObject({ name: PersonId, homePage: z.url().optional() }).meta({ id: 'Account' }),
      })
      .meta({ id: 'StatementActor' }),
    verb: z
      .strictObject({
        id: z
          .enum(['http://adlnet.gov/expapi/verbs/attended', 'http://adlnet.gov/expapi/verbs/completed'])
          .meta({ id: 'StatementVerbId' }),
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
  MANAGERS,
  { statements: z.array(Statement).min(1).max(500) },
  'Records what persons learnt, with the hours that it took: not after the day on which they left, else PERSON_HAS_LEFT. Hours' +
    ' of before an offering starts do not count for it, and a completion of then is refused: COMPLETED_BEFORE_OFFERING',
);
export type RecordStatements = z.output<typeof RecordStatements>;

export const StatementsReceipt = z
  .object({ recorded: z.int().describe('New ones'), known: z.int().describe('Recorded before, word for word') })
  .meta({ id: 'StatementsReceipt' });
export type StatementsReceipt = z.output<typeof StatementsReceipt>;

class StatementConflict extends Refusal {
  constructor(ids: readonly string[]) {
    super('STATEMENT_CONFLICT', { detail: 'the same id was recorded with another content', extra: { ids } });
  }
}

class CompletedBeforeOffering extends Refusal {
  constructor(early: readonly { id: string; startsOn: string }[]) {
    super('COMPLETED_BEFORE_OFFERING', {
      detail: 'the person’s place is in an offering that starts after that day',
      extra: { statements: early },
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

type Row = {
  id: string;
  person_id: string;
  course_id: string;
  verb: string;
  from: string;
  to: string;
  /** On which the learning ended, in Morocco. */
  day: string;
  digest: string;
};
type StatementContext = {
  person_id: string;
  course_id: string;
  academy_id: string;
  region: string;
  known_course: boolean;
};

/** Whether what a row `r` of statements tells counts for the place `e` in an offering `o`. */
const COUNTS = sql`
  e.person_id = r.person_id and o.course_id = r.course_id and r.day >= o.starts_on
  and (e.state in ('enrolled', 'completed') or e.reason = 'OFFERING_FINISHED' and r.day <= o.ends_on)`;

@Injectable()
export class RecordStatementsHandler {
  constructor(private readonly db: Database) {}

  /**
   * Records all statements or none. A statement is known by its id: sent again it changes nothing, with another content
   * it is refused (STATEMENT_CONFLICT). Hours that overlap count once per person. Those learnt in an offering that has ended since
   * count for it, unless the person learns the same elsewhere now; those of before an offering starts do not count for it, and
   * complete nothing (COMPLETED_BEFORE_OFFERING). Whoever has left learnt nothing after that day (PERSON_HAS_LEFT); what was learnt by
   * then is recorded whenever it arrives.
   */
  run(actor: Actor, { statements }: RecordStatements): Promise<StatementsReceipt> {
    return this.db.asActor(actor, async (tx) => {
      const rows = statements.map((statement, index) => rowOf(statement, index, tx.at));
      await this.demandScope(tx, rows);
      await this.demandHere(tx, rows);
      await this.demandBegun(tx, rows);
      const recorded = await tx.query<{
        id: string;
        person_id: string;
        literacy: boolean;
        enrolment_id: string | null;
      }>(sql`
        insert into statement(id, person_id, academy_id, region, enrolment_id, course_id, verb, during, literacy, digest, recorded_by)
        select r.id, r.person_id, p.academy_id, p.region, e.id, r.course_id, r.verb,
          tstzrange(r.from, r.to), c.topics @> array['digital-literacy'], r.digest, ${actor.subject}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, person_id uuid, course_id uuid, verb text,
          "from" timestamptz, "to" timestamptz, day date, digest text)
        join person_copy p on p.subject = r.person_id::text
        join course c on c.id = r.course_id
        left join lateral (
          select e.id from enrolment e join offering o on o.id = e.offering_id where ${COUNTS}
          order by e.state = 'withdrawn', e.queued desc limit 1
        ) e on true
        on conflict (id) do nothing
        returning id, person_id, literacy, enrolment_id`);
      await this.demandSameAsKnown(tx, rows);
      const completions = new Map(rows.filter(({ verb }) => verb === 'completed').map(({ id, day }) => [id, day]));
      const enrolments = recorded.filter((row) => row.enrolment_id !== null);
      await countHours(
        tx,
        enrolments.map((row) => ({ id: row.enrolment_id!, completedOn: completions.get(row.id) ?? null })),
      );
      await countLiteracy(
        tx,
        recorded.filter((row) => row.literacy).map((row) => row.person_id),
      );
      return { recorded: recorded.length, known: rows.length - recorded.length };
    });
  }

  // Those persons are held: else two counts at once would each leave out what the other has just recorded.
  private async demandScope(tx: Tx, rows: readonly Row[]): Promise<void> {
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
      const seen = place.region && covers(tx.actor, { region: place.region, academy: place.academy_id });
      if (!seen) throw new NotFound('person');
    }
  }

  private async demandHere(tx: Tx, rows: readonly Row[]): Promise<void> {
    const late = await tx.query<{ id: string; leftOn: string }>(sql`
      select r.id, p.left_on::text as "leftOn"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, person_id text, day date)
      join person_copy p on p.subject = r.person_id and not p.active and r.day > p.left_on
      where not exists (select from statement s where s.id = r.id)`);
    if (late.length > 0) throw new PersonHasLeft({ statements: late });
  }

  private async demandBegun(tx: Tx, rows: readonly Row[]): Promise<void> {
    const early = await tx.query<{ id: string; startsOn: string }>(sql`
      select r.id, min(o.starts_on)::text as "startsOn"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, person_id uuid, course_id uuid, verb text, day date)
      join enrolment e on e.person_id = r.person_id and e.state = 'enrolled'
      join offering o on o.id = e.offering_id and o.course_id = r.course_id
      where r.verb = 'completed' and not exists (select from statement s where s.id = r.id)
      group by r.id having bool_and(r.day < o.starts_on)`);
    if (early.length > 0) throw new CompletedBeforeOffering(early);
  }

  private async demandSameAsKnown(tx: Tx, rows: readonly Row[]): Promise<void> {
    const different = await tx.query<{ id: string }>(sql`
      select s.id from statement s
      join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, digest text) using (id)
      where s.digest <> r.digest`);
    if (different.length > 0) throw new StatementConflict(different.map(({ id }) => id));
  }
}

function rowOf({ id, actor, verb, object, result, timestamp }: Statement, index: number, now: Date): Row {
  if (timestamp > now) throw new StatementInTheFuture(index);
  const to = timestamp.toISOString();
  const from = new Date(timestamp.getTime() - minutesOf(result.duration)! * 60_000).toISOString();
  const content = { person_id: actor.account.name, course_id: object.id, verb: verb.id.split('/').at(-1)!, from, to };
  return {
    id,
    ...content,
    day: legalDayOf(timestamp),
    digest: createHash('sha256').update(JSON.stringify(content)).digest('base64url'),
  };
}
