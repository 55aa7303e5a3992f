/** Settings from the environment, refused by name where they are missing or wrong. */
export { AppEnv, ConfigError, readEnv, WorkEnv } from './config/env.js';
export { ENVIRONMENT, fromEnvironment } from './config/from-environment.js';
