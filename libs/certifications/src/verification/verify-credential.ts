import { Injectable } from '@nestjs/common';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import { z } from 'zod';
import { CredentialKeys } from '../credentials/keys.js';
import { credentialUrl } from '../credentials/openbadge-credential.js';
import { shippedContexts } from '../credentials/reference/contexts.js';
import { registeredStatus } from '../credentials/read-register.js';
import { vouchedFor } from './documents.js';
import { judge } from './judge.js';
import { kindOf } from './shape.js';
import type { StatusFound } from './status.js';
import { issuerOf, verdictOf, type Judged, type VerificationView } from './verdict.js';

// A file with a credential in it may fill a request; what is inside is bounded where it is read.
const MOST = 1_000_000;
const MOST_OF_A_NAME = 2_000;
const Presented = z
  .union([z.string().min(1).max(MOST), z.record(z.string().max(MOST_OF_A_NAME), z.unknown())])
  .meta({ examples: ['eyJhbGciOiJFZERTQSJ9.eyJpZCI6InVybjp1dWlkIn0.c2lnbmF0dXJl'] });

export const VerifyCredential = query(
  'VerifyCredential',
  {
    public: 'programme',
    'programme-admin': 'programme',
    'regional-director': 'programme',
    'academy-manager': 'programme',
    trainer: 'programme',
    candidate: 'programme',
    integrator: 'programme',
  },
  {
    credential: Presented.describe(
      'A JWT, JSON-LD (as object or text), an SVG that holds one, or a data: URL of a PNG, SVG or PDF that does',
    ),
    documents: z
      .array(Presented)
      .max(20)
      .default([])
      .describe(
        'What you vouch for: DID documents, keys and status lists of other issuers, in any order. Nothing is fetched',
      ),
  },
  {
    summary: 'Verify a credential',
    description:
      'Says whether a credential is valid, or why not, or what could not be checked: an Open Badge or an endorsement,' +
      ' and of any other type that its form is not judged. Needs no token, and fetches nothing from elsewhere.',
  },
);
export type VerifyCredential = z.output<typeof VerifyCredential>;

const DAY = 86_400_000;

@Injectable()
export class VerifyCredentialHandler {
  constructor(
    private readonly db: Database,
    private readonly keys: CredentialKeys,
  ) {}

  /**
   * Never says valid where something could not be checked: signature, whose key it is, dates, status, schema. Ours are
   * looked up in the register; of others' issuers it believes what the caller supplies.
   */
  async run({ credential, documents }: VerifyCredential): Promise<VerificationView> {
    return verdictOf(await this.judge(credential, documents));
  }

  /** The same with the credential itself. */
  judge(credential: string | object, documents: readonly (string | object)[] = []): Promise<Judged> {
    const vouched = vouchedFor(documents);
    return judge(credential, {
      contexts: shippedContexts(),
      documents: (id) => this.keys.document(id) ?? vouched(id),
      areUnread: vouched.areUnread,
      house: this.keys.house,
      now: this.db.clock.now(),
      patience: DAY,
      register: (found) => {
        const { id, issuer } = found;
        const place = credentialUrl(this.keys.url, '');
        // The register holds badges alone: of a status list of ours it knows nothing.
        const isHeld = kindOf(found) !== undefined && this.keys.isOurs(issuerOf(issuer));
        if (!isHeld || typeof id !== 'string') return undefined;
        return this.statusOf(id.startsWith(place) ? id.slice(place.length) : '', place);
      },
    });
  }

  /** What the register says, with the whole id of what was issued in its stead. */
  private async statusOf(id: string, place: string): Promise<StatusFound> {
    const { supersededBy, ...status } = await registeredStatus(this.db, id);
    return { ...status, supersededBy: supersededBy ? `${place}${supersededBy}` : null };
  }
}
