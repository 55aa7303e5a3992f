import { ModuleMocker } from 'jest-mock';

const { exit } = process;

/**
 * Jest's testEnvironment: the worker itself, where Jest would make a realm for each file and load everything into it again. What a
 * file changes of the environment's variables is undone after it.
 */
export default class Worker {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  #env = { ...process.env };

  getVmContext() {
    return null;
  }

  async setup() {}

  async teardown() {
    for (const name of Object.keys(process.env)) if (!(name in this.#env)) delete process.env[name];
    Object.assign(process.env, this.#env);
    // Jest puts one of its own around it, for each file.
    process.exit = exit;
  }
}
