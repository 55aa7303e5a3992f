import { pick, seeded } from './seeded.js';

/** Konosys prints its export with one of two headers; the second misspells the telephone column and lacks most others. */
const HEADERS = {
  full: 'id_inscriptionsessionprogramme,MatriculeEtudiant,Nom,Prenom,Sexe,EtudiantActif,diplome,Principale,LibelleLong,CodeDiplome,Code,EtudiantPayant,codediplome1,prenom2,DateNaissance,Site,Regimeinscription,DateInscription,DateDossierComplet,LieuNaissance,MotifAdmission,CIN,NTelelephone,NTel_du_Tuteur,Adresse,Nationalite,anneeEtude,Nom_Arabe,Prenom_arabe,NiveauScolaire',
  short:
    'MatriculeEtudiant,Nom,Prenom,Sexe,EtudiantActif,diplome,Principale,LibelleLong,CodeDiplome,DateNaissance,DateInscription,LieuNaissance,CIN,NTelelephone,Adresse,Nationalite,Nom_Arabe,Prenom_arabe,NiveauScolaire',
} as const;
type HeaderVariant = keyof typeof HEADERS;

export type RosterFile = {
  csv: string;
  /** Rows under the header; placements, not persons. */
  rows: number;
  /** Distinct persons among the good rows. */
  persons: number;
  /** Rows with a defect that an import must refuse, by what is wrong with them. */
  defects: Record<string, number>;
  /** Matricules of the good rows, in order of first appearance. */
  matricules: string[];
};

type Options = { people: number; sites: readonly string[]; seed?: number; variant?: HeaderVariant; year?: number };
type Cells = Record<string, string>;

const FAMILIES: [string, string][] = [
  ['ALAOUI', 'العلوي'],
  ['BENNANI', 'بناني'],
  ['EL AMRANI', 'العمراني'],
  ['IDRISSI', 'الإدريسي'],
  ['TAZI', 'التازي'],
  ['BERRADA', 'برادة'],
  ['CHRAIBI', 'الشرايبي'],
  ['OUAZZANI', 'الوزاني'],
  ['ZEROUAL', 'زروال'],
  ['AIT TALEB', 'آيت الطالب'],
];
const GIVEN: [string, string, 'M' | 'F'][] = [
  ['Fatima', 'فاطمة', 'F'],
  ['Khadija', 'خديجة', 'F'],
  ['Salma', 'سلمى', 'F'],
  ['Imane', 'إيمان', 'F'],
  ['Youssef', 'يوسف', 'M'],
  ['Mohamed', 'محمد', 'M'],
  ['Hamza', 'حمزة', 'M'],
  ['Anas', 'أنس', 'M'],
];
const PROGRAMMES: [string, string, string][] = [
  ['DIA_DEV_TS', 'Développement Digital', 'DEV'],
  ['DIA_ID_TS', 'Infrastructure Digitale', 'ID'],
  ['DIA_CMOSE_FQ', 'Certification Microsoft Office Specialist en Excel', 'CMOSE'],
  ['DIA_CMOSW_FQ', 'Certification Microsoft Office Specialist en Word', 'CMOSW'],
];

const two = (value: number): string => String(value).padStart(2, '0');

// Two letters for each seed, so that two files of one register never give two persons one card.
const cardOf = (seed: number, index: number): string =>
  `${String.fromCharCode(90 - (Math.floor(seed / 26) % 26), 90 - (seed % 26))}${100_000 + (index % 900_000)}`;

