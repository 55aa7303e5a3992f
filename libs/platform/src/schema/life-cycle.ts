/** One way on in the life of a noun. */
type Transition<State extends string, Event extends string> = {
  /** The states that it starts from; none where the noun comes into being. */
  readonly from: readonly State[];
  /** Where it leads: to one state, to one of several that the transition's facts decide, or null: it stays where it is. */
  readonly to: State | readonly State[] | null;
  /** The published event that tells of it; null where nobody outside is told. */
  readonly event: Event | null;
};

/**
 * The life of a noun as a table: its transitions by name. Who writes the noun hands `from` to the statement itself
 * (`where state = any(from)`), so that two who race cannot both leave the same state.
 */
class LifeCycle<State extends string, Table extends Record<string, Transition<State, string>>> {
  constructor(readonly transitions: Table) {}

  /** The states from which the transition starts. */
  from(name: keyof Table): readonly State[] {
    return this.transitions[name]!.from;
  }

  /** Whether a noun in this state may take the transition. */
  allows(state: State, name: keyof Table): boolean {
    return this.from(name).includes(state);
  }

  /** The transitions that lead from one state to the other; `undefined` stands for what was not there before. */
  between(before: State | undefined, after: State): (keyof Table & string)[] {
    const names = Object.keys(this.transitions) as (keyof Table & string)[];
    return names.filter((name) => {
      const { from, to } = this.transitions[name]!;
      const starts = before === undefined ? from.length === 0 : from.includes(before);
      return starts && (to === null ? after === before : [to].flat().includes(after));
    });
  }
}

/** Declares the life of a noun: `lifeCycle<RegistrationState, RegistrationEvent>()({ book: { from, to, event }, ... })`. */
export const lifeCycle =
  <State extends string, Event extends string>() =>
  <const Table extends Record<string, Transition<State, Event>>>(transitions: Table) =>
    new LifeCycle<State, Table>(transitions);
