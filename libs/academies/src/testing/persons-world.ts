import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { systemActor } from '@takwin/platform/auth';
import { actorOf, type TestDatabase } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { ChangePersonHandler } from '../persons/change-person.js';
import { CinKeys, CinVault } from '../persons/cin.js';
import { DeactivatePersonHandler } from '../persons/deactivate-person.js';
import { RegisterPersonHandler } from '../persons/register-person.js';
import { AcceptImportHandler } from '../rosters/accept-import.js';
import { RunImportHandler } from '../rosters/run-import.js';
import { CIN_KEYS } from './cin-keys.js';
import { fileOf, newMatricule, rowOf } from './konosys-file.js';

type Row = { person: number; academy: number; group: number; year: number; active: boolean; renamed: boolean };

const admin = actorOf('programme-admin');
const NOBODY = { wake: () => Promise.resolve() } as never;

/** A few persons, by their places in a list of matricules, and what forms and rosters can do to them. */
export class PersonsWorld {
  readonly #matricules = new Map<number, string>();
  readonly #vault = CinVault.of(CinKeys.parse(CIN_KEYS));

  private constructor(
    private readonly db: TestDatabase['db'],
    private readonly academies: readonly { id: string; code: string }[],
  ) {}

  static async of({ db }: TestDatabase, academies: number): Promise<PersonsWorld> {
    const some = await db.readAs(systemActor('test'), (tx) =>
      tx.query<{ id: string; code: string }>(sql`select id, code from academy order by code limit ${academies}`),
    );
    return new PersonsWorld(db, some);
  }

  register(person: number, academy: number): Promise<unknown> {
    const about = { kind: 'trainee', academyId: this.academies[academy]!.id, matricule: this.matricule(person) };
    const name = { family: 'TAZI', given: `Salma ${inLetters(person)}` };
    const command = { ...about, name, birthDate: '2005-02-01', group: 'DEV0', year: 1 };
    return new RegisterPersonHandler(this.db, this.#vault).run(admin, command as never);
  }

  deactivate = (person: number, expectedVersion?: number) =>
    this.#known(person, (id) =>
      new DeactivatePersonHandler(this.db).deactivate(admin, { id, expectedVersion, reason: 'abandon' } as never),
    );

  change = (person: number, given: string, expectedVersion?: number) =>
    this.#known(person, (id) => {
      const command = { id, expectedVersion, name: { family: 'TAZI', given: `${given} ${inLetters(person)}` } };
      return new ChangePersonHandler(this.db, this.#vault).run(admin, command as never);
    });

  reactivate = (person: number, expectedVersion?: number) =>
    this.#known(person, (id) =>
      new DeactivatePersonHandler(this.db).reactivate(admin, { id, expectedVersion } as never),
    );

  async roster(rows: readonly Row[]): Promise<void> {
    const file = fileOf(
      ...rows.map(({ person, academy, group, year, active, renamed }) =>
        rowOf({
          MatriculeEtudiant: this.matricule(person),
          Site: this.academies[academy]!.code,
          Code: `DEV${group}`,
          anneeEtude: String(year),
          EtudiantActif: active ? 'oui' : 'non',
          ...(renamed && { Nom: 'TAZZI' }),
        }),
      ),
    );
    const command = { kind: 'konosys', dryRun: false };
    const { id } = await new AcceptImportHandler(this.db, NOBODY, this.#vault).run(
      admin,
      command as never,
      bytesOf(file),
    );
    await new RunImportHandler(this.db, this.#vault).run(id);
  }

  private matricule(person: number): string {
    const known = this.#matricules.get(person) ?? newMatricule();
    this.#matricules.set(person, known);
    return known;
  }

  async #known(person: number, run: (id: string) => Promise<unknown>): Promise<unknown> {
    const known = await this.db.readAs(admin, (tx) =>
      tx.one<{ id: string }>(sql`select id from person where matricule = ${this.matricule(person)}`),
    );
    return known && run(known.id);
  }
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
