import { Injectable } from '@nestjs/common';
import { CourseId } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database } from '@takwin/platform/postgres';
import { type Page, pagesFor, paging, query, Text } from '@takwin/platform/schema';
import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import { Language, type CourseView } from './course.js';
import { searchQuery } from './search-courses.js';
import { selectCourses } from './course.rows.js';

export const FindCourses = query(
  'FindCourses',
  EVERYONE,
  {
    q: Text({ max: 200 }).optional().describe('Words of titles, topics and codes, in French, Arabic or English'),
    search: Text({ max: 200 }).optional().describe('The same as q'),
    lang: Language.optional().describe('Only courses with a title in this language'),
    topic: Text({ max: 60 }).optional(),
    ...paging,
  },
  {
    summary: 'Search the catalogue of courses',
    description:
      'Lists courses a page at a time: with words, those that match in French, Arabic or English, the best' +
      ' first; without, all in the order of their codes.',
  },
);
export type FindCourses = z.output<typeof FindCourses>;

export const FindCourse = query(
  'FindCourse',
  EVERYONE,
  { id: CourseId },
  {
    summary: 'Read a course',
    description: 'Answers one course with its titles, topics, units and hours.',
  },
);
export type FindCourse = z.output<typeof FindCourse>;

type Ranked = CourseView & { rank: number };

const Place = z.tuple([z.number(), z.string()]);

const TITLE = { fr: sql`c.title_fr`, ar: sql`c.title_ar`, en: sql`c.title_en` };

@Injectable()
export class FindCoursesHandler {
  constructor(private readonly db: Database) {}

  /** The catalogue a page at a time: best matches first, equal ones by code. */
  run(actor: Actor, { q, search, ...asked }: FindCourses): Promise<Page<Ranked>> {
    const { lang, topic } = asked;
    // One filter of two names: said under both, all the words are looked for.
    const words = q === search ? q : [q, search].filter((one) => one !== undefined).join(' ');
    const cut = { ...asked, words };
    const { last, limit, page } = pagesFor(FindCourses, actor, cut, Place, (row: Ranked) => [row.rank, row.code]);
    const wanted = words === undefined ? null : searchQuery(words);
    const rank = wanted === null ? sql`0::real` : sql`ts_rank(c.words, ${wanted}::tsquery)`;
    return this.db.readAs(actor, async (tx) => {
      const where = [sql`c.state = 'catalogued'`];
      if (words !== undefined) where.push(wanted === null ? sql`false` : sql`c.words @@ ${wanted}::tsquery`);
      if (lang) where.push(sql`${TITLE[lang]} is not null`);
      if (topic) where.push(sql`c.topics @> array[${topic}]`);
      if (last) where.push(sql`(-${rank}, c.code) > (-${last[0]}::real, ${last[1]})`);
      const rows = await selectCourses<{ rank: number }>(
        tx,
        join(where, ' and '),
        sql`order by -${rank}, c.code limit ${limit}`,
        sql`, ${rank} as rank`,
      );
      return page(rows);
    });
  }

  async one(actor: Actor, { id }: FindCourse): Promise<CourseView> {
    const found = (await this.byIds(actor, [id])).get(id);
    if (!found) throw new NotFound('course');
    return found;
  }

  /** Courses by id, retired ones too, in one statement for any number. */
  byIds = (actor: Actor, ids: readonly string[]): Promise<Map<string, CourseView>> =>
    this.db.readAs(actor, async (tx) => {
      const rows = await selectCourses(tx, sql`c.id = any(${ids}::uuid[])`);
      return new Map(rows.map((row) => [row.id, row]));
    });
}
