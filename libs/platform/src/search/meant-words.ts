/** Words that say nothing of a course where others are asked with them, folded and without the article. */
export const EVERYDAY =
  'formation formations former cours course courses module modules training tuto tutoriel tutoriels apprendre suivre comment about in how' +
  ' درس دروس دوره دورات تكوين تكوينات علي حول';

/** Broken plurals that occur in the catalogue and the names of academies, folded: no stemmer brings those of one line together. */
const PLURALS = [
  ['مشروع', 'مشاريع'],
  ['حاسوب', 'حواسيب'],
  ['قاعده', 'قواعد'],
  ['جدول', 'جداول'],
  ['نص', 'نصوص'],
  ['عرض', 'عروض'],
  ['نظام', 'انظمه', 'نظم'],
  ['خادم', 'خوادم'],
  ['عمل', 'اعمال'],
  ['شيء', 'اشياء'],
  ['عطل', 'اعطال'],
  ['حل', 'حلول'],
  ['برنامج', 'برامج'],
  ['فكره', 'افكار'],
  ['مدينه', 'مدن'],
  ['مهنه', 'مهن'],
  ['معهد', 'معاهد'],
  ['مركز', 'مراكز'],
  ['سجن', 'سجون'],
];

/** What is asked for by another word, folded: all the words of one of these. */
export const ALSO: Record<string, string[]> = {
  ...Object.fromEntries(PLURALS.flatMap((kin) => kin.map((one) => [one, kin.filter((other) => other !== one)]))),
  ia: ['intelligence artificielle', 'ai'],
  ai: ['intelligence artificielle'],
  bdd: ['base donnees'],
  poo: ['oriente objet'],
  dotnet: ['net'],
  teams: ['office 365'],
  sharepoint: ['office 365'],
  onedrive: ['office 365'],
  m365: ['office 365'],
  entreprenariat: ['entrepreneuriat'],
  entrepreunariat: ['entrepreneuriat'],
  سبراني: ['سيبراني'],
  سيبراني: ['سبراني'],
  fez: ['fes'],
  كازا: ['casablanca'],
};

/** The same, where nothing has the words that are asked. */
const INSTEAD: Record<string, string[]> = {
  avance: ['advanced', 'perfectionnement'],
  avancee: ['advanced', 'perfectionnement'],
  معلومات: ['سيبراني'],
};

/** The expression that tells what else a `word` means. */
export const told = (phrases: Record<string, string[]>): string =>
  `case word ${Object.entries(phrases)
    .map(([word, others]) => `when '${word}' then array['${others.join(`','`)}']`)
    .join(' ')} else '{}'::text[] end`;

export const ALSO_MEANT = told(ALSO);
export const MEANT_INSTEAD = told(INSTEAD);