function person(random: () => number, seed: number, place: number, year: number): Cells {
  const index = seed * 1_000_000 + place;
  const [family, familyArabic] = pick(random, FAMILIES);
  const [given, givenArabic, sex] = pick(random, GIVEN);
  const age = 16 + Math.floor(random() * 12);
  // Half of the minors have no identity card yet.
  const cin = age < 18 && random() < 0.5 ? '' : cardOf(seed, place);
  return {
    MatriculeEtudiant: `9998${String(index).padStart(9, '0')}`,
    Nom: random() < 0.1 ? ` ${family} ` : family,
    Prenom: random() < 0.1 ? `${given}\u00a0` : given,
    Sexe: sex,
    EtudiantActif: 'oui',
    DateNaissance: `${two(1 + Math.floor(random() * 28))}/${two(1 + Math.floor(random() * 12))}/${year - age}`,
    CIN: cin,
    NTelelephone: '',
    Adresse: random() < 0.2 ? 'Hay Essalam, "Bloc B", n° 7' : 'Hay Essalam',
    Nationalite: 'MAROCAINE',
    LieuNaissance: 'RABAT',
    Nom_Arabe: familyArabic,
    Prenom_arabe: givenArabic,
    NiveauScolaire: 'Baccalauréat',
  };
}

function placement(random: () => number, person: Cells, site: string, id: number, year: number): Cells {
  const [code, title, group] = pick(random, PROGRAMMES);
  const study = 1 + Math.floor(random() * 2);
  return {
    ...person,
    id_inscriptionsessionprogramme: String(id),
    diplome: 'Technicien Spécialisé',
    Principale: 'oui',
    LibelleLong: title,
    CodeDiplome: code,
    codediplome1: code,
    Code: `${group}${study}0${1 + Math.floor(random() * 4)}`,
    EtudiantPayant: 'non',
    Site: site,
    Regimeinscription: 'Résidentiel',
    DateInscription: `15/09/${year}`,
    DateDossierComplet: `20/09/${year}`,
    MotifAdmission: 'Sélection',
    anneeEtude: String(study),
  };
}

const DEFECTS: Record<string, (cells: Cells) => Cells> = {
  'impossible date': (cells) => ({ ...cells, DateNaissance: '31/02/2005' }),
  'date as a number': (cells) => ({ ...cells, DateNaissance: '20050213' }),
  'short matricule': (cells) => ({ ...cells, MatriculeEtudiant: cells.MatriculeEtudiant!.slice(0, 9) }),
  'no name': (cells) => ({ ...cells, Nom: '  ' }),
  'malformed identity card': (cells) => ({ ...cells, CIN: '12ABC' }),
};

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/**
 * A Konosys export of `people` synthetic persons over the given sites (academy codes), the same for the same seed.
 * One person in ten has a second placement, one row in a hundred is defective in one of the ways seen in the wild.
 */
export function konosysFile({ people, sites, seed = 1, variant = 'full', year = 2026 }: Options): RosterFile {
  const random = seeded(seed);
  const columns = HEADERS[variant].split(',');
  const lines: string[] = [HEADERS[variant]];
  const defects: Record<string, number> = {};
  const matricules: string[] = [];
  const kinds = Object.keys(DEFECTS);
  const put = (cells: Cells): void => void lines.push(columns.map((column) => quoted(cells[column] ?? '')).join(','));
  for (let index = 0; index < people; index++) {
    const one = person(random, seed, index, year);
    const row = placement(random, one, sites[index % sites.length]!, lines.length, year);
    put(row);
    matricules.push(one.MatriculeEtudiant!);
    if (random() < 0.1) put(placement(random, one, sites[(index + 1) % sites.length]!, lines.length, year));
    if (random() < 0.01 || index === 0) {
      const kind = kinds[Object.values(defects).reduce((sum, count) => sum + count, 0) % kinds.length]!;
      put(
        DEFECTS[kind]!({
          ...row,
          MatriculeEtudiant: `9997${String(seed * 1_000_000 + index).padStart(9, '0')}`,
          CIN: '',
        }),
      );
      defects[kind] = (defects[kind] ?? 0) + 1;
    }
  }
  return { csv: `\uFEFF${lines.join('\r\n')}\r\n`, rows: lines.length - 1, persons: people, defects, matricules };
}
