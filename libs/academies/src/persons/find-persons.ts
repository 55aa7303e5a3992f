import { Injectable } from '@nestjs/common';
import { AcademyId, ImportId, PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { invalid, NotFound } from '@takwin/platform/errors';
import { counting, Database, type Lists, selectLists, within } from '@takwin/platform/postgres';
import {
  Flag,
  Distinct,
  INSTEAD_OF,
  LocalDate,
  type Page,
  pagesFor,
  paging,
  query,
  Text,
} from '@takwin/platform/schema';
import { hitsOf, inOrder, type Searched } from '@takwin/platform/search';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { Cin, CinVault } from './cin.js';
import { farFrom } from './likeness.js';
import { Group, Matricule, PersonKind, PersonState, PersonView } from './person.js';
import { WAITS, isOneOf, isShown, isTold, isVisible, selectPersons } from './read-persons.js';
import { PERSON_READERS } from '../rules.js';

export const FindPerson = query(
  'FindPerson',
  PERSON_READERS,
  {
    id: PersonId.optional(),
    matricule: Matricule.optional().meta({ description: 'Instead of the id', [INSTEAD_OF]: 'id' }),
  },
  {
    summary: 'Read a person',
    description:
      'Answers one person with the placements that the caller may see, by exactly one of id and matricule. The' +
      ' CIN is never shown.',
  },
);
export type FindPerson = z.output<typeof FindPerson>;

export const FindPersons = query(
  'FindPersons',
  PERSON_READERS,
  {
    academyId: AcademyId.optional().describe('The home academy'),
    group: Group.optional().describe(
      'The code of a group they are in, or were in who have left; with academyId, of a group there',
    ),
    kind: PersonKind.optional(),
    state: PersonState.optional(),
    confirmed: Flag.optional().describe(
      'Only those of whom nothing is an academy’s word alone; with false those who wait to be confirmed',
    ),
    importId: ImportId.optional().describe(
      'Those whom this roster of an academy stated before anybody had confirmed them',
    ),
    ...paging,
  },
  {
    summary: 'List persons',
    description:
      'Lists the persons whom the caller may see in the order of their home academy and id, a page at a time,' +
      ' cut by academy, group, kind, state and whether they are confirmed.',
  },
);
export type FindPersons = z.output<typeof FindPersons>;

/** How many persons may be named at once: those of a school's roster, not of a region's. */
const NAMED = 500;

/** How many of one name are shown. */
const ALIKE = 50;

export const SearchPersons = query(
  'SearchPersons',
  { ...MANAGERS, auditor: 'programme' },
  {
    matricule: Matricule.optional(),
    cin: Cin.optional(),
    name: Text({ max: 120 })
      .optional()
      .describe('Names in any order, in Latin or Arabic letters; their beginnings are enough'),
    birthDate: LocalDate.optional().describe('With a name: only those who were born on that day'),
    matricules: Distinct(Matricule).min(1).max(NAMED).optional().describe('All who have one of these'),
    ids: Distinct(PersonId).min(1).max(NAMED).optional().describe('Those of these ids'),
  },
  {
    summary: 'Search for persons by what identifies them',
    shown: ['matricule'],
    exactlyOne: { matricule: [], cin: [], name: ['birthDate'], matricules: [], ids: [] },
    description:
      'Finds persons by exactly one of matricule, cin, name, matricules or ids. Of those whom the caller may' +
      ' see a name finds, the best answers first, all who bear it in either order and script, at most 50, and says whether there are more;' +
      ' with birthDate those born on that day. What identifies a person stands in the body, so that no URL or log holds it.',
  },
);
export type SearchPersons = z.output<typeof SearchPersons>;

export const PersonsFound = z
  .object({
    items: z.array(PersonView),
    more: z.boolean().describe('Whether there are more than are shown: say more of the name, or the birth date'),
  })
  .meta({ id: 'PersonsFound' });
export type PersonsFound = z.output<typeof PersonsFound>;

const Place = z.tuple([z.uuid(), z.uuid()]);

const exactly = (what: string) => invalid([{ code: 'exactly_one', message: `exactly one of ${what}`, path: [] }]);

/** Whether `p` is in a group of this code by a placement that the actor is shown: a hidden one is told of by no cut either. */
const isInGroup = (actor: Actor, group: string, academyId: string | undefined): Sql => {
  const there = academyId ? sql`and l.academy_id = ${academyId}` : empty;
  return sql`p.id = any(array(
    select l.person_id from placement l join person one on one.id = l.person_id
    where group_key(l.group_code) = group_key(${group}) ${there} and (l.state = 'active'
      or one.state = 'inactive' and l.ended_because is distinct from 'moved') and ${isShown(actor)}))`;
};

/** Whether `p` has one of these matricules, or states one that is of somebody whom the actor may not read. */
const hasMatricule = (actor: Actor, matricules: Sql): Sql => sql`(p.matricule = any(${matricules})
  or p.claimed_matricule = any(${matricules}) and not exists (
    select from person holder where holder.matricule = p.claimed_matricule and ${isVisible(actor, 'holder')}))`;

/** The same of a card, under any of what it may be kept under. */
const hasCard = (actor: Actor, hashes: Sql): Sql => sql`(p.cin_hash = any(${hashes})
  or p.claimed_cin_hash = any(${hashes}) and not exists (
    select from person holder where holder.cin_hash = any(${hashes}) and ${isVisible(actor, 'holder')}))`;

/** Persons by their names. `where` is part of each look, so that nobody else decides whether the next is taken. */
const searched = (where: Sql): Searched => ({
  by: 'name',
  from: sql`person p`,
  id: sql`p.id`,
  keys: sql`person_keys(p.family_fr, p.given_fr, p.family_ar, p.given_ar)`,
  where,
  order: [sql`p.id`],
  whichever: true,
});

@Injectable()
export class FindPersonsHandler {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
  ) {}

  /** One person by id or by matricule, or NOT_FOUND. */
  async one(actor: Actor, { id, matricule }: FindPerson): Promise<PersonView> {
    if ((id === undefined) === (matricule === undefined)) throw exactly('id, matricule');
    const key = id ? isOneOf([id]) : hasMatricule(actor, sql`${[matricule]}::text[]`);
    const [found] = await this.db.readByKey(actor, (tx) => selectPersons(tx, sql`${key} and ${isTold(actor)}`));
    if (!found) throw new NotFound('person');
    return found;
  }

  /** Persons by home academy and id, a page at a time. */
  find(actor: Actor, asked: FindPersons): Promise<Page<PersonView>> {
    const { academyId, group, kind, state, confirmed, importId } = asked;
    const { last, limit, page } = pagesFor(FindPersons, actor, asked, Place, (one: PersonView) => [
      one.academyId,
      one.id,
    ]);
    return this.db.readAs(actor, async (tx) => {
      const where = [isTold(actor)];
      // Of a region by its academies, in whose order the list is read: it is not looked for among all the others.
      if (actor.scope === 'region' && !actor.persons?.length)
        where.push(
          sql`p.academy_id = any(array(select a.id from academy a where ${within(actor, { region: sql`a.region` })}))`,
        );
      if (academyId) where.push(sql`p.academy_id = ${academyId}`);
      if (group) where.push(isInGroup(actor, group, academyId));
      if (kind) where.push(sql`p.kind = ${kind}`);
      if (state) where.push(sql`p.state = ${state}`);
      if (confirmed !== undefined) where.push(confirmed ? sql`not (${WAITS})` : WAITS);
      if (importId)
        where.push(sql`p.id = any(array(select s.person_id from person_statement s where s.import_id = ${importId}))`);
      const total = counting(this.db, actor, sql`person p where ${join(where, ' and ')}`);
      if (last) where.push(sql`(p.academy_id, p.id) > (${last[0]}::uuid, ${last[1]}::uuid)`);
      const order = sql`order by p.academy_id, p.id limit ${limit}`;
      return page(await selectPersons(tx, join(where, ' and '), order), total);
    });
  }

  /** Persons by matricule, by CIN, by name, or those of many matricules or ids; what is asked stands in no URL and log. */
  async run(actor: Actor, asked: SearchPersons): Promise<PersonsFound> {
    const { matricule, cin, name, birthDate, matricules, ids } = asked;
    const ways = [matricule, cin, name, matricules, ids].filter((one) => one !== undefined).length;
    if (ways !== 1 || (birthDate !== undefined && name === undefined))
      throw exactly('matricule, cin, name (with birthDate or without), matricules, ids');
    if (name !== undefined) return this.called(actor, name, birthDate);
    const key = matricule
      ? hasMatricule(actor, sql`${[matricule]}::text[]`)
      : cin
        ? hasCard(actor, sql`${this.vault.hashes(cin)}::bytea[]`)
        : matricules
          ? hasMatricule(actor, sql`${matricules}::text[]`)
          : isOneOf(ids!);
    const most = matricules || ids ? NAMED : ALIKE;
    const found = await this.db.readAs(actor, (tx) =>
      selectPersons(tx, sql`${key} and ${isTold(actor)}`, sql`order by p.id limit ${most + 1}`),
    );
    return { items: found.slice(0, most), more: found.length > most };
  }

  private async called(actor: Actor, name: string, birthDate: string | undefined): Promise<PersonsFound> {
    const born = birthDate === undefined ? empty : sql`and p.birth_date = ${birthDate}`;
    const list = searched(sql`${isTold(actor)} ${born}`);
    return this.db.readAs(actor, async (tx) => {
      const hits = await hitsOf(tx.unbound, list, name, undefined, ALIKE + 1);
      const shown = (found: string[]) => selectPersons(tx, sql`p.id = any(${found}::uuid[]) and ${list.where}`);
      const far = farFrom(name);
      const tierOf = new Map(hits.map(({ id, place: [tier] }) => [id, tier]));
      const items = (await inOrder(hits.slice(0, ALIKE), shown))
        .map((one) => ({ one, tier: tierOf.get(one.id)!, far: far([one.name.fr, one.name.ar]) }))
        .sort((a, b) => a.tier - b.tier || a.far - b.far)
        .map(({ one }) => one);
      return { items, more: hits.length > ALIKE };
    });
  }

  /** The persons whose home each academy is, in one statement for any number of academies. */
  byAcademies: Lists<PersonView> = (actor, academyIds, part) =>
    this.db.readAs(actor, (tx) =>
      selectLists(tx, academyIds, part, {
        from: sql`person p`,
        id: sql`p.id`,
        owner: sql`p.academy_id`,
        where: isTold(actor),
        order: sql`p.id`,
        select: selectPersons,
        ownerOf: ({ academyId }) => academyId,
      }),
    );

  /** Persons by the ids that are asked for, which may be those that they had before two records became one. */
  byIds = (actor: Actor, ids: readonly string[]): Promise<Map<string, PersonView>> =>
    this.db.readByKey(actor, async (tx) => {
      const rows = await selectPersons(tx, sql`${isOneOf(ids)} and ${isTold(actor)}`);
      const byId = new Map(rows.map((row) => [row.id, row]));
      if (ids.every((id) => byId.has(id))) return byId;
      const aliases = await tx.query<{ id: string; of: string }>(sql`
        select id, person_id as of from person_alias where id = any(${ids}::uuid[])`);
      return new Map([
        ...byId,
        ...aliases.flatMap(({ id, of }) => (byId.has(of) ? [[id, byId.get(of)!] as const] : [])),
      ]);
    });
}
