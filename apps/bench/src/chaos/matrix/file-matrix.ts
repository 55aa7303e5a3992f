import { eachOf } from '@takwin/demo/client';
import type { Bar } from '@takwin/demo/progress-bars';
import type { Caller } from './caller.js';
import type { Answer } from './doors.js';
import { type Finder, leaksIn, tellsApart } from './judge.js';
import { reaches } from './ownership.js';
import { rosterOf, type RosterRow } from './roster.js';
import type { Finding } from './read-matrix.js';
import { PLACES, type Place } from './world.js';
import { MANAGED } from './writing.js';
import type { Yard } from './yard.js';

type Import = { id: string; state: string; accepted: number; rejected: number; persons: number; changes: number };
type Person = { placements: { group: { code: string } }[] };

/** How many rows each file has: somebody who is there is put into another group, and somebody new is taken in. */
const ROWS = 2;

/** What rows of files do: a file is taken from whoever runs an academy, and each row is judged by whose it is. */
export class FileMatrix {
  readonly findings: Finding[] = [];

  constructor(
    private readonly yard: Yard,
    private readonly finder: Finder,
    private readonly callers: readonly Caller[],
  ) {}

  async put(bar: Bar): Promise<void> {
    const cells = this.callers.flatMap((caller) =>
      PLACES.map((name) => ({ caller, place: this.yard.world.places[name] })),
    );
    let done = 0;
    await eachOf(cells, 4, async ({ caller, place }) => {
      try {
        await this.cell(caller, place);
      } catch (error) {
        this.find('void', caller, place, (error as Error).message.slice(0, 400));
      }
      bar.to(++done);
    });
  }

  static cellsOf = (callers: readonly Caller[]): number => callers.length * PLACES.length;

  private async cell(caller: Caller, place: Place): Promise<void> {
    const { canaries } = this.yard.planting;
    const [there, group] = [this.yard.named(place), canaries.code()];
    const rowOf = (matricule: string, Nom: string, Prenom: string): RosterRow => ({
      ...{ MatriculeEtudiant: matricule, Nom, Prenom, DateNaissance: '05/06/2001', Code: group },
    });
    const known = rowOf(...there.words);
    const unknown = rowOf(canaries.matricule(), canaries.name(), canaries.name());
    const file = rosterOf(place, [known, unknown]);
    const dry = await this.send(caller, place, file, true);
    if (dry) await this.changes(caller, place, there.id, unknown, group, false, 'a dry run');
    const sent = await this.send(caller, place, file, false);
    const may = !caller.asks && reaches(MANAGED, caller, { place });
    if (!sent) {
      if (may) this.find('void', caller, place, 'the file is refused');
      return;
    }
    await this.changes(caller, place, there.id, unknown, group, may, 'a file');
    if (may && sent.accepted !== ROWS) this.find('void', caller, place, `rows are refused: ${JSON.stringify(sent)}`);
    if (!may && sent.rejected === ROWS) await this.compareReasons(caller, place, sent.id, known, unknown);
  }

  /** The import when it is done; nothing where it is not taken. */
  private async send(caller: Caller, place: Place, body: string, isDry: boolean): Promise<Import | undefined> {
    const { doors } = this.yard.planting;
    const question = { method: 'POST', path: `/v1/imports?kind=konosys&dryRun=${isDry}`, body };
    const answer = await doors.ask(caller, question);
    for (const row of leaksIn(this.finder, caller, question, answer))
      this.find('leak', caller, place, `tells of ${row.kind} ${row.place.name}: ${answer.text.slice(0, 200)}`);
    if (answer.status >= 300) return undefined;
    const { id } = JSON.parse(answer.text) as Import;
    return this.yard.planting.until<Import>(
      { method: 'GET', path: `/v1/imports/${id}` },
      ({ state }) => state === 'done',
    );
  }

  /** Whether the rows have done what they may, and nothing else. */
  private async changes(
    caller: Caller,
    place: Place,
    there: string,
    { MatriculeEtudiant }: RosterRow,
    group: string,
    may: boolean,
    by: string,
  ): Promise<void> {
    const { planting } = this.yard;
    const { placements } = await planting.get<Person>(`/v1/persons/${there}`);
    const search = { matricule: MatriculeEtudiant };
    const { items } = await planting.post<{ items: unknown[] }>('/v1/persons/search', search);
    const did = { moved: placements.some((one) => one.group.code === group), taken: items.length > 0 };
    for (const [what, was] of Object.entries(did))
      if (was !== may)
        this.find(was ? 'leak' : 'void', caller, place, `${by}: somebody was ${was ? '' : 'not '}${what}`);
  }

  /** Of rows that are refused nothing is told that says who is there. */
  private async compareReasons(caller: Caller, place: Place, id: string, known: RosterRow, unknown: RosterRow) {
    const path = `/v1/imports/${id}/rejected.csv`;
    const { status, text } = await this.yard.planting.doors.ask(caller, { method: 'GET', path });
    const [, one = '', other = ''] = text.trim().split(/\r?\n/);
    // What is said of the row stands behind its own cells and its number.
    const said = (line: string): Answer => ({
      status,
      text: /,\d+,([A-Z_]+,.*)$/.exec(line)?.[1] ?? line,
      headers: '',
    });
    const [knownId, unknownId] = [known.MatriculeEtudiant!, unknown.MatriculeEtudiant!];
    if (tellsApart(said(one), knownId, said(other), unknownId))
      this.find('leak', caller, place, `existence: ${one} | of nobody: ${other}`);
  }

  private find(kind: Finding['kind'], { name: caller }: Caller, { name: place }: Place, what: string): void {
    this.findings.push({ kind, door: 'file', operation: 'AcceptImport', caller, place, what });
  }
}
