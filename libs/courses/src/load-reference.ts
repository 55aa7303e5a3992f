import { systemActor } from '@takwin/platform/auth';
import { type Database, hashOf, type Tx } from '@takwin/platform/postgres';
import { course } from '@takwin/contracts/events/courses';
import { append } from '@takwin/platform/events';
import sql from 'sql-template-tag';
import { courses } from './catalogue/reference/courses.js';
import { searchText } from './catalogue/reference/search-text.js';
import { selectCourses } from './catalogue/course.rows.js';

/** Loads the catalogue that ships with the product: what is new or has another content is written and published. */
export async function loadCoursesReference(db: Database): Promise<void> {
  const rows = courses().map((seed) => ({ ...seed, words: searchText(seed), digest: hashOf(seed) }));
  await db.asActor(systemActor('reference'), async (tx) => {
    const written = await tx.query<{ id: string; version: number; added: boolean }>(sql`
      insert into course as c(id, code, title_fr, title_ar, title_en, hours, level, topics, source, synthetic, units, words, digest)
      select id, code, title->>'fr', title->>'ar', title->>'en', hours, level,
        array(select jsonb_array_elements_text(topics)), source, synthetic,
        (select coalesce(jsonb_agg(jsonb_build_object('title', unit->>'title', 'minutes', round((unit->>'minutes')::numeric))), '[]')
          from jsonb_array_elements(syllabus) unit),
        to_tsvector('simple', words), digest
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id uuid, code text, title jsonb, hours float8, level text,
        topics jsonb, source text, synthetic boolean, syllabus jsonb, words text, digest text)
      on conflict (id) do update set title_fr = excluded.title_fr, title_ar = excluded.title_ar,
        title_en = excluded.title_en, hours = excluded.hours, level = excluded.level, topics = excluded.topics,
        source = excluded.source, units = excluded.units, words = excluded.words, digest = excluded.digest,
        version = c.version + 1
      where c.digest <> excluded.digest
      returning id, version, xmax = 0 as added`);
    for (const [added, some] of Map.groupBy(written, (row) => row.added))
      await announce(tx, added ? 'CourseCatalogued' : 'CourseChanged', some);
  });
}

async function announce(
  tx: Tx,
  type: (typeof course.types)[number],
  written: readonly { id: string; version: number }[],
): Promise<void> {
  const versions = new Map(written.map(({ id, version }) => [id, version]));
  const views = await selectCourses(tx, sql`c.id = any(${[...versions.keys()]}::uuid[])`);
  await append(
    tx,
    course,
    type,
    views.map(({ id, code, titles, topics, hours, synthetic, state }) => ({
      id,
      version: versions.get(id)!,
      state: { code, title: titles, topics, hours, synthetic, state },
    })),
  );
}
