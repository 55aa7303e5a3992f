import { course } from '@takwin/contracts/events/courses';
import { append } from '@takwin/platform/events';
import { hashOf, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { judgeLearnt } from '../offerings/offering.writer.js';
import { courseLife } from './course.life.js';
import { selectCourses } from './course.rows.js';
import type { CourseSeed } from './reference/course-seed.js';
import { searchText } from './reference/search-text.js';

type Written = { id: string; version: number; added: boolean };

/** Takes courses into the catalogue by their ids: those that are new or have another content are written and published, and what their hours say of their offerings. */
export async function catalogueCourses(tx: Tx, seeds: readonly CourseSeed[]): Promise<void> {
  const rows = seeds.map((seed) => ({ ...seed, words: searchText(seed), digest: hashOf(seed) }));
  const written = await tx.query<Written>(sql`
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
    where c.digest <> excluded.digest and c.state = any(${courseLife.from('change')})
    returning id, version, xmax = 0 as added`);
  for (const [added, some] of Map.groupBy(written, (row) => row.added))
    await announce(tx, added ? 'catalogue' : 'change', some);
  const changed = written.filter(({ added }) => !added).map(({ id }) => id);
  const offered = await tx.query<{ id: string }>(sql`
    select id from offering where course_id = any(${changed}::uuid[]) order by id for no key update`);
  await judgeLearnt(
    tx,
    offered.map(({ id }) => id),
  );
}

async function announce(tx: Tx, by: keyof typeof courseLife.transitions, written: readonly Written[]): Promise<void> {
  const versions = new Map(written.map(({ id, version }) => [id, version]));
  const views = await selectCourses(tx, sql`c.id = any(${[...versions.keys()]}::uuid[])`);
  await append(
    tx,
    course,
    courseLife.transitions[by].event,
    views.map(({ id, code, titles, topics, hours, synthetic, state }) => ({
      id,
      version: versions.get(id)!,
      state: { code, title: titles, topics, hours, synthetic, state },
    })),
  );
}
