import { Injectable } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { aboutOwn, ONESELF, readOwnRecords } from '@takwin/platform/own-records';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';

export const ReadOwnLearning = query('ReadOwnLearning', ONESELF, {}, aboutOwn('learning'));

@Injectable()
export class ReadOwnLearningHandler {
  constructor(private readonly db: Database) {}

  /** Refuses NOT_FOUND to whose token names nobody. */
  run(actor: Actor) {
    return readOwnRecords(this.db, actor, {
      service: 'courses',
      former: (id) => sql`select subject::uuid as id from person_copy where merged_into = ${id}`,
      sections: [
        {
          id: 'known',
          fr: 'Copie de l’identité',
          ar: 'نسخة الهوية',
          rows: (ids) => sql`
          select subject as id, kind, groups, active, left_on as "leftOn" from person_copy where subject = any(${ids}::text[])`,
        },
        {
          id: 'enrolments',
          fr: 'Inscriptions aux cours',
          ar: 'التسجيل في الدورات',
          rows: (ids) => sql`
          select e.id, c.code as course, c.title_fr as title, o.starts_on as "startsOn", o.ends_on as "endsOn", e.hours, e.state, e.reason,
            e.completed_on as "completedOn", e.completed_by_machine as "completedByMachine"
          from enrolment e join offering o on o.id = e.offering_id join course c on c.id = o.course_id
          where e.person_id = any(${ids}) order by o.starts_on, e.id`,
        },
        {
          id: 'statements',
          fr: 'Heures de formation',
          ar: 'ساعات التكوين',
          rows: (ids) => sql`
          select s.id, c.code as course, s.verb, lower(s.during) as "from", upper(s.during) as "until", s.hours, s.literacy,
            s.why_not as "whyNot", s.confirmed_at as "confirmedAt", s.enrolment_id as "enrolmentId"
          from statement s left join course c on c.id = s.course_id where s.person_id = any(${ids}) order by lower(s.during)`,
        },
        {
          id: 'literacy',
          fr: 'Alphabétisation numérique',
          ar: 'محو الأمية الرقمية',
          rows: (ids) => sql`
          select hours, confirmed_hours as "confirmedHours", state, score, certified_on as "certifiedOn" from literacy where person_id = any(${ids})`,
        },
        {
          id: 'literacy-evaluations',
          fr: 'Évaluations',
          ar: 'التقييمات',
          rows: (ids) => sql`
          select id, score, state, sent_at as "sentAt", decided_at as "decidedAt", revoked_at as "revokedAt", revoked_reason as "revokedReason"
          from literacy_evaluation where person_id = any(${ids}) and state <> 'held' order by sent_at`,
        },
        {
          id: 'taught',
          fr: 'Cours dispensés',
          ar: 'الدورات التي تم تدريسها',
          rows: (ids) => sql`
          select o.id, c.code as course, c.title_fr as title, o.starts_on as "startsOn", o.ends_on as "endsOn", o.state
          from offering o join course c on c.id = o.course_id where o.trainer_id = any(${ids}) order by o.starts_on, o.id`,
        },
        {
          id: 'teaching',
          fr: 'Copie de ce qui peut être enseigné',
          ar: 'نسخة مما يمكن تدريسه',
          rows: (ids) => sql`
          select subject as id, active, topics, qualifications from trainer_copy where subject = any(${ids}::text[])`,
        },
      ],
    });
  }
}
