import { backoff } from '../clock/backoff.js';
import { isOutage } from '../postgres/connection.js';
import type { WorkLog } from '../telemetry/log.js';

/** Says once that something is failing and once that it works again, however often it is tried in between. */
export class Outage {
  #reason: string | undefined;
  #since = 0;
  #attempts = 0;

  constructor(
    private readonly logger: WorkLog,
    private readonly about: object,
  ) {}

  /** Milliseconds to wait before the next try: 100 at first, doubled each time up to 5,000, scattered by half. */
  met(error: unknown): number {
    const message = error instanceof Error ? error.message : String(error);
    const reason = isOutage(error) ? 'unreachable' : message;
    if (this.#reason === undefined) this.#since = performance.now();
    if (this.#reason !== reason) this.logger.warn({ ...this.about, error: message }, 'event log: waits');
    this.#reason = reason;
    return backoff(this.#attempts++);
  }

  over(): void {
    if (this.#reason === undefined) return;
    const seconds = Math.round((performance.now() - this.#since) / 1_000);
    this.logger.info({ ...this.about, seconds }, 'event log: works again');
    this.#reason = undefined;
    this.#attempts = 0;
  }
}
