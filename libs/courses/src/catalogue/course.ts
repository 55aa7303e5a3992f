import { codeList, NameOrigin } from '@takwin/platform/schema';
import { z } from 'zod';

export const Language = codeList('Language', 'A language of courses', { fr: 'French', ar: 'Arabic', en: 'English' });
export type Language = z.output<typeof Language>;

const Titles = z
  .object({ fr: z.string().nullable(), ar: z.string().nullable(), en: z.string().nullable() })
  .meta({ id: 'CourseTitles' });
type Titles = z.output<typeof Titles>;

const TitleOrigins = z
  .object({ fr: NameOrigin.nullable(), ar: NameOrigin.nullable(), en: NameOrigin.nullable() })
  .meta({ id: 'CourseTitleOrigins', description: 'Of the title in each language; null where there is none' });

const UnitView = z.object({ title: z.string(), minutes: z.int() }).meta({ id: 'CourseUnit' });

export const CourseState = codeList('CourseState', 'Whether a course is still offered', {
  catalogued: 'Offerings of it may be opened',
  retired: 'No longer offered: what was learnt counts on',
});
export type CourseState = z.output<typeof CourseState>;

export const CourseView = z
  .object({
    id: z.uuid(),
    code: z.string(),
    titles: Titles,
    titleOrigins: TitleOrigins.nullable().describe('Whose words its titles are; null of a course that is made up'),
    hours: z.number(),
    level: z.string().nullable(),
    topics: z.array(z.string()),
    source: z.string().describe('Where the course is taken from'),
    synthetic: z.boolean().describe('Made up to fill the catalogue: no such course exists'),
    state: CourseState,
    units: z.array(UnitView),
  })
  .meta({ id: 'Course' });
export type CourseView = z.output<typeof CourseView>;

const FALLBACK: Record<Language, readonly Language[]> = {
  fr: ['fr', 'en', 'ar'],
  ar: ['ar', 'fr', 'en'],
  en: ['en', 'fr', 'ar'],
};

/** The title in the language asked for, else in the next one that there is; the code where there is none. */
export function titleIn(language: Language, { titles, code }: Pick<CourseView, 'titles' | 'code'>): string {
  return FALLBACK[language].map((one) => titles[one]).find(Boolean) ?? code;
}
