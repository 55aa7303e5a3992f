import { Injectable } from '@nestjs/common';
import type { ProgrammeAsked } from '@takwin/contracts/convention';
import { LicenceId, PersonId, RegionCode } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database, type Lists, selectLists, within } from '@takwin/platform/postgres';
import { idPagesFor, type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { LicenceView, SeatPoolView } from './licence.js';
import { isThere } from '../told-of-prisons.js';
import { selectLicences } from './licence.rows.js';
import { IS_UNCONFIRMED } from '../unconfirmed.js';
import { LICENCE_READERS, READERS } from '../rules.js';

export const FindLicences = query(
  'FindLicences',
  LICENCE_READERS,
  { personId: PersonId.optional(), ...paging },
  {
    summary: 'List licences',
    description: 'Lists the licences of persons that the caller may see, in the order of their ids, a page at a time.',
  },
);
export type FindLicences = z.output<typeof FindLicences>;

export const FindLicence = query(
  'FindLicence',
  LICENCE_READERS,
  { id: LicenceId },
  { summary: 'Read one licence', description: 'Tells one licence of a person: what proves a user of Office 365.' },
);
export type FindLicence = z.output<typeof FindLicence>;

export const FindSeatPools = query(
  'FindSeatPools',
  READERS,
  { ...paging },
  {
    summary: 'List pools of licence seats',
    description:
      'Lists how many seats of each licence the tenant has, how many are taken or reserved, and how many are' +
      ' free, in the order of the licences, a page at a time.',
  },
);
export type FindSeatPools = z.output<typeof FindSeatPools>;

export const CountUsers = query(
  'CountOffice365Users',
  EVERYONE,
  { region: RegionCode.optional() },
  {
    summary: 'Count the users of Office 365',
    description:
      'Counts the distinct persons with a licence from the service’s own rows, in the whole country or in one' +
      ' region: the scoreboard must show the same figure.',
  },
);
export type CountUsers = z.output<typeof CountUsers>;

const BySku = z.tuple([z.string()]);

const MONTH = 30 * 86_400_000;

const mine = (actor: Actor): Sql =>
  sql`(${within(actor, { region: sql`l.region`, academy: sql`l.academy_id`, person: sql`l.person_id` })}
    and ${isThere(actor, sql`l.academy_id`, sql`l.person_id`)})`;

@Injectable()
export class FindLicencesHandler {
  constructor(private readonly db: Database) {}

  /** Licences in the order of their ids, a page at a time. */
  run(actor: Actor, asked: FindLicences): Promise<Page<LicenceView>> {
    const { personId } = asked;
    const { last, limit, page } = idPagesFor<LicenceView>(FindLicences, actor, asked);
    return this.db.readAs(actor, async (tx) => {
      const where = [mine(actor)];
      if (personId) where.push(sql`l.person_id = ${personId}`);
      const total = counting(this.db, actor, sql`licence l where ${join(where, ' and ')}`);
      if (last) where.push(sql`l.id > ${last[0]}`);
      return page(await selectLicences(tx, join(where, ' and '), sql`order by l.id limit ${limit}`), total);
    });
  }

  async one(actor: Actor, { id }: FindLicence): Promise<LicenceView> {
    const found = (await this.byIds(actor, [id])).get(id);
    if (!found) throw new NotFound('licence');
    return found;
  }

  byIds = (actor: Actor, ids: readonly string[]): Promise<Map<string, LicenceView>> =>
    this.db.readByKey(actor, async (tx) => {
      const rows = await selectLicences(tx, sql`l.id = any(${ids}::uuid[]) and ${mine(actor)}`);
      return new Map(rows.map((row) => [row.id, row]));
    });

  /** The licences of each person, in one statement for any number of persons. */
  byPersons: Lists<LicenceView> = (actor, personIds, part) =>
    this.db.readAs(actor, (tx) =>
      selectLists(tx, personIds, part, {
        from: sql`licence l`,
        id: sql`l.id`,
        owner: sql`l.person_id`,
        where: mine(actor),
        order: sql`l.id`,
        select: selectLicences,
        ownerOf: ({ personId }) => personId,
      }),
    );

  pools(actor: Actor, asked: FindSeatPools): Promise<Page<SeatPoolView>> {
    const { last, limit, page } = pagesFor(FindSeatPools, actor, asked, BySku, ({ sku }: SeatPoolView) => [sku]);
    return this.db.readAs(actor, async (tx) => {
      const from = last ? sql`s.part_number > ${last[0]}` : sql`true`;
      const inAMonth = legalDayOf(new Date(tx.at.getTime() + MONTH));
      const rows = await tx.unbound.query<SeatPoolView>(sql`
        select c.*, c.free + c."inGrace" - c.restorable as forecast from (
          select p.sku_id as "skuId", s.part_number as sku, s.name, s.audience, p.seats, p.used, p.seats - p.used as free,
            (select count(*)::int from entitlement e join licence l on l.person_id = e.person_id and l.sku_id = e.sku_id
              where e.sku_id = p.sku_id and e.state = 'grace' and e.until <= ${inAMonth} and l.state = 'assigned') as "inGrace",
            (select count(*)::int from directory_account a where a.deleted_at > ${new Date(tx.at.getTime() - MONTH)}
              and p.sku_id = any(a.skus)) as restorable,
            p.synthetic
          from seat_pool p join sku s on s.id = p.sku_id where ${from}
        ) c order by c.sku limit ${limit}`);
      return page(rows, counting(this.db, actor, sql`seat_pool p join sku s on s.id = p.sku_id`));
    });
  }

  /** Distinct persons with a licence by the day asked for, today unless told: this service's own rows, which the scoreboard must agree with. */
  users(actor: Actor, { region, on }: Partial<ProgrammeAsked>): Promise<number> {
    return this.db.readAs(actor, async (tx) => {
      const day = on ?? legalDayOf(tx.at);
      const row = await tx.one<{ count: number }>(sql`
        select count(distinct person_id)::int as count from licence
        where state = 'assigned' and assigned_on <= ${day} and not exists (
          select from person_copy p where p.subject = licence.person_id::text and ${IS_UNCONFIRMED})
          and (${region ?? null}::text is null or region = ${region ?? null})`);
      return row!.count;
    });
  }
}
