import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import circus from 'jest-circus/runner';
import { expose, loadFor } from './loading.js';

const require = createRequire(import.meta.url);
const HANDLERS = Symbol.for('EVENT_HANDLERS');
const TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL');

let runs = 0;

/**
 * Jest's testRunner: jest-circus, on modules that Node loads. A worker evaluates each module once for all the files that it runs,
 * as a service does; the spec itself is new each time.
 * @public
 */
export default async function run(globalConfig, config, environment, runtime, path, send) {
  await loadFor(config, runtime.getSourceMaps());
  const { moduleMocker: mocks } = environment;
  delete globalThis[TIMEOUT];
  const jest = {
    fn: mocks.fn.bind(mocks),
    spyOn: mocks.spyOn.bind(mocks),
    setTimeout: (timeout) => void (globalThis[TIMEOUT] = timeout),
  };
  const onNode = {
    enterTestCode: () => runtime.enterTestCode(),
    leaveTestCode: () => runtime.leaveTestCode(),
    requireInternalModule: requireAnew,
    requireModule: require,
    setGlobalsForRuntime: (globals) => expose({ ...globals, jest }),
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (file) => import(`${pathToFileURL(file)}?run=${++runs}`),
  };
  return circus.default(globalConfig, config, environment, onNode, path, send);
}

// circus keeps what it knows of a file in its module, and who is told of it on the realm.
function requireAnew(file) {
  delete globalThis[HANDLERS];
  delete require.cache[file];
  return require(file);
}
