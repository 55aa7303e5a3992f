/** A measurement or a fault test: what it prints in its last line, and whether it holds. */
type Outcome = { values: Record<string, number>; holds: boolean };
export type Trial = { about: string; run(args: string[]): Promise<Outcome> };

/** Runs a trial by name and prints its line; without a name, lists them. */
export async function runFrom(kind: string, trials: Record<string, Trial>, [name, ...args]: string[]): Promise<number> {
  const trial = name === undefined ? undefined : trials[name];
  if (!trial) {
    for (const [one, { about }] of Object.entries(trials)) process.stdout.write(`${one.padEnd(16)} ${about}\n`);
    return name === undefined ? 0 : 2;
  }
  const { values, holds } = await trial.run(args);
  const said = Object.entries(values).map(([key, value]) => `${key}=${value}`);
  process.stdout.write(`${kind} ${name} ${said.join(' ')}\n`);
  return holds ? 0 : 1;
}
