import { describe, expect, it } from '@jest/globals';
import { readHeader } from './konosys-header.js';
import { WrittenDays } from '@takwin/platform/schema';
import { readRow } from './konosys-row.js';

const FULL =
  'id_inscriptionsessionprogramme,MatriculeEtudiant,Nom,Prenom,Sexe,EtudiantActif,diplome,Principale,LibelleLong,CodeDiplome,Code,EtudiantPayant,codediplome1,prenom2,DateNaissance,Site,Regimeinscription,DateInscription,DateDossierComplet,LieuNaissance,MotifAdmission,CIN,NTelelephone,NTel_du_Tuteur,Adresse,Nationalite,anneeEtude,Nom_Arabe,Prenom_arabe,NiveauScolaire';
const SHORT =
  'MatriculeEtudiant,Nom,Prenom,Sexe,EtudiantActif,Diplome,Principale,LibelleLong,CodeDiplome,DateNaissance,DateInscription,LieuNaissance,CIN,NTelephone,Adresse,Nationalite,Nom_Arabe,Prenom_Arabe,NiveauScolaire';
const header = (text: string) => readHeader(text.split(','));

describe('the header of a Konosys export', () => {
  it('is read in both variants, whatever the cases and the misspelt telephone', () => {
    expect(header(FULL).get('matricule')).toBe(1);
    expect(header(FULL).get('site')).toBe(15);
    expect(header(SHORT).get('givenArabic')).toBe(17);
    expect(header(SHORT.replace('NTelephone', 'NTelelephone')).has('site')).toBe(false);
  });

  it('is read whatever stands in it that nobody sees', () => {
    expect(header(SHORT.replace('Nom', 'Nom\u200b').replace('Sexe', '\u200eSexe')).get('sex')).toBe(3);
  });

  it('is refused where two run together, as the export of 2024 has it', () => {
    expect(() => header(`${SHORT}${SHORT}`)).toThrow('HEADERS_RUN_TOGETHER');
  });

  it('is refused with unknown, doubled or missing columns', () => {
    expect(() => header(`${SHORT},Shoe size`)).toThrow('HEADER_UNKNOWN');
    expect(() => header(`${SHORT},Nom`)).toThrow('COLUMN_TWICE');
    const columns = [`${'x'.repeat(60)}…`, ...'abcd', '… (+1)'];
    expect(() => header(['x'.repeat(1_000_000), ...'abcde'].join())).toThrow(
      expect.objectContaining({ code: 'HEADER_UNKNOWN', extra: expect.objectContaining({ columns }) }),
    );
    expect(() => header('MatriculeEtudiant,Nom,Prenom')).toThrow('COLUMN_MISSING');
  });
});

