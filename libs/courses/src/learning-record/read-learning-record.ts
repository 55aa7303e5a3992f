import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, iso, within } from '@takwin/platform/postgres';
import { codeList, query, textOf } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { meaningsOf } from '@takwin/contracts/refusals';
import { z } from 'zod';
import { LearningVerb, WhyNot } from './learning-rules.js';
import { EnrolmentView } from '../enrolments/enrolment.js';
import { LITERACY_HOURS } from '../literacy/literacy.js';
import { mayReadEnrolment, selectEnrolments } from '../enrolments/read-enrolments.js';
import { IS_TAUGHT } from '../taught.js';
import { isThere } from '../told-of-prisons.js';
import { LiteracyView } from '../literacy/evaluate-literacy.js';
import { RECORD_READERS } from '../rules.js';

export const ReadLearningRecord = query(
  'ReadLearningRecord',
  RECORD_READERS,
  { personId: PersonId },
  {
    summary: 'Read the learning record of a person',
    description:
      'Answers the hours of a person with their evidence (the latest 1,000 statements), where the 30 hours of' +
      ' digital literacy stand, and those enrolments that the caller may read.',
  },
);
export type ReadLearningRecord = z.output<typeof ReadLearningRecord>;

const Evidence = z
  .object({
    statementId: z.uuid(),
    courseId: z.uuid(),
    verb: LearningVerb,
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime(),
    hours: z.number().describe('How many of its hours count'),
    literacyHours: z
      .number()
      .describe('How many of those towards the 30: of courses that are not made up for trials, taught'),
    confirmed: z.boolean().describe('Whether another than who recorded them confirmed its hours'),
    literacyWhyNot: codeList(
      'WhyHoursAreNoLiteracy',
      'Why hours do not count towards digital literacy',
      meaningsOf(['COURSE_IS_MADE_UP', 'NOBODY_TEACHES_IT']),
    )
      .nullable()
      .describe(
        'Why hours of literacy that count do not count towards the 30: the latter of days on which nobody else taught the offering',
      ),
    literacyWhyNotText: textOf('literacyWhyNot'),
    whyNot: WhyNot.nullable().describe('Why some of its hours do not count, or none'),
    whyNotText: textOf('whyNot'),
  })
  .meta({ id: 'LearningEvidence' });

export const LearningRecordView = z
  .object({
    personId: z.uuid(),
    hours: z
      .number()
      .describe(
        'Hours that count: in a place, within the convention, what overlaps once, and no more a day than the rules say',
      ),
    literacy: LiteracyView,
    enrolments: z.array(EnrolmentView),
    evidence: z.array(Evidence).describe('The latest 1,000 statements'),
  })
  .meta({ id: 'LearningRecord' });
export type LearningRecordView = z.output<typeof LearningRecordView>;

const none: LiteracyView = {
  hours: 0,
  confirmedHours: 0,
  unconfirmedHours: 0,
  required: LITERACY_HOURS,
  state: 'in-progress',
  certifiedOn: null,
  evaluationId: null,
};

@Injectable()
export class ReadLearningRecordHandler {
  constructor(private readonly db: Database) {}

  /** The hours of a person with their evidence, where the 30 hours stand, and those enrolments that the actor may read. */
  run(actor: Actor, { personId }: ReadLearningRecord): Promise<LearningRecordView> {
    const mine = within(actor, { region: sql`p.region`, academy: sql`p.academy_id`, person: sql`p.subject::uuid` });
    return this.db.readAs(actor, async (tx) => {
      const there = isThere(actor, sql`p.academy_id`, sql`p.subject::uuid`);
      const known = await tx.one(
        sql`select 1 from person_copy p where p.subject = ${personId} and ${mine} and ${there}`,
      );
      if (!known) throw new NotFound('person');
      const { hours } = (await tx.one<{ hours: number }>(
        sql`select coalesce(sum(hours), 0) as hours from statement where person_id = ${personId}`,
      ))!;
      const literacy = await tx.one<LiteracyView>(sql`
        select hours, confirmed_hours as "confirmedHours", greatest(hours - confirmed_hours, 0) as "unconfirmedHours",
          ${LITERACY_HOURS}::float8 as required, state, certified_on::text as "certifiedOn",
          coalesce(evaluation_id, (
            select id from literacy_evaluation n where n.person_id = literacy.person_id and n.state = 'held')) as "evaluationId"
        from literacy where person_id = ${personId}`);
      const own = sql`e.person_id = ${personId} and ${mayReadEnrolment(actor)}`;
      const enrolments = await selectEnrolments(tx, own, sql`order by e.queued`);
      const evidence = await tx.query<z.output<typeof Evidence>>(sql`
        select s.id as "statementId", s.course_id as "courseId", s.verb, coalesce(s.hours, 0) as hours,
          s.confirmed_by is not null as confirmed,
          case when s.literacy and not c.synthetic and ${IS_TAUGHT} then coalesce(s.hours, 0) else 0 end as "literacyHours",
          case when not s.literacy or coalesce(s.hours, 0) = 0 then null when c.synthetic then 'COURSE_IS_MADE_UP'
            when ${IS_TAUGHT} then null else 'NOBODY_TEACHES_IT' end as "literacyWhyNot",
          case when s.hours is null then 'NOT_COUNTED_YET' else s.why_not end as "whyNot",
          ${iso('lower(during)')} as "startedAt",
          ${iso('upper(during)')} as "endedAt"
        from statement s join course c on c.id = s.course_id
          left join enrolment e on e.id = s.enrolment_id left join offering o on o.id = e.offering_id
        where s.person_id = ${personId} order by s.during desc limit 1000`);
      return { personId, hours, literacy: literacy ?? none, enrolments, evidence };
    });
  }
}
