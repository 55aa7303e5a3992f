import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { CourseView } from './course.js';

/** Selects courses straight into their view. */
export const selectCourses = <Extra = unknown>(tx: Tx, where: Sql, rest: Sql = empty, extra: Sql = empty) =>
  tx.query<CourseView & Extra>(sql`
    select c.id, c.code, c.hours, c.level, c.topics, c.source, c.synthetic, c.state, c.units,
      jsonb_build_object('fr', c.title_fr, 'ar', c.title_ar, 'en', c.title_en) as titles ${extra}
    from course c where ${where} ${rest}`);
