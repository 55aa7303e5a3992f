/** The part of a pino logger that queues use. */
export type Log = { info(about: object, message: string): void; warn(about: object, message: string): void };

/** The traceparent of the work at hand, and a way to work under one. */
export type Trace = {
  current(): string | undefined;
  within<T>(trace: string | undefined, work: () => Promise<T>): Promise<T>;
};

export const SILENT: Log = { info() {}, warn() {} };
export const UNTRACED: Trace = { current: () => undefined, within: (_, work) => work() };
