import type { Caller } from './caller.js';

/** What is planted, by what it is: who may know of it follows from that and from whose it is. */
export type Kind =
  | 'academy'
  | 'accommodation'
  | 'appeal'
  | 'assignment'
  | 'birth-date'
  | 'campaign'
  | 'certification'
  | 'charge'
  | 'cin'
  | 'claim'
  | 'correction-request'
  | 'credential'
  | 'enrolment'
  | 'erasure'
  | 'evaluation'
  | 'exam-day'
  | 'import'
  | 'ledger'
  | 'licence'
  | 'merge'
  | 'offering'
  | 'past-attempt'
  | 'person'
  | 'plan'
  | 'placement'
  | 'readiness-proof'
  | 'registration'
  | 'result'
  | 'room'
  | 'run'
  | 'sitting'
  | 'stock'
  | 'trainer'
  | 'voucher';

export const PLACES = ['own', 'near', 'far'] as const;
export type PlaceName = (typeof PLACES)[number];

/** That an academy is ready in something, until 2029. */
export const PROOF = {
  ...{ kind: 'network', provenOn: '2026-10-01', expiresOn: '2029-09-30', document: 'DR-04/2026/117' },
};

/** An academy that was planted: the callers' own, a prison of the same region, and one of another region. */
export type Place = {
  name: PlaceName;
  academyId: string;
  code: string;
  region: string;
  isPrison: boolean;
  /** The code of a group, the ids of a room and a campaign, and who runs it. */
  group: string;
  /** Who is in that group by now. */
  members: Set<string>;
  room: string;
  manager: Caller;
  campaign: string;
  /** Ids of persons: a grown trainee, who teaches, who proctors, and one of the staff. */
  main: string;
  teacher: string;
  proctor: string;
  staff: string;
};

/**
 * One planted row: `words` tell of it wherever they are read, the id where it is no secret to begin with (`isOpen`) does not. `person`
 * is whom it is about, `by` who made it, `watchedBy` who proctors the sitting that it is, or is of.
 */
export type Row = {
  kind: Kind;
  place: Place;
  id: string;
  words: readonly string[];
  person?: string;
  by?: string;
  watchedBy?: string;
  isOpen?: boolean;
};

/** All that was planted. */
export class World {
  readonly rows: Row[] = [];

  constructor(
    readonly places: Readonly<Record<PlaceName, Place>>,
    /** The subject to whom the register gives the first academy. */
    readonly assigned: string,
  ) {}

  /** The first row of a kind in a place that was planted. */
  row(kind: Kind, place: PlaceName): Row | undefined {
    return this.rows.find((one) => one.kind === kind && one.place.name === place);
  }
}

/** What is named of registers that shipped: in a path, as an argument (`field.argument`), and as the key of an entity. */
export type Fixed = Readonly<{
  paths: Readonly<Record<string, string>>;
  arguments: Readonly<Record<string, string>>;
  keys: Readonly<Record<string, object>>;
}>;
