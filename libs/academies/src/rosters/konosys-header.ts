import { demandKnown, FileRefused } from '@takwin/platform/errors';

/** What an import takes from a Konosys export; every other known column is read over. */
export type Field =
  | 'matricule'
  | 'family'
  | 'given'
  | 'familyArabic'
  | 'givenArabic'
  | 'sex'
  | 'active'
  | 'filiere'
  | 'level'
  | 'birthDate'
  | 'cin'
  | 'site'
  | 'group'
  | 'year';

const FIELDS: Record<string, Field> = {
  matriculeetudiant: 'matricule',
  nom: 'family',
  prenom: 'given',
  nom_arabe: 'familyArabic',
  prenom_arabe: 'givenArabic',
  sexe: 'sex',
  etudiantactif: 'active',
  codediplome: 'filiere',
  diplome: 'level',
  datenaissance: 'birthDate',
  cin: 'cin',
  site: 'site',
  code: 'group',
  anneeetude: 'year',
};

// Known and not needed: telephones, addresses and admission are not the programme's business (law 09-08).
const OTHERS = new Set(
  [
    'id_inscriptionsessionprogramme',
    'Principale',
    'LibelleLong',
    'EtudiantPayant',
    'codediplome1',
    'prenom2',
    'Regimeinscription',
    'DateInscription',
    'DateDossierComplet',
    'LieuNaissance',
    'MotifAdmission',
    'NTelephone',
    'NTelelephone',
    'NTel_du_Tuteur',
    'Adresse',
    'Nationalite',
    'NiveauScolaire',
  ].map((name) => name.toLowerCase()),
);

/** What every row has to say, and what Konosys calls it. */
const REQUIRED: readonly [Field, string][] = [
  ['matricule', 'MatriculeEtudiant'],
  ['family', 'Nom'],
  ['given', 'Prenom'],
  ['active', 'EtudiantActif'],
  ['birthDate', 'DateNaissance'],
];

export const REQUIRED_COLUMNS = REQUIRED.map(([, name]) => name);
/** The columns that an import takes, as Konosys writes them; every other one of its exports is read over. */
export const TAKEN_COLUMNS = [
  ...REQUIRED_COLUMNS,
  ...['Nom_Arabe', 'Prenom_arabe', 'Sexe', 'diplome', 'CodeDiplome', 'Code', 'Site', 'CIN', 'anneeEtude'],
];

const normalise = (cell: string): string =>
  cell
    .normalize('NFD')
    .replace(/[\s\p{Default_Ignorable_Code_Point}\p{M}]+/gu, '')
    .toLowerCase();
const isKnown = (name: string): boolean => name in FIELDS || OTHERS.has(name);

const LONGEST = Math.max(...[...Object.keys(FIELDS), ...OTHERS].map((name) => name.length));

/** Two headers written one after the other leave one cell that is the last name of the one and the first of the next. */
const runsTogether = (name: string): boolean =>
  name.length <= 2 * LONGEST &&
  [...Array(name.length).keys()].some((cut) => isKnown(name.slice(0, cut)) && isKnown(name.slice(cut)));

/**
 * Where each field stands in the rows, for either variant of the header. Refuses HEADERS_RUN_TOGETHER, HEADER_UNKNOWN,
 * COLUMN_TWICE and COLUMN_MISSING, naming the columns.
 */
export function readHeader(cells: readonly string[]): Map<Field, number> {
  const names = cells.map(normalise);
  const joined = cells.filter((_, index) => !isKnown(names[index]!) && runsTogether(names[index]!));
  if (joined.length > 0)
    throw new FileRefused('HEADERS_RUN_TOGETHER', 'two headers in one line', { columns: joined.slice(0, 5) });
  demandKnown(cells, (name) => isKnown(normalise(name)), TAKEN_COLUMNS);
  const twice = cells.filter((_, index) => names.indexOf(names[index]!) !== index);
  if (twice.length > 0) throw new FileRefused('COLUMN_TWICE', 'given twice', { columns: twice });
  const columns = new Map(names.flatMap((name, index) => (FIELDS[name] ? [[FIELDS[name], index] as const] : [])));
  const missing = REQUIRED.flatMap(([field, name]) => (columns.has(field) ? [] : [name]));
  if (missing.length > 0)
    throw new FileRefused('COLUMN_MISSING', 'columns are missing', { columns: missing, known: TAKEN_COLUMNS });
  return columns;
}
