import { BOOKING, VOUCHERS } from './refusals/booking.js';
import { CREDENTIALS } from './refusals/credentials.js';
import { DOORS } from './refusals/doors.js';
import type { Entries, Entry } from './refusals/entry.js';
import { EXAMPLES, EXAMPLES_OF } from './refusals/examples.js';
import { FAULTS } from './refusals/faults.js';
import { FILES } from './refusals/files.js';
import { HINTS } from './refusals/hints.js';
import { LICENCE_REASONS } from './refusals/licence-reasons.js';
import { LICENSING } from './refusals/licensing.js';
import { REGISTERS } from './refusals/registers.js';
import { ROWS } from './refusals/rows.js';
import { EXAM_DAY, RESULTS } from './refusals/results.js';
import { SITTINGS } from './refusals/sittings.js';
import { TERMS } from './refusals/terms.js';
import { COURSES, TRAINERS } from './refusals/training.js';
import { ZIPS } from './refusals/zips.js';

type Name = Readonly<Record<'en' | 'fr' | 'ar', string>>;

/** The codes with which something is refused or explained, by where they arise. */
export const CAPABILITIES: readonly { name: Name; entries: Entries }[] = [
  { name: { en: 'Any request', fr: 'Toute demande', ar: 'أي طلب' }, entries: DOORS },
  { name: { en: 'Files', fr: 'Fichiers', ar: 'الملفات' }, entries: { ...FILES, ...ROWS, ...ZIPS } },
  {
    name: {
      en: 'Academies, rooms, persons',
      fr: 'Établissements, salles, personnes',
      ar: 'المؤسسات والقاعات والأشخاص',
    },
    entries: REGISTERS,
  },
  { name: { en: 'Trainers', fr: 'Formateurs', ar: 'المكونون' }, entries: TRAINERS },
  { name: { en: 'Courses and hours', fr: 'Cours et heures', ar: 'الدروس والساعات' }, entries: COURSES },
  { name: { en: 'Sittings', fr: 'Séances d’examen', ar: 'جلسات الامتحان' }, entries: SITTINGS },
  { name: { en: 'Exam registrations', fr: 'Inscriptions aux examens', ar: 'التسجيل في الامتحانات' }, entries: BOOKING },
  { name: { en: 'Vouchers and charges', fr: 'Bons d’examen et frais', ar: 'القسائم والرسوم' }, entries: VOUCHERS },
  { name: { en: 'Exam day', fr: 'Jour de l’examen', ar: 'يوم الامتحان' }, entries: EXAM_DAY },
  { name: { en: 'Results and appeals', fr: 'Résultats et recours', ar: 'النتائج والتظلمات' }, entries: RESULTS },
  { name: { en: 'Credentials', fr: 'Certificats', ar: 'الشهادات' }, entries: CREDENTIALS },
  { name: { en: 'Licences', fr: 'Licences', ar: 'التراخيص' }, entries: LICENSING },
  {
    name: { en: 'Why there is no licence', fr: 'Absence de licence', ar: 'أسباب غياب الترخيص' },
    entries: LICENCE_REASONS,
  },
];

/** Every code, with what is said of it. */
const REFUSALS: Readonly<Record<string, Entry>> = Object.assign({}, ...CAPABILITIES.map(({ entries }) => entries));

/** All that doors say of what they refuse, in three languages; what a service is given when it starts. */
export const CATALOGUE = { refusals: REFUSALS, faults: { ...FAULTS, ...HINTS }, terms: TERMS };

/** All codes: what is none of them where one is told as a reason was said in words. */
export const CODES: readonly string[] = Object.keys(REFUSALS);

/**
 * What codes mean that are told as reasons: their titles, with their sentences where those tell nothing of one case. In the order in
 * which they are given; refuses by an Error a code of which the catalogue has nothing.
 */
export function meaningsOf<const Code extends string>(codes: readonly Code[]): Readonly<Record<Code, string>> {
  const said = codes.map((code) => {
    const [title, sentence] = REFUSALS[code]?.en ?? [];
    if (!title || !sentence) throw new Error(`${code} is not in the catalogue of refusals`);
    return [code, sentence.includes('{') ? title : `${title}. ${sentence}`];
  });
  return Object.fromEntries(said) as Record<Code, string>;
}

/** What a code tells beside itself, as an example: a value for each placeholder of its sentence. */
export function exampleOf(code: string): Record<string, unknown> {
  const [, sentence] = REFUSALS[code]?.en ?? ['', ''];
  const all = { ...EXAMPLES, ...EXAMPLES_OF[code] };
  return Object.fromEntries([...sentence.matchAll(/\{(\w+)(?:\|\w+)?\}/g)].map(([, name]) => [name!, all[name!]]));
}