describe('a row of an export', () => {
  it('of a year that is no number is told so', () => {
    const cells = FULL.split(',').map((name) => ({ ...good, anneeEtude: 'x' })[name] ?? '');
    expect(readRow(cells, header(FULL), '2026-11-24', new WrittenDays(false))).toMatchObject({
      fault: { code: 'INVALID_TYPE', column: 'year' },
    });
  });

  const columns = header(SHORT);
  const good: Record<string, string> = {
    MatriculeEtudiant: ' 9998000000001',
    Nom: 'EL  AMRANI\u00a0',
    Prenom: ' Salma',
    Sexe: 'F',
    EtudiantActif: 'Oui',
    Diplome: 'Technicien Spécialisé',
    CodeDiplome: 'DIA_DEV_TS',
    DateNaissance: '01/02/2008',
    CIN: '',
    Nom_Arabe: 'العمراني',
  };
  const read = (changes: Record<string, string> = {}) =>
    readRow(
      SHORT.split(',').map((name) => ({ ...good, ...changes })[name] ?? ''),
      columns,
      '2026-11-24',
      new WrittenDays(false),
    );

  it.each(['９９９８００００００００１', '٩٩٩٨٠٠٠٠٠٠٠٠١', '\u200e9998000000001'])(
    'has the matricule %s in ASCII',
    (said) => {
      const row = expect.objectContaining({ matricule: '9998000000001' });
      expect(read({ MatriculeEtudiant: said })).toEqual({ row });
    },
  );

  it('is tidied of stray and no-break blanks, and a minor needs no CIN', () => {
    expect(read()).toEqual({
      row: expect.objectContaining({
        matricule: '9998000000001',
        family: 'EL AMRANI',
        given: 'Salma',
        birthDate: '2008-02-01',
        active: true,
        level: 'TS',
        cin: null,
        givenArabic: null,
      }),
    });
  });

  it('has names in the one form that every door writes them in', () => {
    expect(read({ Nom: 'N\u02bcAÏT', Prenom: 'Sa\u02bbid' })).toMatchObject({
      row: { family: 'N’AÏT', given: 'Sa’id' },
    });
    const names = { Nom: 'ＥＬ　AMRANI', Prenom: 'Hassan Ⅻ', Nom_Arabe: 'العـمرا\u200dني', Prenom_Arabe: 'ﺣﺴﻦ' };
    expect(read(names)).toMatchObject({
      row: { family: 'EL AMRANI', given: 'Hassan XII', familyArabic: 'العمراني', givenArabic: 'حسن' },
    });
  });

  it.each([
    ['Mme', 'F'],
    ['FÉMININ', 'F'],
    ['أنثى', 'F'],
    ['\u200eM.', 'M'],
    ['Homme', 'M'],
  ])('has the sex that somebody writes as %s', (Sexe, sex) => {
    expect(read({ Sexe })).toMatchObject({ row: { sex } });
  });

  it('has a day in whatever digits, and marks that nobody sees, and doubts it as any other', () => {
    expect(read({ DateNaissance: '\u200f٠١/٠٢/٢٠٠٨' })).toMatchObject({ row: { birthDate: '2008-02-01' } });
    // Thrown to have the file read anew: it writes month/day/year.
    expect(() => read({ DateNaissance: '١٢/٣١/٢٠٠٨' })).toThrow();
  });

  it.each([
    ['VRAI', true],
    ['FAUX', false],
    ['TRUE', true],
    ['Non', false],
  ])('has the state that a spreadsheet writes as %s', (EtudiantActif, active) => {
    expect(read({ EtudiantActif })).toMatchObject({ row: { active } });
  });

  it.each([
    ['a short matricule', { MatriculeEtudiant: '12' }, 'INVALID_FORMAT', 'matricule'],
    ['a name of blanks', { Nom: ' \u00a0 ' }, 'TOO_SMALL', 'family'],
    ['a day that does not exist', { DateNaissance: '31/02/2005' }, 'INVALID_DATE', 'birthDate'],
    ['an age that cannot be', { DateNaissance: '01/02/2024' }, 'IMPLAUSIBLE_AGE', 'birthDate'],
    ['a matricule of zeros', { MatriculeEtudiant: '0000000000000' }, 'INVALID_VALUE', 'matricule'],
    ['a CIN that is none', { CIN: '12ABC' }, 'INVALID_CIN', 'cin'],
    ['an unknown state', { EtudiantActif: 'peut-être' }, 'INVALID_VALUE', 'active'],
    ['a name of what nobody sees', { Nom: '\u200b' }, 'TOO_SMALL', 'family'],
    ['a name without a letter', { Prenom: '-' }, 'STANDS_FOR_NONE', 'given'],
    ['a Cyrillic letter in a Latin name', { Nom: 'ALАMI' }, 'INVALID_NAME', 'family'],
    ['a name too long', { Nom: 'A'.repeat(121) }, 'TOO_BIG', 'family'],
    ['a NUL in a programme', { CodeDiplome: 'A\u0000B' }, 'INVALID_TEXT', 'filiere'],
    ['a NUL in a name', { Nom: 'A\u0000B' }, 'INVALID_TEXT', 'family'],
    ['a control character in a name', { Nom: 'A\u0007B' }, 'INVALID_TEXT', 'family'],
    ['a letter that could not be read', { Nom: 'B\ufffdNI' }, 'INVALID_TEXT', 'family'],
    ['a name of another encoding', { Prenom: 'HÃ©lÃ¨ne' }, 'INVALID_TEXT', 'given'],
    ['an Arabic name in the Latin column', { Prenom: 'سلمى' }, 'INVALID_NAME', 'given'],
    ['a Latin name in the Arabic column', { Nom_Arabe: 'El Amrani' }, 'INVALID_NAME', 'familyArabic'],
    ['markup in a group', { CodeDiplome: '<b>DEV</b>' }, 'INVALID_TEXT', 'filiere'],
    ['a level of another encoding', { Diplome: 'Technicien SpÃ©cialisÃ©' }, 'INVALID_TEXT', 'level'],
  ])('with %s is refused with its reason', (_, changes, code, column) => {
    expect(read(changes as Record<string, string>)).toEqual({ fault: expect.objectContaining({ code, column }) });
  });
});
