import { Injectable } from '@nestjs/common';
import { CourseId } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database } from '@takwin/platform/postgres';
import { OneLine, type Page, pagesFor, paging, query, Text } from '@takwin/platform/schema';
import { type Hit, hitsOf, inOrder, isHit, type Searched } from '@takwin/platform/search';
import sql, { join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { Language, type CourseView } from './course.js';
import { selectCourses } from './course.rows.js';
import { foldForSearch } from './reference/search-text.js';

export const FindCourses = query(
  'FindCourses',
  EVERYONE,
  {
    q: Text({ max: 200 }).optional().describe('Words of titles, topics and codes, in French, Arabic or English'),
    search: Text({ max: 200 })
      .optional()
      .describe('The same as q; with both, only courses that have the words of both'),
    lang: Language.optional().describe('Only courses with a title in this language'),
    topic: OneLine({ max: 60 }).optional(),
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

/**
 * The tier of how well it answers, whether its code is what was asked (0) or begins so (1), the length of that code or else of the title,
 * and the code; without words the code alone counts.
 */
const Place = z.tuple([z.number(), z.number(), z.number(), z.string()]);

const TITLE = { fr: sql`c.title_fr`, ar: sql`c.title_ar`, en: sql`c.title_en` };

/** A code as it is compared with what is asked: its parts apart. It is told of each hit, so that it has to cost little. */
const CODE = sql`translate(lower(c.code), '_.-', '   ')`;

const searched = (words: string, where: Sql): Searched => {
  const asked = foldForSearch(words);
  const beginsSo = sql`starts_with(${CODE}, ${`${asked} `})`;
  return {
    by: 'text',
    from: sql`course c`,
    id: sql`c.id`,
    keys: sql`course_keys(c.title_fr, c.title_ar, c.title_en, c.code, c.words)`,
    where,
    order: [
      sql`case when ${CODE} = ${asked} then 0 when ${beginsSo} then 1 else 2 end`,
      sql`length(case when ${beginsSo} then c.code else coalesce(c.title_fr, c.title_ar, c.title_en, c.code) end)`,
      sql`c.code`,
    ],
  };
};

@Injectable()
export class FindCoursesHandler {
  constructor(private readonly db: Database) {}

  /** The catalogue a page at a time: the best answers first, of equal ones that of the code, those whose code begins so, the shorter title, then by code. */
  run(actor: Actor, { q, search, ...asked }: FindCourses): Promise<Page<CourseView>> {
    const { lang, topic } = asked;
    // One filter of two names: said under both, all the words are looked for.
    const words = q === search ? q : [q, search].filter((one) => one !== undefined).join(' ');
    let hits: Hit[] = [];
    const placeOf = ({ id, code }: CourseView) =>
      Place.parse(hits.find((hit) => hit.id === id)?.place ?? [0, 2, 0, code]);
    const { last, limit, page } = pagesFor(FindCourses, actor, { ...asked, words }, Place, placeOf);
    const where = [sql`c.state = 'catalogued'`];
    if (lang) where.push(sql`${TITLE[lang]} is not null`);
    if (topic) where.push(sql`c.topics @> array[${topic}]`);
    return this.db.readAs(actor, async (tx) => {
      if (words === undefined) {
        const total = counting(this.db, actor, sql`course c where ${join(where, ' and ')}`);
        if (last) where.push(sql`c.code > ${last[3]}`);
        return page(await selectCourses(tx, join(where, ' and '), sql`order by c.code limit ${limit}`), total);
      }
      const list = searched(words, join(where, ' and '));
      hits = await hitsOf(tx, list, words, last, limit);
      const total = counting(this.db, actor, sql`course c where ${list.where} and ${isHit(list, words, hits)}`);
      return page(await inOrder(hits, (ids) => selectCourses(tx, sql`c.id = any(${ids}::uuid[])`)), total);
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
