import type { KonosysRow } from './konosys-row.js';

const OF_PERSON = ['sex', 'familyArabic', 'givenArabic'] as const;
const OF_PLACEMENT = ['active', 'filiere', 'level'] as const;

type Told = Pick<KonosysRow, (typeof OF_PERSON)[number]>;
type Placed = Pick<KonosysRow, (typeof OF_PLACEMENT)[number] | 'year' | 'group'>;
type Row = KonosysRow & { academyId: string };

/** What is told otherwise than before: of the person, or of the placement. */
type Otherwise =
  | { code: 'PERSON_TOLD_OTHERWISE'; field: (typeof OF_PERSON)[number] }
  | { code: 'PLACEMENT_TOLD_OTHERWISE'; field: (typeof OF_PLACEMENT)[number] };

/** What the rows of a file say of persons and of their placements, of which none may be lost for another: an empty cell says nothing. */
export class ToldOnce {
  readonly #persons = new Map<string, Told>();
  readonly #placements = new Map<string, Placed[]>();

  /** The fields of a row that an earlier one told otherwise; where there are none, the row is remembered. */
  hear(row: Row): Otherwise[] {
    const person = this.#persons.get(row.matricule);
    const ofPerson = OF_PERSON.filter((field) => person && differ(person[field], row[field]));
    const place = JSON.stringify([row.matricule, row.academyId]);
    const placed = this.#placements.get(place) ?? [];
    // A year that either does not say is taken for the same.
    const near = placed.filter(({ year }) => !differ(year, row.year));
    const same = near.filter(({ group }) => keyOf(group) === keyOf(row.group));
    const departs = near.some((one) => isGone(one, row) || isGone(row, one));
    const ofPlacement = OF_PLACEMENT.filter(
      (field) => (field === 'active' && departs) || same.some((one) => differ(one[field], row[field])),
    );
    const otherwise = [
      ...ofPerson.map((field) => ({ code: 'PERSON_TOLD_OTHERWISE' as const, field })),
      ...ofPlacement.map((field) => ({ code: 'PLACEMENT_TOLD_OTHERWISE' as const, field })),
    ];
    if (otherwise.length > 0) return otherwise;
    this.#persons.set(row.matricule, keep(OF_PERSON, row, person));
    const known = same.find(({ year }) => year === row.year);
    const kept = { ...keep(OF_PLACEMENT, row, known), year: row.year, group: row.group };
    this.#placements.set(place, [...placed.filter((one) => one !== known), kept]);
    return [];
  }
}

// The case of a code tells nothing.
const said = (cell: unknown): unknown => (typeof cell === 'string' ? cell.toLowerCase() : cell);
const differ = (one: unknown, other: unknown): boolean => one !== null && other !== null && said(one) !== said(other);

// A blank in the code of a group tells nothing either.
const keyOf = (group: string | null): unknown => said(group?.replace(/\s/gu, '') ?? null);
/** Whether the one says without a group that the person is not there, and the other that they are in one. */
const isGone = (one: Pick<Placed, 'group' | 'active'>, other: Pick<Placed, 'group' | 'active'>): boolean =>
  !one.active && one.group === null && other.active;

const keep = <K extends keyof KonosysRow>(fields: readonly K[], row: KonosysRow, known?: Pick<KonosysRow, K>) =>
  Object.fromEntries(fields.map((field) => [field, row[field] ?? known?.[field] ?? null])) as Pick<KonosysRow, K>;
