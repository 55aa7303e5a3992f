import type { Place } from './world.js';

const COLUMNS = [
  'MatriculeEtudiant',
  'Nom',
  'Prenom',
  'EtudiantActif',
  'DateNaissance',
  'Sexe',
  'CodeDiplome',
  'Code',
  'Site',
  'CIN',
  'anneeEtude',
] as const;
export type RosterRow = Partial<Record<(typeof COLUMNS)[number], string>>;

/** A Konosys file of these rows, all of one academy unless they say another. */
export function rosterOf({ code }: Pick<Place, 'code'>, rows: readonly RosterRow[]): string {
  const usual = { EtudiantActif: 'oui', Sexe: 'F', CodeDiplome: 'DIA_DEV_TS', Site: code, anneeEtude: '1' };
  const line = (row: RosterRow) => COLUMNS.map((column) => ({ ...usual, ...row })[column] ?? '').join(';');
  return `${[COLUMNS.join(';'), ...rows.map(line)].join('\n')}\n`;
}
