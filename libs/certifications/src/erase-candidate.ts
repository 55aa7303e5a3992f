import { Injectable } from '@nestjs/common';
import { registration } from '@takwin/contracts/events/certifications';
import type { Hindrance } from '@takwin/contracts/events/erasure';
import { CODES } from '@takwin/contracts/refusals';
import {
  blankInLog,
  emptyRows,
  type ErasedRows,
  Erases,
  isUncoded,
  toldByCopy,
  type Whom,
} from '@takwin/platform/erasure';
import { forgetRejected } from '@takwin/platform/imports';
import type { Tx } from '@takwin/platform/postgres';
import { Vault } from '@takwin/platform/vault';
import sql, { type Sql } from 'sql-template-tag';
import { withdrawCredentials } from './credentials/credential.writer.js';

const whose = ({ ids }: Whom): Sql => sql`x.person_id = any(${ids}::uuid[])`;
const registrations = ({ ids }: Whom): Sql =>
  sql`(select r.id from registration r where r.person_id = any(${ids}::uuid[]))`;
const hangs = (whom: Whom): Sql => sql`x.registration_id in ${registrations(whom)}`;
const records = (whom: Whom): Sql =>
  sql`(select d.id from exam_day_record d where d.registration_id in ${registrations(whom)})`;

/** What goes and is emptied of what a candidate did: the words that were said; exams, scores, states, vouchers and charges stay. */
export const certificationsErased: readonly ErasedRows[] = [
  { table: 'accommodation', whose, go: true },
  {
    table: 'registration',
    whose,
    nulls: ['consent_document'],
    uncoded: { columns: ['reason', 'move_reason'], codes: CODES },
  },
  { table: 'literacy_copy', whose: ({ ids }) => sql`x.subject = any(${ids}::text[])`, blanks: ['revoked_reason'] },
  { table: 'appeal', whose: hangs, blanks: ['ground', 'reason'] },
  { table: 'exam_day_record', whose: hangs, words: ['details'] },
  { table: 'exam_day_revocation', whose: (whom) => sql`x.record_id in ${records(whom)}`, blanks: ['reason'] },
  { table: 'result', whose: hangs, blanks: ['correction', 'reason'] },
  { table: 'result_revision', whose: hangs, blanks: ['reason'] },
  { table: 'past_attempt', whose, blanks: ['source'] },
  { table: 'past_attempt_revocation', whose, blanks: ['source', 'reason'] },
  {
    table: 'charge_entry',
    whose: ({ ids }) => sql`x.charge_id in (select c.id from charge c where c.person_id = any(${ids}::uuid[]))`,
    uncoded: { columns: ['reason'], codes: CODES },
  },
];

/** What of a person hinders the erasure, by the hindrance; the first is told. */
const HINDRANCES: readonly [Exclude<Hindrance, 'licence-held'>, (whom: Whom) => Sql][] = [
  [
    'exam-to-come',
    (whom) => sql`
      select from registration x where ${whose(whom)} and x.state in ('requested', 'waitlisted', 'booked', 'sat') and x.lapsed_at is null`,
  ],
  ['result-held', (whom) => sql`select from result x where ${hangs(whom)} and x.state = 'held'`],
  ['appeal-open', (whom) => sql`select from appeal x where ${hangs(whom)} and x.state = 'open'`],
  ['charge-open', (whom) => sql`select from charge x where ${whose(whom)} and x.state = 'booked'`],
];

/** Erases a person in what was examined and certified, once nothing of it is open. */
@Injectable()
export class EraseCandidate extends Erases {
  readonly told = toldByCopy(sql`coalesce(p.keeps_credentials, false)`);

  constructor(private readonly vault: Vault) {
    super();
  }

  override async clear(tx: Tx, whom: Whom): Promise<Hindrance | null> {
    for (const [hindrance, found] of HINDRANCES) if (await tx.one(sql`${found(whom)} limit 1`)) return hindrance;
    await this.forgetRows(tx, whom);
    return null;
  }

  async erase(tx: Tx, whom: Whom): Promise<void> {
    const said = await tx.query<{ id: string }>(sql`
      select x.id from registration x
      where ${whose(whom)} and (${isUncoded(sql`x.reason`, CODES)} or ${isUncoded(sql`x.move_reason`, CODES)})`);
    const ids = said.map(({ id }) => id);
    await blankInLog(tx, registration.subject, ids, { fields: ['reason', 'moveReason'], codes: CODES });
    await emptyRows(tx, whom, certificationsErased);
    if (!whom.keepsCredentials) await withdrawCredentials(tx, whom.ids);
  }

  /** Rows of files of results name candidates by the matricule, which the copy still has until all services are done with it. */
  private async forgetRows(tx: Tx, { ids }: Whom): Promise<void> {
    const known = await tx.query<{ matricule: string }>(sql`
      select matricule from person_copy where subject = any(${ids}::text[]) and matricule is not null`);
    const theirs = new Set(known.map(({ matricule }) => matricule));
    await forgetRejected(tx, this.vault, 'result_import', (cells) => cells.some((cell) => theirs.has(cell.trim())));
  }
}
