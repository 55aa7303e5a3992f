import { Injectable } from '@nestjs/common';
import { CredentialId, PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { NotFound, type Refusal } from '@takwin/platform/errors';
import { counting, Database, type Lists, selectLists, within } from '@takwin/platform/postgres';
import { idPagesFor, type Page, paging, query } from '@takwin/platform/schema';
import sql, { join, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { AchievementId, CredentialState, type CredentialView, CredentialWithdrawn, notSigned } from './credential.js';
import { signedCredential, type SignedCredential } from '../verification/read.js';
import { selectCredentials } from './credential.rows.js';
import { CANDIDATE_READERS } from '../rules.js';
import { isThere } from '../told-of-prisons.js';

export const FindCredentials = query(
  'FindCredentials',
  CANDIDATE_READERS,
  {
    personId: PersonId.optional(),
    certification: AchievementId.optional().describe(
      'The id of the achievement: of a certification, or of what else earns a credential',
    ),
    state: CredentialState.optional(),
    ...paging,
  },
  {
    summary: 'List credentials',
    description:
      'Lists what the register says of the credentials that the caller may see, in the order of their ids, a' +
      ' page at a time. The signed document of one is at GET /v1/credentials/{id}.',
  },
);
export type FindCredentials = z.output<typeof FindCredentials>;

export const FindCredential = query(
  'FindCredential',
  CANDIDATE_READERS,
  { id: CredentialId },
  {
    summary: 'Read what the register says of a credential',
    description: 'Answers whose a credential is, what it certifies, and whether it stands or was revoked.',
  },
);
export type FindCredential = z.output<typeof FindCredential>;

/** Whoever was given the credential's address may fetch it: it is what the holder shows. */
export const FetchCredential = query(
  'FetchCredential',
  { ...CANDIDATE_READERS, public: 'programme' },
  { id: CredentialId },
  {
    summary: 'Fetch a signed credential',
    mayConflict: true,
    description:
      'Answers the credential as it was signed: Open Badges 3.0 as JSON-LD, or as a JWT where the Accept header' +
      ' asks for application/vc+jwt. Whoever has its address may fetch it. Of one that is still' +
      ' to be signed those alone are told who may see it: CREDENTIAL_NOT_SIGNED, or PERSON_UNCONFIRMED while it waits' +
      ' for its person to be confirmed. Of one that was withdrawn at the request of its holder, everybody is told so and' +
      ' nothing else: CREDENTIAL_WITHDRAWN.',
  },
);
export type FetchCredential = z.output<typeof FetchCredential>;

const mine = (actor: Actor): Sql =>
  sql`(${within(actor, { region: sql`c.region`, academy: sql`c.academy_id`, person: sql`c.person_id` })}
    and ${isThere(actor, sql`c.academy_id`, sql`c.person_id`)})`;

@Injectable()
export class FindCredentialsHandler {
  constructor(private readonly db: Database) {}

  /** Credentials in the order of their ids, a page at a time. */
  run(actor: Actor, cut: FindCredentials): Promise<Page<CredentialView>> {
    const { last, limit, page } = idPagesFor<CredentialView>(FindCredentials, actor, cut);
    return this.db.readAs(actor, async (tx) => {
      const where = [mine(actor)];
      if (cut.personId) where.push(sql`c.person_id = ${cut.personId}`);
      if (cut.certification) where.push(sql`c.achievement_id = ${cut.certification}`);
      if (cut.state) where.push(sql`c.state = ${cut.state}`);
      const total = counting(this.db, actor, sql`credential c where ${join(where, ' and ')}`);
      if (last) where.push(sql`c.id > ${last[0]}`);
      return page(await selectCredentials(tx, join(where, ' and '), sql`order by c.id limit ${limit}`), total);
    });
  }

  async one(actor: Actor, { id }: FindCredential): Promise<CredentialView> {
    const [found] = (await this.byIds(actor, [id])).values();
    if (!found) throw new NotFound('credential');
    return found;
  }

  /** The credential as it was issued, in both forms; refuses as `unsigned` says, and CREDENTIAL_WITHDRAWN. */
  async signed(actor: Actor, { id }: FetchCredential): Promise<SignedCredential> {
    const row = await this.db.readAs(actor, (tx) =>
      tx.unbound.one<{ jwt: string; proof: object | null }>(
        sql`select jwt, proof from credential where id = ${id} and (jwt <> '' or state = 'revoked')`,
      ),
    );
    if (!row) throw await this.unsigned(actor, { id });
    if (row.jwt === '') throw new CredentialWithdrawn();
    return signedCredential(row.jwt, row.proof);
  }

  /**
   * Why there is no signed credential of this id: to those who may see it, CREDENTIAL_NOT_SIGNED or what it waits for; to all others,
   * NOT_FOUND, as if there were none.
   */
  async unsigned(actor: Actor, { id }: FetchCredential): Promise<Refusal> {
    const [known] = actor.role === 'public' ? [] : (await this.byIds(actor, [id])).values();
    return known?.state === 'pending' ? notSigned(known) : new NotFound('credential');
  }

  byIds = (actor: Actor, ids: readonly string[]): Promise<Map<string, CredentialView>> =>
    this.db.readByKey(actor, async (tx) => {
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
