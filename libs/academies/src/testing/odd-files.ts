import { CinVault } from '../persons/cin.js';
import { RunImportHandler } from '../rosters/run-import.js';
import { academiesService } from './academies-service.js';
import { newMatricule } from './konosys-file.js';

export const NAMES = [
  ...['MatriculeEtudiant', 'Nom', 'Prenom', 'EtudiantActif', 'DateNaissance', 'Site', 'Code', 'CIN', 'anneeEtude'],
];

/** A service that is sent odd files: each comes to so many rows that were taken in, and the line, code and column of those that were not. */
export async function oddFiles() {
  const { database, running, admin, close } = await academiesService();
  const here: { code: string; name: { fr: string } } = (await admin.get('/v1/academies?first=1&profile=ordinary')).body
    .items[0];
  let last = '';

  /** The cells of somebody new, born on 1 February 2005, but for what `about` says. */
  function rowOf(about: Record<string, string> = {}): string[] {
    last = newMatricule();
    const given = Array.from(last.slice(-5), (digit) => 'ABCDEFGHIJ'[Number(digit)]).join('');
    const placed = { DateNaissance: '01/02/2005', Site: here.code, Code: 'DEV101', CIN: '', anneeEtude: '1' };
    const cells: Record<string, string> = {
      MatriculeEtudiant: last,
      Nom: 'TAZI',
      Prenom: `Hélène ${given}`,
      EtudiantActif: 'oui',
      ...placed,
      ...about,
    };
    return NAMES.map((name) => cells[name]!);
  }

  async function outcomeOf(file: string | Buffer): Promise<string> {
    const headers = { 'content-type': typeof file === 'string' ? 'text/csv' : 'application/octet-stream' };
    const { status, body } = await admin.post('/v1/imports?kind=konosys', file, { headers });
    if (status !== 202) return `${status} ${body.code}`;
    await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
    const { state, code, accepted, rows } = (await admin.get(`/v1/imports/${body.id}`)).body;
    if (state === 'refused') return `refused ${code}`;
    const rejected = String((await admin.get(`/v1/imports/${body.id}/rejected.csv`)).body);
    const faults = [...rejected.matchAll(/,(\d+),([A-Z_]{6,}),([^,]*),/g)].map((found) =>
      found.slice(1).join(' ').trim(),
    );
    return [`${accepted} of ${rows}`, faults.join(' / ')].join(' ').trim();
  }

  /** Who was the last that `rowOf` made up, as the register has them; undefined where it has nobody. */
  const person = async () => (await admin.post('/v1/persons/search', { matricule: last })).body.items[0];

  return { here, rowOf, outcomeOf, person, close };
}

type Text = { sep?: string; eol?: string; header?: string[]; rows: string[][]; before?: string; after?: string };
/** A roster as a text. */
export const textOf = ({ sep = ',', eol = '\r\n', header = NAMES, rows, before = '', after = '' }: Text): string =>
  before + [header, ...rows].map((row) => row.join(sep)).join(eol) + after;
