import { deepStrictEqual } from 'node:assert/strict';
import type { apiOf, ServiceWithAdmin } from '@takwin/platform/testing';
import { CinVault } from '../persons/cin.js';
import { RunImportHandler } from '../rosters/run-import.js';
import { fileOf, newMatricule, rowOf } from './konosys-file.js';

/** The day of the clock that specs go by. */
const TODAY = '2026-11-23';

type Api = ReturnType<typeof apiOf>;
export type AcademySeen = { id: string; code: string; region: string };

/** Two academies of one region, one of another, and a prison's. */
export async function placesIn(admin: Api): Promise<Record<'here' | 'near' | 'far' | 'prison', AcademySeen>> {
  const ordinary: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  const here = ordinary[0]!;
  const near = ordinary.find(({ id, region }) => id !== here.id && region === here.region)!;
  const far = ordinary.find(({ region }) => region !== here.region)!;
  const [prison] = (await admin.get('/v1/academies?first=1&profile=prison')).body.items;
  return { here, near, far, prison };
}

/** Rows about one new person, by group, academy and what else is said. */
export function someoneAt(
  home: AcademySeen,
): ((group: string, at?: AcademySeen, about?: Record<string, string>) => string) & { matricule: string } {
  const matricule = newMatricule();
  const row = (Code: string, at = home, about = {}): string =>
    rowOf({ MatriculeEtudiant: matricule, Code, Site: at.code, ...about });
  return Object.assign(row, { matricule });
}

type Came = { accepted: number; changes: number };
type Seen = {
  group: { code: string; year: number | null };
  state: string;
  endedOn: string | null;
  endedBecause: string | null;
};
export type Standing = {
  id: string;
  academyId: string;
  region: string;
  state: string;
  version: number;
  places: string[];
};

/** Files that are sent and worked, and how persons stand by them. */
export function statementsOf({ database, running, admin }: Pick<ServiceWithAdmin, 'database' | 'running' | 'admin'>) {
  async function accept(rows: string[], as = admin, dryRun = false): Promise<string> {
    const { body } = await as.post(`/v1/imports?kind=konosys&dryRun=${dryRun}`, fileOf(...rows), {
      headers: { 'content-type': 'text/csv' },
    });
    return body.id;
  }

  /** What an import came to, none of whose rows may be rejected, and which were not followed. */
  async function worked(id: string): Promise<Came & { notFollowed: number; rows: string[] }> {
    await new RunImportHandler(database.db, running.get(CinVault)).run(id);
    const { state, accepted, rejected, notFollowed, changes } = (await admin.get(`/v1/imports/${id}`)).body;
    deepStrictEqual([state, rejected], ['done', 0]);
    const lines = String((await admin.get(`/v1/imports/${id}/rejected.csv`)).body)
      .trim()
      .split('\r\n')
      .slice(1);
    deepStrictEqual(lines.length, notFollowed);
    return {
      accepted,
      changes,
      notFollowed,
      rows: lines.map((line) => /,(\d+,(?:ROW_NOT_FOLLOWED|PLACEMENT_UNKNOWN)),/.exec(line)![1]!),
    };
  }

  async function work(id: string): Promise<Came> {
    const { accepted, changes } = await worked(id);
    return { accepted, changes };
  }

  const take = async (rows: string[], as = admin, dryRun = false): Promise<Came> =>
    work(await accept(rows, as, dryRun));

  /** How a person stands: the home, and each placement as `DEV101 active` or with the reason of its end. */
  async function standing(matricule: string, as = admin): Promise<Standing> {
    const [found] = (await as.post('/v1/persons/search', { matricule })).body.items;
    const { id, academyId, region, state, version, placements } = found;
    const places = (placements as Seen[]).map((one) => {
      deepStrictEqual([one.state, one.endedOn], one.state === 'active' ? ['active', null] : ['ended', TODAY]);
      return `${one.group.code} ${one.endedBecause ?? 'active'}`;
    });
    return { id, academyId, region, state, version, places: places.toSorted() };
  }

  /** The placements of a person as `DEV101/1 active`, `DEV101/null inactive`. */
  async function years(matricule: string): Promise<string[]> {
    const [{ placements }] = (await admin.post('/v1/persons/search', { matricule })).body.items;
    return (placements as Seen[])
      .map(({ group, endedBecause }) => `${group.code}/${group.year} ${endedBecause ?? 'active'}`)
      .toSorted();
  }

  return { accept, worked, work, take, standing, years };
}
