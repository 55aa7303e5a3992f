import { pino, type DestinationStream, type Logger } from 'pino';
import { currentTraceId } from './trace.js';

export type Log = Logger;
/** The part of it that followers, queues and sweeps use. */
export type WorkLog = {
  info(about: object, message: string): void;
  warn(about: object, message: string): void;
};
export const SILENT: WorkLog = { info() {}, warn() {} };
/** The log of the service that a provider is part of. */
export const LOG = Symbol('log');

// Names of fields that would tell who a person is, wherever they turn up in a log line.
const PERSONAL = ['cin', 'matricule', 'name', 'birthDate', 'authorization', 'password', 'token', 'jwt'];

/** A service's log: JSON lines with the trace id, and no personal data. */
export function logOf(service: string, level = 'info', destination?: DestinationStream): Log {
  const options = {
    level,
    base: { service },
    mixin: () => ({ trace: currentTraceId() }),
    redact: { paths: PERSONAL.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[personal]' },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination ? pino(options, destination) : pino(options);
}
