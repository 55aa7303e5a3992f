/** The part of a pino logger that queues use. */
export type Log = { info(about: object, message: string): void; warn(about: object, message: string): void };

/** The traceparent of the work at hand, and a way to work under one. */
export type Trace = {
  current(): string | undefined;
  /** `name` is what is done: `wake bookings`, `work bookings`. */
  within<T>(name: string, trace: string | undefined, work: () => Promise<T>): Promise<T>;
};

export const SILENT: Log = { info() {}, warn() {} };
export const UNTRACED: Trace = { current: () => undefined, within: (_name, _trace, work) => work() };
