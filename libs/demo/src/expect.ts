/** Refuses a figure that is not the expected one: the demo ends there. */
export function expect(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`${what}: ${found}, where ${expected} were expected`);
}
