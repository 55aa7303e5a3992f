export const HEADER =
  'MatriculeEtudiant,Nom,Prenom,Sexe,EtudiantActif,diplome,CodeDiplome,Code,DateNaissance,Site,CIN,NTelelephone,anneeEtude';

let serial = 0;

const lettersOf = (digits: string): string => Array.from(digits, (digit) => 'ABCDEFGHIJ'[Number(digit)] ?? '').join('');

/** One line of a roster: somebody new in the academy of `Site`, but for the cells that `about` says; each of a name of their own. */
export function rowOf(about: Record<string, string> & { Site: string }): string {
  const { MatriculeEtudiant = newMatricule() } = about;
  const cells: Record<string, string> = {
    MatriculeEtudiant,
    Nom: 'TAZI',
    Prenom: `Salma ${lettersOf(MatriculeEtudiant)}`,
    EtudiantActif: 'oui',
    Code: 'DEV101',
    DateNaissance: '01/02/2005',
    anneeEtude: '1',
    ...about,
  };
  return HEADER.split(',')
    .map((column) => cells[column] ?? '')
    .join(',');
}

export const newMatricule = (): string => `9998${String(++serial).padStart(9, '0')}`;

export const fileOf = (...rows: string[]): string => [HEADER, ...rows].join('\r\n');
