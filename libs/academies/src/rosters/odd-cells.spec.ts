import { afterAll, expect, it } from '@jest/globals';
import { newMatricule } from '../testing/konosys-file.js';
import { NAMES, oddFiles, textOf } from '../testing/odd-files.js';

const { here, rowOf, outcomeOf, person, close } = await oddFiles();
afterAll(close);

const text = (about: Partial<Parameters<typeof textOf>[0]> = {}): string => textOf({ rows: [rowOf()], ...about });
const withCol = (name: string, value: string) => ({ header: [...NAMES, name], rows: [[...rowOf(), value]] });
const one = (about: Record<string, string>) => text({ rows: [rowOf(about)] });

type OddFile = [name: string, file: () => string | Buffer, outcome: string];
const FILES: OddFile[] = [
  ['french quotes', () => one({ Nom: '« TAZI »' }), '0 of 1 2 INVALID_NAME Nom'],
  ['quoted newline in name', () => one({ Nom: '"TAZI\nBEN"' }), '1 of 1'],
  [
    'apostrophed matricule',
    () => one({ MatriculeEtudiant: `'${newMatricule()}` }),
    '0 of 1 2 INVALID_FORMAT MatriculeEtudiant',
  ],
  ['="matricule"', () => one({ MatriculeEtudiant: `="${newMatricule()}"` }), '1 of 1'],
  ['"=""matricule"""', () => one({ MatriculeEtudiant: `"=""${newMatricule()}"""` }), '1 of 1'],
  ['matricule NBSP', () => one({ MatriculeEtudiant: `\u00a0${newMatricule()}\u202f` }), '1 of 1'],
  [
    'matricule thousands blanks',
    () => one({ MatriculeEtudiant: '9 998 000 777 001' }),
    '0 of 1 2 INVALID_FORMAT MatriculeEtudiant',
  ],
  [
    'matricule thousands nnbsp',
    () => one({ MatriculeEtudiant: '9\u202f998\u202f000\u202f777\u202f002' }),
    '0 of 1 2 INVALID_FORMAT MatriculeEtudiant',
  ],
  [
    'matricule .0',
    () => one({ MatriculeEtudiant: `${newMatricule()}.0` }),
    '0 of 1 2 INVALID_FORMAT MatriculeEtudiant',
  ],
  [
    'matricule ,00',
    () => text({ sep: ';', rows: [rowOf({ MatriculeEtudiant: `${newMatricule()},00` })] }),
    '0 of 1 2 INVALID_FORMAT MatriculeEtudiant',
  ],
  ['matricule arabic digits', () => one({ MatriculeEtudiant: '٩٩٩٨٠٠٠٧٧٧٠٠٣' }), '1 of 1'],
  ['matricule zero width', () => one({ MatriculeEtudiant: `\u200b${newMatricule()}\u200f` }), '1 of 1'],
  ['matricule x10^', () => one({ MatriculeEtudiant: '9.998×10^12' }), '0 of 1 2 INVALID_FORMAT MatriculeEtudiant'],
  ['matricule hash', () => one({ MatriculeEtudiant: '#########' }), '0 of 1 2 INVALID_FORMAT MatriculeEtudiant'],
  ['date iso', () => one({ DateNaissance: '2005-02-01' }), '1 of 1'],
  ['date dashes', () => one({ DateNaissance: '01-02-2005' }), '0 of 1 2 INVALID_DATE DateNaissance'],
  ['date dots', () => one({ DateNaissance: '01.02.2005' }), '0 of 1 2 INVALID_DATE DateNaissance'],
  ['date two digit year', () => one({ DateNaissance: '01/02/05' }), '0 of 1 2 INVALID_DATE DateNaissance'],
  ['date us', () => one({ DateNaissance: '12/31/2004' }), '0 of 1 2 INVALID_DATE DateNaissance'],
  ['date arabic digits', () => one({ DateNaissance: '٠١/٠٢/٢٠٠٥' }), '1 of 1'],
  ['date with RLM', () => one({ DateNaissance: '\u200f01\u200f/02\u200f/2005' }), '1 of 1'],
  ['date with LRM', () => one({ DateNaissance: '\u200e01/02/2005\u200e' }), '1 of 1'],
  ['date full width', () => one({ DateNaissance: '０１／０２／２００５' }), '1 of 1'],
  ['date words fr', () => one({ DateNaissance: '1 février 2005' }), '0 of 1 2 INVALID_DATE DateNaissance'],
  ['date iso slash', () => one({ DateNaissance: '2005/02/01' }), '0 of 1 2 INVALID_DATE DateNaissance'],
  ['date serial', () => one({ DateNaissance: '38384' }), '0 of 1 2 INVALID_DATE DateNaissance'],
  ['date midnight z', () => one({ DateNaissance: '2005-02-01T00:00:00Z' }), '1 of 1'],
  ['date 23h z', () => one({ DateNaissance: '2005-01-31T23:00:00Z' }), '0 of 1 2 DATE_WITH_TIME DateNaissance'],
  ['name decomposed', () => one({ Nom: 'BE\u0301NI' }), '1 of 1'],
  ['name mojibake', () => one({ Nom: 'BÃ‰NI' }), '0 of 1 2 INVALID_TEXT Nom'],
  ['name html entity', () => one({ Nom: 'B&eacute;ni' }), '0 of 1 2 INVALID_NAME Nom'],
  ['name replaced char', () => one({ Nom: 'B\ufffdni' }), '0 of 1 2 INVALID_TEXT Nom'],
  ['name with question mark', () => one({ Prenom: 'H?l?ne' }), '0 of 1 2 INVALID_NAME Prenom'],
  ['name tatweel', () => text(withCol('Nom_Arabe', 'التـــازي')), '1 of 1'],
  ['arabic name in latin order marks', () => text(withCol('Nom_Arabe', '\u202bالتازي\u202c')), '1 of 1'],
  ['latin in arabic column', () => text(withCol('Nom_Arabe', 'TAZI')), '0 of 1 2 INVALID_NAME Nom_Arabe'],
  ['presentation forms', () => text(withCol('Nom_Arabe', 'ﺍﻟﺘﺎﺯﻱ')), '1 of 1'],
  [
    'presentation forms in the order in which they are seen',
    () => text(withCol('Nom_Arabe', 'ﻱﺯﺎﺘﻟﺍ')),
    '0 of 1 2 INVALID_TEXT Nom_Arabe',
  ],
  ['active x', () => one({ EtudiantActif: 'X' }), '0 of 1 2 INVALID_VALUE EtudiantActif'],
  ['active O', () => one({ EtudiantActif: 'O' }), '0 of 1 2 INVALID_VALUE EtudiantActif'],
  ['active arabic', () => one({ EtudiantActif: 'نعم' }), '0 of 1 2 INVALID_VALUE EtudiantActif'],
  ['active 1.0', () => one({ EtudiantActif: '1.0' }), '0 of 1 2 INVALID_VALUE EtudiantActif'],
  ['active with NBSP', () => one({ EtudiantActif: '\u00a0Oui\u00a0' }), '1 of 1'],
  ['active zero width', () => one({ EtudiantActif: '\u200eOUI' }), '1 of 1'],
  ['sexe féminin', () => text(withCol('Sexe', 'Féminin')), '1 of 1'],
  ['sexe Monsieur', () => text(withCol('Sexe', 'Monsieur')), '1 of 1'],
  ['sexe Mme', () => text(withCol('Sexe', 'Mme')), '1 of 1'],
  ['sexe Mlle', () => text(withCol('Sexe', 'Mlle')), '1 of 1'],
  ['sexe Homme', () => text(withCol('Sexe', 'Homme')), '1 of 1'],
  ['sexe zero width', () => text(withCol('Sexe', '\u200eF')), '1 of 1'],
  ['sexe M.', () => text(withCol('Sexe', 'M.')), '1 of 1'],
  ['sexe arabic', () => text(withCol('Sexe', 'أنثى')), '1 of 1'],
  ['sexe feminin', () => text(withCol('Sexe', 'FÉMININ')), '1 of 1'],
  ['year 9', () => one({ anneeEtude: '9' }), '0 of 1 2 INVALID_VALUE anneeEtude'],
  ['year 9ème', () => one({ anneeEtude: '9ème' }), '0 of 1 2 INVALID_VALUE anneeEtude'],
  ['year première', () => one({ anneeEtude: 'première' }), '0 of 1 2 INVALID_TYPE anneeEtude'],
  ...['1ère année', '1re', '2ème', '2e', '2nde année', '3 ème', '3EME ANNEE', '1 année'].map((anneeEtude): OddFile => [
    `year ${anneeEtude}`,
    () => one({ anneeEtude }),
    '1 of 1',
  ]),
  ['year 1,0', () => text({ sep: ';', rows: [rowOf({ anneeEtude: '1,0' })] }), '1 of 1'],
  ['year 1.0', () => one({ anneeEtude: '1.0' }), '1 of 1'],
  ['year 0x1', () => one({ anneeEtude: '0x1' }), '0 of 1 2 INVALID_TYPE anneeEtude'],
  ['year 1e0', () => one({ anneeEtude: '1e0' }), '1 of 1'],
  ['year arabic', () => one({ anneeEtude: '١' }), '1 of 1'],
  ['year TRUE', () => one({ anneeEtude: 'TRUE' }), '0 of 1 2 INVALID_TYPE anneeEtude'],
  ['year space', () => one({ anneeEtude: ' \u200b' }), '1 of 1'],
  ['cin lower', () => one({ CIN: `ab${newMatricule().slice(-5)}` }), '1 of 1'],
  ['cin blanks', () => one({ CIN: `AB ${newMatricule().slice(-5)}` }), '1 of 1'],
  ['cin arabic digits', () => one({ CIN: 'AB٩٩٩٩٩' }), '1 of 1'],
  ['cin homoglyph', () => one({ CIN: `А${newMatricule().slice(-6)}` }), '0 of 1 2 INVALID_CIN CIN'],
  ['cin of zeros', () => one({ CIN: 'AB000000' }), '0 of 1 2 INVALID_CIN CIN'],
  ...['-', 'NULL', 'n/a', 'NEANT', 'XXX'].flatMap((none) => [
    ...[...NAMES, 'Sexe', 'Nom_Arabe', 'diplome', 'CodeDiplome'].map((name): OddFile => [
      `${none} as ${name}`,
      () => (NAMES.includes(name) ? one({ [name]: none }) : text(withCol(name, none))),
      `0 of 1 2 STANDS_FOR_NONE ${name}`,
    ]),
  ]),
  ['code blanks', () => one({ Code: 'DEV\u00a0101' }), '1 of 1'],
  ['code zero width', () => one({ Code: 'DEV\u200b101' }), '1 of 1'],
  ['code full width', () => one({ Code: 'ＤＥＶ１０１' }), '1 of 1'],
  ['code arabic digits', () => one({ Code: 'DEV١٠١' }), '1 of 1'],
  ['code cyrillic', () => one({ Code: 'DЕV101' }), '0 of 1 2 INVALID_TEXT Code'],
  ['code jan-24', () => one({ Code: 'janv-24' }), '1 of 1'],
  ['code 1E05', () => one({ Code: '1E05' }), '1 of 1'],
  ['site blank', () => one({ Site: '' }), '0 of 1 2 TOO_SMALL Site'],
  ['site unknown', () => one({ Site: 'ISTA Nowhere' }), '0 of 1 2 ACADEMY_UNKNOWN Site'],
  ['site by name with NBSP', () => one({ Site: here.name.fr.replace(' ', '\u00a0') }), '1 of 1'],
  ['site lower', () => one({ Site: here.code.toLowerCase() }), '1 of 1'],
];

it.each(FILES)('%s', async (_, file, outcome) => {
  expect(await outcomeOf(file())).toBe(outcome);
  const found = outcome === '1 of 1' ? await person() : undefined;
  if (found) expect(found).toMatchObject({ birthDate: '2005-02-01', placements: [{ state: 'active' }] });
});
