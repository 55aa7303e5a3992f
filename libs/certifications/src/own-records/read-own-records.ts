import { Injectable } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { aboutOwn, ONESELF, readOwnRecords } from '@takwin/platform/own-records';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';

export const ReadOwnExams = query('ReadOwnExams', ONESELF, {}, aboutOwn('exams and credentials'));

@Injectable()
export class ReadOwnExamsHandler {
  constructor(private readonly db: Database) {}

  /** Refuses NOT_FOUND to whose token names nobody. */
  run(actor: Actor) {
    return readOwnRecords(this.db, actor, {
      service: 'certifications',
      former: (id) => sql`select subject::uuid as id from person_copy where merged_into = ${id}`,
      sections: [
        {
          id: 'known',
          fr: 'Copie de l’identité',
          ar: 'نسخة الهوية',
          rows: (ids) => sql`
          select subject as id, kind, name_fr as name, name_ar as "nameArabic", birth_date as "birthDate", matricule, active, left_on as "leftOn"
          from person_copy where subject = any(${ids}::text[])`,
        },
        {
          id: 'registrations',
          fr: 'Inscriptions aux examens',
          ar: 'التسجيل في الامتحانات',
          rows: (ids) => sql`
          select r.id, r.exam_code as "examCode", s.starts_at as "startsAt", r.state, r.reason, r.requested_at as "requestedAt",
            r.consent, r.consent_document as "consentDocument", r.workstation, r.admitted_at as "admittedAt", r.started_at as "startedAt",
            r.interrupted_at as "interruptedAt", r.score, r.cancelled_at as "cancelledAt", r.cancellation, r.move_reason as "moveReason"
          from registration r left join sitting s on s.id = r.sitting_id where r.person_id = any(${ids}) order by r.requested_at`,
        },
        {
          id: 'exam-days',
          fr: 'Jours d’examen',
          ar: 'أيام الامتحان',
          rows: (ids) => sql`
          select d.registration_id as "registrationId", d.kind, d.happened_at as "happenedAt", v.revoked_at as "revokedAt"
          from exam_day_record d join registration r on r.id = d.registration_id left join exam_day_revocation v on v.record_id = d.id
          where r.person_id = any(${ids}) order by d.happened_at`,
        },
        {
          id: 'results',
          fr: 'Résultats',
          ar: 'النتائج',
          rows: (ids) => sql`
          select n.id, n.registration_id as "registrationId", r.exam_code as "examCode", n.score, n.started_at as "startedAt", n.sent_at as "sentAt"
          from result n join registration r on r.id = n.registration_id
          where r.person_id = any(${ids}) and n.state = 'accepted' order by n.sent_at`,
        },
        {
          id: 'appeals',
          fr: 'Recours',
          ar: 'الطعون',
          rows: (ids) => sql`
          select a.id, a.registration_id as "registrationId", a.ground, a.state, a.raised_at as "raisedAt", a.decided_at as "decidedAt", a.reason
          from appeal a join registration r on r.id = a.registration_id where r.person_id = any(${ids}) order by a.raised_at`,
        },
        {
          id: 'past-attempts',
          fr: 'Passages antérieurs',
          ar: 'المحاولات السابقة',
          rows: (ids) => sql`
          select exam_code as "examCode", started_at as "startedAt", score, source, recorded_at as "recordedAt"
          from past_attempt where person_id = any(${ids}) order by started_at`,
        },
        {
          id: 'accommodations',
          fr: 'Aménagements',
          ar: 'التسهيلات',
          rows: (ids) => sql`
          select id, exam_code as "examCode", extra_minutes as "extraMinutes", extra_percent as "extraPercent", reader,
            accessible_workstation as "accessibleWorkstation", document, state, granted_at as "grantedAt", revoked_at as "revokedAt"
          from accommodation where person_id = any(${ids}) order by granted_at`,
        },
        {
          id: 'vouchers',
          fr: 'Bons d’examen',
          ar: 'قسائم الامتحان',
          rows: (ids) => sql`
          select v.id, l.family, v.state, v.assigned_at as "assignedAt", v.ended_at as "endedAt", l.expires_on as "expiresOn"
          from voucher v join voucher_lot l on l.id = v.lot_id where v.person_id = any(${ids}) order by v.assigned_at`,
        },
        {
          id: 'charges',
          fr: 'Frais',
          ar: 'الرسوم',
          rows: (ids) => sql`
          select c.id, c.registration_id as "registrationId", c.dirhams, c.state, c.payer from charge c where c.person_id = any(${ids})`,
        },
        {
          id: 'certifications',
          fr: 'Certifications',
          ar: 'الشهادات المهنية',
          rows: (ids) => sql`
          select h.certification_id as certification, c.title, h.achieved_on as "achievedOn", h.withdrawn_at as "withdrawnAt",
            h.revoked_at as "revokedAt"
          from held h join certification c on c.id = h.certification_id where h.person_id = any(${ids}) order by h.achieved_on`,
        },
        {
          id: 'credentials',
          fr: 'Certificats et badges',
          ar: 'الشهادات والشارات',
          rows: (ids) => sql`
          select c.id, a.name as achievement, c.achieved_on as "achievedOn", c.valid_until as "validUntil", c.state, c.issued_at as "issuedAt",
            c.revoked_at as "revokedAt", c.revoked_reason as "revokedReason", c.supersedes,
            coalesce(c.superseded_by, (select n.id from credential n where n.supersedes = c.id)) as "supersededBy"
          from credential c join achievement a on a.id = c.achievement_id where c.person_id = any(${ids}) order by c.ordinal`,
        },
      ],
    });
  }
}
