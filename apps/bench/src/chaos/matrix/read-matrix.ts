import { eachOf } from '@takwin/demo/client';
import type { Bar } from '@takwin/demo/progress-bars';
import type { Ask, Target } from './asks.js';
import type { Caller, Role } from './caller.js';
import type { Answer, Doors } from './doors.js';
import { countsMore, Finder, isRefusal, leaksIn, shows, tellsApart } from './judge.js';
import { isHidden, KNOWN_TO, mayKnow } from './ownership.js';
import type { World } from './world.js';

const WIDE = 24;

/** What should not be: who asked what at which door, and what the answer told. */
export type Finding = {
  kind: 'leak' | 'void' | 'known';
  door: string;
  operation: string;
  caller: string;
  place: string;
  what: string;
};

/** Puts every question to every caller and judges each answer by who owns what it may tell of. */
export class ReadMatrix {
  readonly findings: Finding[] = [];
  readonly #finder: Finder;

  constructor(
    private readonly doors: Doors,
    private readonly world: World,
    private readonly callers: readonly Caller[],
  ) {
    this.#finder = new Finder(world.rows);
  }

  async put(asks: readonly Ask[], bar: Bar): Promise<void> {
    const cells = asks.flatMap((ask) => this.callers.map((caller) => ({ ask, caller })));
    let done = 0;
    await eachOf(cells, WIDE, async ({ ask, caller }) => {
      await this.cell(ask, caller);
      bar.to(++done);
    });
  }

  private async cell(ask: Ask, caller: Caller): Promise<void> {
    if (!ask.invented) {
      this.judgeWhole(ask, caller, await this.ask(ask, caller));
      return;
    }
    const unknown = await this.ask(ask, caller, ask.invented);
    if (ask.isList && shows(unknown))
      this.find(
        ask,
        caller,
        'leak',
        'invented',
        `something is shown of what nobody planted: ${unknown.text.slice(0, 200)}`,
      );
    for (const target of ask.targets) {
      const answer = await this.ask(ask, caller, target);
      if (this.isFor(ask, caller, target)) this.judgePositive(ask, caller, target, answer);
      else if (!this.isKnown(caller, target) && tellsApart(answer, target.id, unknown, ask.invented.id))
        this.find(
          ask,
          caller,
          'leak',
          this.placeOf(target),
          `existence: ${short(answer)} for what is planted, ${short(unknown)} for what is not`,
        );
    }
  }

  private async ask(ask: Ask, caller: Caller, target?: Target): Promise<Answer> {
    const question = ask.question(target?.id);
    const answer = await this.doors.ask(caller, question);
    const place = target ? this.placeOf(target) : 'all';
    for (const row of leaksIn(this.#finder, caller, question, answer, ask.shown.naming))
      this.find(ask, caller, 'leak', place, `tells of ${row.kind} ${row.place.name}: ${short(answer)}`);
    if (countsMore(answer)) this.find(ask, caller, 'leak', place, `counts more than it shows: ${short(answer)}`);
    if (answer.status >= 500) this.find(ask, caller, 'void', place, short(answer));
    return answer;
  }

  /** Of a list that is not narrowed: who may know of none of what it shows is refused, and who may is not. */
  private judgeWhole(ask: Ask, caller: Caller, answer: Answer): void {
    const isRefused = isRefusal(answer);
    if (isRefused !== !this.isAsker(ask, caller))
      this.find(
        ask,
        caller,
        isRefused ? 'void' : 'leak',
        'all',
        `${isRefused ? 'is refused' : 'is not refused'}: ${short(answer)}`,
      );
  }

  private judgePositive(ask: Ask, caller: Caller, target: Target, answer: Answer): void {
    const there = this.world.rows.some(
      (row) =>
        row.kind === ask.shown.of &&
        row.place === target.row!.place &&
        (target.kind !== 'person' || row.person === target.id),
    );
    const isDue = !ask.shown.mayBeEmpty && (!ask.isList || there);
    const isShown = isDue ? shows(answer) : !isRefusal(answer);
    if (!isShown) this.find(ask, caller, 'void', this.placeOf(target), `shows nothing: ${short(answer)}`);
  }

  private isAsker({ operation, shown }: Ask, { role, alsoAs, person, asks }: Caller): boolean {
    const { of, notTo, ofOneself } = shown;
    if (of === 'public') return true;
    if (asks && !asks.includes(operation)) return false;
    if (ofOneself && person === undefined) return false;
    const isShownTo = (one: Role): boolean =>
      one !== 'nobody' && !notTo?.includes(one) && (of === 'register' || KNOWN_TO[of][one] !== undefined);
    return isShownTo(role) || (alsoAs !== undefined && isShownTo(alsoAs));
  }

  private isFor(ask: Ask, caller: Caller, { row }: Target): boolean {
    if (!row || !this.isAsker(ask, caller)) return false;
    if (ask.shown.of === 'register' || ask.shown.of === 'public') return true;
    return caller.asks ? !isHidden(caller, row) : mayKnow(caller, row);
  }

  private isKnown(caller: Caller, { kind, row }: Target): boolean {
    return row !== undefined && mayKnow(caller, { ...row, kind });
  }

  private placeOf({ row }: Target): string {
    return row?.place.name ?? 'invented';
  }

  private find(
    { door, name: operation }: Ask,
    { name }: Caller,
    kind: Finding['kind'],
    place: string,
    what: string,
  ): void {
    this.findings.push({ kind, door, operation, caller: name, place, what });
  }
}

const short = ({ status, text }: Answer): string => `${status} ${text.slice(0, 160)}`;
