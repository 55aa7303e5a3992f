/** One way on in the life of a noun. */
export type Transition<State extends string, Event extends string> = {
  /** The states that it starts from; none where the noun comes into being. */
  readonly from: readonly State[];
  /** Where it leads: to one state, or to one of several that the transition's facts decide. */
  readonly to: State | readonly State[];
  /** The published event that tells of it; null where nobody outside is told. */
  readonly event: Event | null;
};

/**
 * The life of a noun as a table: its transitions by name. Who writes the noun hands `from` to the statement itself
 * (`where state = any(from)`), so that two who race cannot both leave the same state.
 */
export class LifeCycle<State extends string, Event extends string, Name extends string> {
  constructor(readonly transitions: Readonly<Record<Name, Transition<State, Event>>>) {}

  /** The states from which the transition starts. */
  from(name: Name): readonly State[] {
    return this.transitions[name].from;
  }

  /** Whether a noun in this state may take the transition. */
  allows(state: State, name: Name): boolean {
    return this.transitions[name].from.includes(state);
  }

  /** The transitions that lead from one state to the other; `undefined` stands for what was not there before. */
  between(before: State | undefined, after: State): Name[] {
    const names = Object.keys(this.transitions) as Name[];
    return names.filter((name) => {
      const { from, to } = this.transitions[name];
      const starts = before === undefined ? from.length === 0 : from.includes(before);
      return starts && (typeof to === 'string' ? to === after : to.includes(after));
    });
  }
}

/** Declares the life of a noun: `lifeCycle<RegistrationState, RegistrationEvent>()({ book: { from, to, event }, ... })`. */
export const lifeCycle =
  <State extends string, Event extends string>() =>
  <const Name extends string>(transitions: Readonly<Record<Name, Transition<State, Event>>>) =>
    new LifeCycle<State, Event, Name>(transitions);
