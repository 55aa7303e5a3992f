import { setTimeout as pause } from 'node:timers/promises';

/** A dependency by name: `check` rejects when it is not there. A process without a critical one is not ready. */
export type Dependency = { name: string; critical: boolean; check: () => Promise<unknown> };

/** What a service's readiness is judged by: a list of Dependency. */
export const DEPENDENCIES = Symbol('dependencies');

export type Readiness = {
  ready: boolean;
  dependencies: Record<string, { ok: boolean; critical: boolean; ms: number; reason?: string }>;
};

const PATIENCE = 2_000;

/** Asks every dependency at once, each for two seconds at most. */
export async function readinessOf(dependencies: readonly Dependency[]): Promise<Readiness> {
  const asked = await Promise.all(
    dependencies.map(async ({ name, critical, check }) => {
      const from = performance.now();
      const reason = await reasonOf(check);
      const ms = Math.round(performance.now() - from);
      return [name, { ok: reason === undefined, critical, ms, ...(reason !== undefined && { reason }) }] as const;
    }),
  );
  return { ready: asked.every(([, { ok, critical }]) => ok || !critical), dependencies: Object.fromEntries(asked) };
}

async function reasonOf(check: () => Promise<unknown>): Promise<string | undefined> {
  const late = new AbortController();
  const timeout = pause(PATIENCE, 'no answer in time', { signal: late.signal });
  try {
    return await Promise.race([check().then(() => undefined), timeout]);
  } catch {
    // The cause may hold addresses: it is for the log, not for whoever asks.
    return 'not reachable';
  } finally {
    late.abort();
    timeout.catch(() => {});
  }
}
