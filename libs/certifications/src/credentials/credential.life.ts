import type { credential } from '@takwin/contracts/events/certifications';
import type { TypeOf } from '@takwin/contracts/published';
import { lifeCycle } from '@takwin/platform/schema';
import type { CredentialView } from './credential.js';

/** The life of a credential. One that is not signed yet goes without a trace where what it proves is withdrawn. */
export const credentialLife = lifeCycle<CredentialView['state'], TypeOf<typeof credential>>()({
  earn: { from: [], to: 'pending', event: null },
  sign: { from: ['pending'], to: 'valid', event: 'CredentialIssued' },
  discard: { from: ['pending'], to: [], event: null },
  merge: { from: ['pending', 'valid', 'revoked'], to: null, event: 'CredentialMerged' },
  withdraw: { from: ['pending', 'valid', 'revoked'], to: 'revoked', event: 'CredentialRevoked' },
  revoke: { from: ['valid'], to: 'revoked', event: 'CredentialRevoked' },
});
