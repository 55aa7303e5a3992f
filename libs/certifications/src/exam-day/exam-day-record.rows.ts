import { iso, type Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { ExamDayRecordView } from './exam-day-record.js';

/** Selects records `d` of days straight into their view; `s` is the sitting. */
export const selectExamDayRecords = (tx: Tx, where: Sql, rest: Sql = empty): Promise<ExamDayRecordView[]> =>
  tx.query<ExamDayRecordView>(sql`
    select d.id, d.sitting_id as "sittingId", d.registration_id as "registrationId", d.details->>'proctorId' as "proctorId",
      d.kind, ${iso('d.happened_at')} as at, d.details->>'identity' as identity,
      (d.details->>'ndaAccepted')::boolean as "ndaAccepted", (d.details->>'consent')::boolean as consent,
      d.details->>'reason' as reason, ${iso('d.recorded_at')} as "recordedAt", d.recorded_by as "recordedBy",
      ${iso('v.revoked_at')} as "revokedAt", v.revoked_by as "revokedBy", v.reason as "revokedReason"
    from exam_day_record d join sitting s on s.id = d.sitting_id left join exam_day_revocation v on v.record_id = d.id
    where ${where} ${rest}`);
