export const HEADER =
  'MatriculeEtudiant,Nom,Prenom,Sexe,EtudiantActif,diplome,CodeDiplome,Code,DateNaissance,Site,CIN,NTelelephone,anneeEtude';

let serial = 0;

/** One line of a roster: somebody new in the academy of `Site`, but for the cells that `about` says. */
export function rowOf(about: Record<string, string> & { Site: string }): string {
  const cells: Record<string, string> = {
    MatriculeEtudiant: newMatricule(),
    Nom: 'TAZI',
    Prenom: 'Salma',
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
