import type { Finding } from './read-matrix.js';

/** Prints what was found, alike of many callers once, the first of each in full. */
export function tell(findings: readonly Finding[]): void {
  const alike = Map.groupBy(findings, ({ kind, door, operation, place }) => `${kind} ${door} ${operation} ${place}`);
  for (const [what, some] of [...alike].toSorted(([a], [b]) => a.localeCompare(b))) {
    const callers = [...new Set(some.map(({ caller }) => caller))].join(', ');
    process.stdout.write(`${what}: ${callers}\n    ${some[0]!.what}\n`);
  }
}
