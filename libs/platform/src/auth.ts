/** Who asks, and what a token grants. */
export { type Actor, type Role, ROLES, type Scope, systemActor } from './auth/actor.js';
export { type Caller, type Mandate, Mandates } from './auth/caller.js';
export { JwtVerifier, type Trust } from './auth/jwt.js';
export { isToldOfPrisons } from './auth/prisons.js';
export { EVERYONE, MANAGERS } from './auth/rules.js';
export { trustOf } from './auth/trust.js';
