import { Injectable } from '@nestjs/common';
import { AcademyId, RegionCode } from '@takwin/contracts/ids';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { NotFound } from '@takwin/platform/errors';
import { counting, Database, type Lists, selectLists } from '@takwin/platform/postgres';
import { type Page, pagesFor, paging, query, Text } from '@takwin/platform/schema';
import { type Hit, hitsOf, inOrder, isHit, type Searched } from '@takwin/platform/search';
import sql, { join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { AcademyProfile, type AcademyView } from './academy.js';
import { AcademyState } from './academy.life.js';
import { selectAcademies } from './academy.rows.js';
import { selectRooms } from '../rooms/read-rooms.js';
import type { RoomView } from '../rooms/room.js';

export const FindAcademies = query(
  'FindAcademies',
  EVERYONE,
  {
    region: RegionCode.optional(),
    profile: AcademyProfile.optional(),
    state: AcademyState.optional(),
    q: Text({ max: 100 })
      .optional()
      .describe('Words of a name, a city, a province or a code, or parts of them, in French or Arabic'),
    ...paging,
  },
  {
    summary: 'List academies',
    description:
      'Lists academies in the order of their codes, a page at a time, cut by region, profile or state; with words' +
      ' those whose name, city, province or code has them, the best answers first: of equal ones those of the city, then' +
      ' those of the province, before those of a region that bears the name.',
  },
);
export type FindAcademies = z.output<typeof FindAcademies>;

export const FindAcademy = query(
  'FindAcademy',
  EVERYONE,
  { id: AcademyId },
  {
    summary: 'Read an academy',
    description:
      'Answers one academy with its state, profile and membership. Its ETag is the version that a change has to' +
      ' name.',
  },
);
export type FindAcademy = z.output<typeof FindAcademy>;

/** The tier of how well it answers, whether its place does so, and the code; without words the code alone counts. */
const Place = z.tuple([z.number(), z.number(), z.string()]);

/** Whether what is asked is the city (0), the province (1), or neither: a part of `names`, by where it stands. */
const FAR_FROM_PLACE = sql`case when academy_keys(split_part(a.names, '|', 4)) @@ t.query then 0
  when academy_keys(split_part(a.names, '|', 5)) @@ t.query then 1 else 2 end`;

const searched = (where: Sql): Searched => ({
  by: 'place',
  from: sql`academy a`,
  id: sql`a.id`,
  keys: sql`academy_keys(a.names)`,
  where,
  order: [FAR_FROM_PLACE, sql`a.code`],
});

@Injectable()
export class FindAcademiesHandler {
  constructor(private readonly db: Database) {}

  /** Academies a page at a time: by code, with words the best answers first. */
  run(actor: Actor, asked: FindAcademies): Promise<Page<AcademyView>> {
    const { region, profile, state, q } = asked;
    let hits: Hit[] = [];
    const placeOf = ({ id, code }: AcademyView) =>
      Place.parse(hits.find((hit) => hit.id === id)?.place ?? [0, 0, code]);
    const { last, limit, page } = pagesFor(FindAcademies, actor, asked, Place, placeOf);
    return this.db.readAs(actor, async (tx) => {
      const where = [sql`true`];
      if (region) where.push(sql`a.region = ${region}`);
      if (profile) where.push(sql`a.profile = ${profile}`);
      if (state) where.push(sql`a.state = ${state}`);
      if (q === undefined) {
        const total = counting(this.db, actor, sql`academy a where ${join(where, ' and ')}`);
        if (last) where.push(sql`a.code > ${last[2]}`);
        return page(await selectAcademies(tx, join(where, ' and '), sql`order by a.code limit ${limit}`), total);
      }
      const list = searched(join(where, ' and '));
      hits = await hitsOf(tx, list, q, last, limit);
      const total = counting(this.db, actor, sql`academy a where ${list.where} and ${isHit(list, q, hits)}`);
      return page(await inOrder(hits, (ids) => selectAcademies(tx, sql`a.id = any(${ids}::uuid[])`)), total);
    });
  }

  async one(actor: Actor, { id }: FindAcademy): Promise<AcademyView> {
    const found = (await this.byIds(actor, [id])).get(id);
    if (!found) throw new NotFound('academy');
    return found;
  }

  byIds = (actor: Actor, ids: readonly string[]): Promise<Map<string, AcademyView>> =>
    this.db.readAs(actor, async (tx) => {
      const rows = await selectAcademies(tx, sql`a.id = any(${ids}::uuid[])`);
      return new Map(rows.map((row) => [row.id, row]));
    });

  /** The rooms of each academy, in one statement for any number of academies. */
  roomsByAcademies: Lists<RoomView> = (actor, academyIds, part) =>
    this.db.readAs(actor, (tx) =>
      selectLists(tx, academyIds, part, {
        from: sql`room r`,
        id: sql`r.id`,
        owner: sql`r.academy_id`,
        where: sql`true`,
        order: sql`r.code, r.id`,
        select: selectRooms,
        ownerOf: ({ academyId }) => academyId,
      }),
    );
}
