import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { ExamView } from './exam.js';

export const selectExams = (tx: Tx, where: Sql, rest: Sql = empty): Promise<ExamView[]> =>
  tx.query<ExamView>(sql`
    select e.code, e.title, e.family, e.minutes, e.administration_minutes as "administrationMinutes",
      e.pass_mark as "passMark", e.confirmed_pass_mark as "confirmedPassMark", e.retake_policy as "retakeFamily",
      case when e.retake_policy in ('mos', 'role-based') then e.retake_policy else 'other' end as "retakePolicy", e.twins, e.languages,
      e.released_on::text as "releasedOn", e.retired_on::text as "retiredOn", e.gone_by::text as "goneBy", e.source,
      e.as_of::text as "asOf", e.corrected_by is not null as corrected, e.version
    from exam e where ${where} ${rest}`);
