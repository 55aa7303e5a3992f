import { shippedCsv } from '@takwin/platform/files';
import { stableId } from '@takwin/platform/schema';
import type { CourseSeed } from './course-seed.js';
import { topicsOf } from './topics-of.js';

const PROGRAMME = 'modules-web-full-stack.csv';
const TIMETABLE = 'modules-cmc.csv';
// Cours du soir: the code says so already.
const EVENING = /^\(CDS\)/;
const tidy = (text: string): string => text.replace(/\s+/gu, ' ').trim();

type Listed = { filiere: string; code: string; title: string; hours: number; source: string };

/**
 * OFPPT's modules. Two lists disagree on hours: the programme's own (whole years) wins over one Cité des métiers' list
 * (by semester, so some hold half a module); both figures are kept. What only one has, that one says.
 */
export function ofpptModules(): CourseSeed[] {
  const same = Map.groupBy([...programme(), ...timetable()], ({ filiere, code }) => `${filiere}.${code}`);
  return [...same].map(([code, listed]) => {
    const { filiere, title, hours, source } = listed[0]!;
    return {
      id: stableId('course', code),
      code,
      kind: 'ofppt-module',
      title: { fr: title, ar: null, en: null },
      publishedTitle: null,
      hours,
      hoursBasis: 'published',
      hoursBySource: listed.map((one) => ({ source: one.source, hours: one.hours })),
      languages: title === 'Arabe' ? ['ar'] : ['fr'],
      topics: topicsOf(title, 'programming'),
      level: levelOf(filiere),
      syllabus: [],
      filiere,
      source,
      licence: 'facts',
      synthetic: false,
    };
  });
}

const programme = (): Listed[] =>
  shippedCsv(new URL(`../../../data/${PROGRAMME}`, import.meta.url), [
    'annee',
    'code',
    'intitule',
    'masse_horaire',
  ]).map((row) => ({
    filiere: row.annee === '1' ? 'DIA_DEV_TS' : 'DIA_DEVOWFS_TS',
    code: row.code,
    title: tidy(row.intitule),
    hours: Number(row.masse_horaire),
    source: PROGRAMME,
  }));

const timetable = (): Listed[] =>
  shippedCsv(new URL(`../../../data/${TIMETABLE}`, import.meta.url), [
    'code',
    'intitule',
    'filiere',
    'volume_horaire',
  ]).map((row) => ({
    filiere: row.filiere,
    code: row.code,
    title: tidy(row.intitule),
    hours: Number(row.volume_horaire),
    source: TIMETABLE,
  }));

/**
 * OFPPT's filières of the digital sector. One takes the hours of its modules where its programme is shipped whole;
 * for the others they are estimated: a year like the known one, or 60 h for a qualifying course (FQ).
 */
export function filieres(): CourseSeed[] {
  const known = Map.groupBy(programme(), ({ filiere }) => filiere);
  const year = total(known.get('DIA_DEV_TS')!);
  const rows = shippedCsv(new URL('../../../data/filieres.csv', import.meta.url), [
    'Code_Filiere',
    'Libelle_Filiere',
    'Lib_Filiere_Arabe',
    'Secteur',
    'Code_Filiere_Tronc_Commun',
  ]);
  const codes = rows.map((row) => row.Code_Filiere);
  return rows.map((row) => {
    const code = row.Code_Filiere;
    const modules = known.get(code) ?? [];
    const level = levelOf(code);
    return {
      id: stableId('course', code),
      code,
      kind: 'filiere',
      title: { fr: tidy(row.Libelle_Filiere.replace(EVENING, '')), ar: tidy(row.Lib_Filiere_Arabe), en: null },
      publishedTitle: null,
      hours: modules.length > 0 ? total(modules) : level === 'FQ' ? 60 : year,
      hoursBasis: modules.length > 0 ? 'summed' : 'estimated',
      hoursBySource: [],
      languages: ['fr'],
      topics: topicsOf(`${row.Libelle_Filiere} ${row.Secteur}`.replace('Artificielle', ''), 'programming'),
      level,
      syllabus: modules.map(({ title, hours }) => ({ title, minutes: hours * 60 })),
      filiere: row.Code_Filiere_Tronc_Commun ? commonCore(code, codes) : null,
      source: 'filieres.csv',
      licence: 'facts',
      synthetic: false,
    };
  });
}

const total = (modules: readonly Listed[]): number => modules.reduce((sum, { hours }) => sum + hours, 0);

/** DIA_DEVOAM_TS is of level TS; what follows it (RCDS) is the evening course. */
const levelOf = (filiere: string): string => filiere.split('_')[2]!;

/**
 * The filière whose code an option's extends: DIA_IDOCS_TS builds on DIA_ID_TS. The source names the option Cloud
 * Computing as the core of all three options of Infrastructure Digitale, itself included.
 */
function commonCore(option: string, codes: readonly string[]): string | null {
  const stem = (code: string) => code.replace(/_[A-Z]+$/, '');
  const cores = codes.filter((code) => stem(option) !== stem(code) && stem(option).startsWith(stem(code)));
  return cores[0] ?? null;
}
