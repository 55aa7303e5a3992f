import { Injectable } from '@nestjs/common';
import { PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { invalid, NotFound } from '@takwin/platform/errors';
import { Database } from '@takwin/platform/postgres';
import { LocalDate, query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { Cin, CinVault } from './cin.js';
import { Matricule, NamePart, PersonView } from './person.js';
import { isVisible, selectPersons } from './read-persons.js';
import { PERSON_READERS } from '../rules.js';

export const FindPerson = query('FindPerson', PERSON_READERS, {
  id: PersonId.optional(),
  matricule: Matricule.optional().describe('Instead of the id'),
});
export type FindPerson = z.output<typeof FindPerson>;

export const SearchPersons = query(
  'SearchPersons',
  { ...MANAGERS, auditor: 'programme' },
  {
    matricule: Matricule.optional(),
    cin: Cin.optional(),
    name: NamePart.optional().describe('The family name, with birthDate'),
    birthDate: LocalDate.optional(),
  },
);
export type SearchPersons = z.output<typeof SearchPersons>;

export const PersonsFound = z.object({ items: z.array(PersonView) }).meta({ id: 'PersonsFound' });
export type PersonsFound = z.output<typeof PersonsFound>;

const exactly = (what: string) => invalid([{ code: 'exactly_one', message: `exactly one of ${what}`, path: [] }]);

@Injectable()
export class FindPersonsHandler {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
  ) {}

  /** One person by id or by matricule, or NOT_FOUND. */
  async one(actor: Actor, { id, matricule }: FindPerson): Promise<PersonView> {
    if ((id === undefined) === (matricule === undefined)) throw exactly('id, matricule');
    const key = id ? sql`p.id = ${id}` : sql`p.matricule = ${matricule}`;
    const [found] = await this.db.readAs(actor, (tx) => selectPersons(tx, sql`${key} and ${isVisible(actor, 'p')}`));
    if (!found) throw new NotFound('person');
    return found;
  }

  /** Persons by matricule, by CIN, or by family name and birth date; what is asked stands in no URL and no log. */
  async run(actor: Actor, { matricule, cin, name, birthDate }: SearchPersons): Promise<PersonsFound> {
    const born = name !== undefined && birthDate !== undefined;
    const asked = [matricule !== undefined, cin !== undefined, born].filter(Boolean).length;
    if (asked !== 1 || (name === undefined) !== (birthDate === undefined))
      throw exactly('matricule, cin, name with birthDate');
    const key = matricule
      ? sql`p.matricule = ${matricule}`
      : cin
        ? sql`p.cin_hash = ${this.vault.hash(cin)}`
        : sql`lower(p.family_fr) = lower(${name}) and p.birth_date = ${birthDate}`;
    const items = await this.db.readAs(actor, (tx) =>
      selectPersons(tx, sql`${key} and ${isVisible(actor, 'p')}`, sql`order by p.id limit 50`),
    );
    return { items };
  }

  byIds = (actor: Actor, ids: readonly string[]): Promise<Map<string, PersonView>> =>
    this.db.readAs(actor, async (tx) => {
      const rows = await selectPersons(tx, sql`p.id = any(${ids}::uuid[]) and ${isVisible(actor, 'p')}`);
      return new Map(rows.map((row) => [row.id, row]));
    });
}
