import { EVERYONE } from '@takwin/platform/auth';
import { Injectable } from '@nestjs/common';
import { NotFound } from '@takwin/platform/errors';
import { Database } from '@takwin/platform/postgres';
import { query, WholeNumber } from '@takwin/platform/schema';
import { z } from 'zod';
import { proofOver } from './data-integrity.js';
import { CredentialKeys } from './keys.js';
import { statusListUrl } from './openbadge-credential.js';
import { signCredential } from './sign.js';
import { statusListCredential } from './status-list.js';
import { shippedContexts } from './reference/contexts.js';
import { listState, revokedPlaces } from './read-register.js';

export const FetchStatusList = query(
  'FetchStatusList',
  { ...EVERYONE, public: 'programme' },
  {
    list: WholeNumber(0, 1_000_000).describe('Its number, as credentials name it: from 0'),
  },
  {
    summary: 'Fetch a status list',
    description: 'Answers a W3C Bitstring Status List, which says which of the credentials that name it are revoked.',
  },
);
export type FetchStatusList = z.output<typeof FetchStatusList>;

/** A status list in both forms; `json` is unsigned where there is no key for Data Integrity proofs. */
export type StatusList = { jwt: string; json: object };

const FRESH = 5 * 60_000;

@Injectable()
export class ShowStatusListHandler {
  readonly #made = new Map<number, { revoked: number; at: Date; list: Promise<StatusList> }>();

  constructor(
    private readonly db: Database,
    private readonly keys: CredentialKeys,
  ) {}

  /** The list as of now: signed anew when something was revoked, and else at most every five minutes. Refuses NOT_FOUND. */
  async run({ list }: FetchStatusList): Promise<StatusList> {
    const { exists, revoked } = await listState(this.db, list);
    if (!exists) throw new NotFound('status list');
    const at = this.db.clock.now();
    const made = this.#made.get(list);
    // Nothing is ever taken off a list, so that the count tells whether it has changed.
    if (made && made.revoked === revoked && at.getTime() - made.at.getTime() < FRESH) return made.list;
    const fresh = { revoked, at, list: this.#make(list, at) };
    this.#made.set(list, fresh);
    fresh.list.catch(() => this.#made.delete(list));
    return fresh.list;
  }

  async #make(list: number, at: Date): Promise<StatusList> {
    const { url, issuer, current, proving } = this.keys;
    const places = await revokedPlaces(this.db, list);
    const credential = statusListCredential(statusListUrl(url, list), issuer, places, at);
    const jwt = await signCredential(current, credential);
    const proof = proving && (await proofOver(credential, proving, at, shippedContexts()));
    return { jwt, json: proof ? { ...credential, proof } : credential };
  }
}
