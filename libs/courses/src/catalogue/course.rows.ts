import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { CourseView } from './course.js';

// Of Learn's modules, neither title is the vendor's: see the reference data. Whatever else is real has its source's own.
const ORIGINS = sql`
  case when not c.synthetic then jsonb_build_object(
    'fr', case when c.title_fr is not null then case c.source when 'learn-modules.csv' then 'translated' else 'official' end end,
    'ar', case when c.title_ar is not null then 'official' end,
    'en', case when c.title_en is not null then case c.source when 'learn-modules.csv' then 'derived' else 'official' end end)
  end`;

/** Selects courses straight into their view. */
export const selectCourses = <Extra = unknown>(tx: Tx, where: Sql, rest: Sql = empty, extra: Sql = empty) =>
  tx.query<CourseView & Extra>(sql`
    select c.id, c.code, c.hours, c.level, c.topics, c.source, c.synthetic, c.state, c.units,
      jsonb_build_object('fr', c.title_fr, 'ar', c.title_ar, 'en', c.title_en) as titles,
      ${ORIGINS} as "titleOrigins" ${extra}
    from course c where ${where} ${rest}`);
