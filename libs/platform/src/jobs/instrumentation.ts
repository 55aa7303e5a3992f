/** The traceparent of the work at hand, and a way to work under one. */
export type Trace = {
  current(): string | undefined;
  /** `name` is what is done: `wake bookings`, `work bookings`. */
  within<T>(name: string, trace: string | undefined, work: () => Promise<T>): Promise<T>;
};

export const UNTRACED: Trace = { current: () => undefined, within: (_name, _trace, work) => work() };
