/** What is kept so that only the holder of a key reads it. */
export { Keys, type KeyStep, type NumberedKey, nextKeys } from './vault/keys.js';
export { resealAll } from './vault/reseal-all.js';
export { Vault } from './vault/vault.js';
export { VaultKeys, VaultModule } from './vault/vault.module.js';
export { keysInUse } from './vault/keys-in-use.js';
