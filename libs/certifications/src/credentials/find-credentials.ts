import { Injectable } from '@nestjs/common';
import { CredentialId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { Database, type Lists, selectLists, within } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql, { type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { CredentialNotSigned, type CredentialView } from './credential.js';
import { signedCredential, type SignedCredential } from '../verification/read.js';
import { selectCredentials } from './credential.rows.js';
import { CANDIDATE_READERS } from '../rules.js';

export const FindCredential = query('FindCredential', CANDIDATE_READERS, { id: CredentialId });
export type FindCredential = z.output<typeof FindCredential>;

/** Whoever was given the credential's address may fetch it: it is what the holder shows. */
export const FetchCredential = query(
  'FetchCredential',
  { ...CANDIDATE_READERS, public: 'programme' },
  { id: CredentialId },
);
export type FetchCredential = z.output<typeof FetchCredential>;

const mine = (actor: Actor): Sql =>
  within(actor, { region: sql`c.region`, academy: sql`c.academy_id`, person: sql`c.person_id` });

@Injectable()
export class FindCredentialsHandler {
  constructor(private readonly db: Database) {}

  async one(actor: Actor, { id }: FindCredential): Promise<CredentialView> {
    const found = (await this.byIds(actor, [id])).get(id);
    if (!found) throw new NotFound('credential');
    return found;
  }

  /** The credential as it was issued, in both forms; refuses CREDENTIAL_NOT_SIGNED for one that is still to be signed. */
  async signed(actor: Actor, { id }: FetchCredential): Promise<SignedCredential> {
    const row = await this.db.readAs(actor, (tx) =>
      tx.one<{ jwt: string | null; proof: object | null }>(sql`select jwt, proof from credential where id = ${id}`),
    );
    if (!row) throw new NotFound('credential');
    if (row.jwt === null) throw new CredentialNotSigned();
    return signedCredential(row.jwt, row.proof);
  }

  byIds = (actor: Actor, ids: readonly string[]): Promise<Map<string, CredentialView>> =>
    this.db.readAs(actor, async (tx) => {
      const rows = await selectCredentials(tx, sql`c.id = any(${ids}::uuid[]) and ${mine(actor)}`);
      return new Map(rows.map((row) => [row.id, row]));
    });

  /** The credentials of each person, oldest first, in one statement for any number of persons. */
  byPersons: Lists<CredentialView> = (actor, personIds, part) =>
    this.db.readAs(actor, (tx) =>
      selectLists(tx, personIds, part, {
        from: sql`credential c`,
        id: sql`c.id`,
        owner: sql`c.person_id`,
        where: mine(actor),
        order: sql`c.accepted_at, c.id`,
        select: selectCredentials,
        ownerOf: ({ personId }) => personId,
      }),
    );
}
