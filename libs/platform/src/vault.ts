/** What is kept so that only the holder of a key reads it. */
export { Keys, keyOf, type NumberedKey, nextKeys } from './vault/keys.js';
export { type Envelope, Vault } from './vault/vault.js';
export { VaultModule } from './vault/vault.module.js';
export { keysInUse } from './vault/keys-in-use.js';
