import { randomUUID } from 'node:crypto';
import { eachOf } from '@takwin/demo/client';
import type { Bar } from '@takwin/demo/progress-bars';
import type { Mutation } from '@takwin/platform/testing/mutations';
import type { Caller } from './caller.js';
import type { Answer, Question } from './doors.js';
import { type Finder, isRefusal, leaksIn, tellsApart } from './judge.js';
import type { Operation } from './operations.js';
import { mayKnow, reaches } from './ownership.js';
import type { Finding } from './read-matrix.js';
import { PLACES, type Kind, type Place } from './world.js';
import { OF_RESULTS, type Sample, type Writing } from './writing.js';
import type { Yard } from './yard.js';

const WIDE = 8;
const AGAIN = 5;
/** How often what a worker outran is made anew. */
const OUTRUN = 25;

/** A write by all the doors that it has. */
export type Written = { id: string; writing: Writing; rest?: Operation; mutation?: Mutation };

type Doorway = { door: 'rest' | 'graph'; ask: (sample: Sample) => Question };

/** Has every write be tried by who may not do it, about what they know and what they do not, and be done by who may. */
export class WriteMatrix {
  readonly findings: Finding[] = [];

  constructor(
    private readonly yard: Yard,
    private readonly finder: Finder,
    private readonly callers: readonly Caller[],
  ) {}

  async put(writes: readonly Written[], bar: Bar): Promise<void> {
    let done = 0;
    const cells = writes.flatMap((written) => PLACES.map((name) => ({ written, place: this.yard.world.places[name] })));
    await eachOf(cells, WIDE, async ({ written, place }) => {
      try {
        await this.cell(written, place);
      } catch (error) {
        this.find('void', '', written.id, 'planting', place, (error as Error).message.slice(0, 400));
      }
      bar.to(++done);
    });
  }

  private async cell(written: Written, place: Place): Promise<void> {
    const { id, writing } = written;
    const sample = await writing.sample(this.yard, place);
    const doors = doorsOf(written);
    const before = await this.view(sample);
    const may = (caller: Caller): boolean => this.isFor(written, caller, place, sample);
    const others = this.callers.filter((caller) => !may(caller));
    await eachOf(others, 4, async (caller) => {
      for (const doorway of doors) await this.refused(written, place, sample, caller, doorway);
    });
    if ((await this.view(sample)) !== before)
      this.find('leak', doors[0]!.door, id, 'somebody', place, 'something was changed by who may not');
    const rightful = this.callers.filter(may);
    if (rightful.length === 0 && place.name === 'own') this.find('void', '', id, 'nobody', place, 'nobody may do it');
    // Of those elsewhere one is enough to show that it could be done there.
    const doers = place.name === 'own' ? rightful : rightful.slice(0, 1);
    for (const [index, caller] of doers.entries()) {
      const own = index === 0 ? sample : await writing.sample(this.yard, place);
      await this.done(written, place, own, caller, doors[index % doors.length]!);
    }
  }

  private isFor({ id, writing }: Written, caller: Caller, place: Place, { target }: Sample): boolean {
    if (writing.by.nobody) return true;
    if (caller.asks) return caller.asks.includes('FindMismatches') && OF_RESULTS.includes(id);
    return reaches(writing.by, caller, { place, ...target });
  }

  /** Who may not is refused, is told nothing, and cannot tell what is there from what is not. */
  private async refused(
    { id, writing }: Written,
    place: Place,
    sample: Sample,
    caller: Caller,
    { door, ask }: Doorway,
  ) {
    const answer = await this.ask(id, place, sample, caller, { door, ask });
    if (isDone(writing, answer)) this.find('leak', door, id, caller.name, place, `was done: ${short(answer)}`);
    const { target } = sample;
    if (!target || mayKnow(caller, { place, ...target })) return;
    const invented = randomUUID();
    const swapped = JSON.parse(JSON.stringify(sample).replaceAll(target.id, invented)) as Sample;
    const unknown = await this.ask(id, place, swapped, caller, { door, ask });
    if (tellsApart(answer, target.id, unknown, invented))
      this.find('leak', door, id, caller.name, place, `existence: ${short(answer)} | of nothing: ${short(unknown)}`);
  }

  private async done({ id, writing }: Written, place: Place, sample: Sample, caller: Caller, { door, ask }: Doorway) {
    let answer = await this.ask(id, place, sample, caller, { door, ask });
    // What is one for all is changed for another place at the same time.
    for (let again = 0; again < AGAIN && /"VERSION_MISMATCH"/.test(answer.text); again++)
      answer = await this.ask(id, place, sample, caller, { door, ask });
    for (let again = 0; again < OUTRUN && writing.outrun?.test(answer.text); again++)
      answer = await this.ask(id, place, await writing.sample(this.yard, place), caller, { door, ask });
    if (!isDone(writing, answer)) this.find('void', door, id, caller.name, place, `was not done: ${short(answer)}`);
  }

  private async ask(id: string, place: Place, sample: Sample, caller: Caller, { door, ask }: Doorway): Promise<Answer> {
    const { doors } = this.yard.planting;
    const question = ask(sample);
    const needsVersion = ['PATCH', 'PUT'].includes(question.method);
    const version = needsVersion && { headers: { 'if-match': await this.version(question.path, sample) } };
    const answer = await doors.ask(caller, { ...question, ...version });
    // Of a result it is said whose it is, also to machines that read nothing else.
    const naming: Kind[] = OF_RESULTS.includes(id) ? ['person', 'registration'] : [];
    for (const row of leaksIn(this.finder, caller, question, answer, naming))
      this.find('leak', door, id, caller.name, place, `tells of ${row.kind} ${row.place.name}: ${short(answer)}`);
    if (answer.status >= 500) this.find('void', door, id, caller.name, place, short(answer));
    return answer;
  }

  /** The version that stands, as who may read it is told. */
  private async version(path: string, { view, version }: Sample): Promise<string> {
    const { admin, doors } = this.yard.planting;
    if (version) return version();
    for (const one of [path, view])
      if (one !== undefined) {
        const { headers } = await doors.ask(admin, { method: 'GET', path: one });
        const etag = new Map(JSON.parse(headers) as [string, string][]).get('etag');
        if (etag) return etag;
      }
    return '"0"';
  }

  private async view({ view }: Sample): Promise<string | undefined> {
    const { admin, doors } = this.yard.planting;
    return view === undefined ? undefined : (await doors.ask(admin, { method: 'GET', path: view })).text;
  }

  private find(kind: Finding['kind'], door: string, operation: string, caller: string, { name }: Place, what: string) {
    this.findings.push({ kind, door, operation, caller, place: name, what });
  }
}

function doorsOf({ writing, rest, mutation }: Written): Doorway[] {
  const doors: Doorway[] = [];
  if (rest && writing.door !== 'graph')
    doors.push({
      door: 'rest',
      ask: ({ path = {}, body, url = '' }) => ({
        method: rest.method,
        path: rest.path.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? '') + url,
        ...(body !== undefined && { body }),
      }),
    });
  if (mutation && writing.door !== 'rest')
    doors.push({
      door: 'graph',
      ask: ({ path, body }) => {
        const variables = { input: mutation.inputOf({ ...(body as object | undefined), ...path }) };
        return { method: 'POST', path: '/graphql', body: { query: mutation.document, variables } };
      },
    });
  return doors;
}

const isDone = ({ did }: Writing, answer: Answer): boolean =>
  !isRefusal(answer) && (did === undefined || did.test(answer.text));

const short = ({ status, text }: Answer): string => `${status} ${text.slice(0, 220)}`;
