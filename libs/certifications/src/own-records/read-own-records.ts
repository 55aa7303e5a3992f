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
          select subject as id, kind, name_fr as name, name_ar as "nameArabic", birth_date as "birthDate", matricule, groups, active, left_on as "leftOn"
          from person_copy where subject = any(${ids}::text[])`,
        },
        {
          id: 'registrations',
          fr: 'Inscriptions aux examens',
          ar: 'التسجيل في الامتحانات',
          rows: (ids) => sql`
          select r.id, r.exam_code as "examCode", s.starts_at as "startsAt", r.state, r.reason, r.requested_at as "requestedAt",
            r.consent, r.consent_document as "consentDocument", r.workstation, r.admitted_at as "admittedAt", r.started_at as "startedAt",
            r.interrupted_at as "interruptedAt", r.score, r.cancelled_at as "cancelledAt", r.cancellation, r.move_reason as "moveReason",
            r.earliest, r.latest, r.wanted_academy_id as "wantedAcademyId", r.own_wish as "ownWish", r.seated_at as "seatedAt",
            r.cancelled_on_request as "cancelledOnRequest", r.lapsed_at as "lapsedAt", r.pass_mark as "passMark", r.exam_minutes as "examMinutes"
          from registration r left join sitting s on s.id = r.sitting_id where r.person_id = any(${ids}) order by r.requested_at`,
        },
        {
          id: 'exam-days',
          fr: 'Jours d’examen',
          ar: 'أيام الامتحان',
          rows: (ids) => sql`
          select d.registration_id as "registrationId", d.kind, d.happened_at as "happenedAt", d.details->>'identity' as identity,
            (d.details->>'ndaAccepted')::boolean as "ndaAccepted", (d.details->>'consent')::boolean as consent, v.revoked_at as "revokedAt"
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
          id: 'result-revisions',
          fr: 'Révisions des résultats',
          ar: 'مراجعات النتائج',
          rows: (ids) => sql`
          select v.registration_id as "registrationId", v.revision, v.score, v.started_at as "startedAt", v.outcome, v.reason, v.source,
            v.recorded_at as "recordedAt"
          from result_revision v join registration r on r.id = v.registration_id
          where r.person_id = any(${ids}) order by v.registration_id, v.revision`,
        },
        {
          id: 'appeals',
          fr: 'Recours',
          ar: 'الطعون',
          rows: (ids) => sql`
          select a.id, a.registration_id as "registrationId", a.revision, a.ground, a.state, a.raised_at as "raisedAt",
            a.by_candidate as "byCandidate", a.decided_at as "decidedAt", a.reason
          from appeal a join registration r on r.id = a.registration_id where r.person_id = any(${ids}) order by a.raised_at`,
        },
        {
          id: 'past-attempts',
          fr: 'Passages antérieurs',
          ar: 'المحاولات السابقة',
          rows: (ids) => sql`
          select exam_code as "examCode", started_at as "startedAt", score, pass_mark as "passMark", source, recorded_at as "recordedAt"
          from past_attempt where person_id = any(${ids}) order by started_at`,
        },
        {
          id: 'revoked-past-attempts',
          fr: 'Passages antérieurs retirés',
          ar: 'محاولات سابقة سحبت',
          rows: (ids) => sql`
          select id, exam_code as "examCode", started_at as "startedAt", score, source, recorded_at as "recordedAt", reason,
            revoked_at as "revokedAt"
          from past_attempt_revocation where person_id = any(${ids}) order by started_at`,
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
          select v.id, v.registration_id as "registrationId", l.family, v.state, v.assigned_at as "assignedAt", v.ended_at as "endedAt", l.expires_on as "expiresOn"
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
          id: 'charge-entries',
          fr: 'Suites données aux frais',
          ar: 'مآل الرسوم',
          rows: (ids) => sql`
          select e.charge_id as "chargeId", e.state, e.at, e.reason
          from charge_entry e join charge c on c.id = e.charge_id where c.person_id = any(${ids}) order by e.at`,
        },
        {
          id: 'certifications',
          fr: 'Certifications',
          ar: 'الشهادات المهنية',
          rows: (ids) => sql`
          select h.id, h.certification_id as certification, c.title, h.achieved_on as "achievedOn", h.withdrawn_at as "withdrawnAt",
            h.revoked_at as "revokedAt"
          from held h join certification c on c.id = h.certification_id where h.person_id = any(${ids}) order by h.achieved_on`,
        },
        {
          id: 'credentials',
          fr: 'Certificats et badges',
          ar: 'الشهادات والشارات',
          rows: (ids) => sql`
          select c.id, a.name as achievement, c.achieved_on as "achievedOn", c.valid_until as "validUntil", c.state, c.issued_at as "issuedAt",
            c.revoked_at as "revokedAt", c.revoked_reason as "revokedReason", c.revoked_by_correction as "revokedByCorrection",
            c.accepted_at as "earnedAt", c.reissued_reason as "reissuedReason", c.supersedes,
            coalesce(c.superseded_by, (select n.id from credential n where n.supersedes = c.id)) as "supersededBy"
          from credential c join achievement a on a.id = c.achievement_id where c.person_id = any(${ids}) order by c.ordinal`,
        },
        {
          id: 'proctor',
          fr: 'Copie de ce qui peut être surveillé',
          ar: 'نسخة مما يمكن حراسته',
          rows: (ids) => sql`
          select t.subject as id, t.may_proctor as "mayProctor", t.may_proctor_until as "mayProctorUntil",
            exists (select from proctor_seen n where n.person_id::text = t.subject) as "sittingsFollow"
          from trainer_copy t where t.subject = any(${ids}::text[])`,
        },
        {
          id: 'proctored',
          fr: 'Sessions surveillées',
          ar: 'الحصص التي تمت حراستها',
          rows: (ids) => sql`
          select p.sitting_id as "sittingId", s.starts_at as "startsAt", lower(p.during) as "from", upper(p.during) as "until", s.state,
            (select min(d.happened_at) from exam_day_record d where d.sitting_id = p.sitting_id and d.kind = 'proctor-present'
              and d.details->>'proctorId' = any(${ids}::text[])) as "presentAt"
          from sitting_proctor p join sitting s on s.id = p.sitting_id where p.proctor_id = any(${ids}) order by s.starts_at`,
        },
      ],
    });
  }
}
