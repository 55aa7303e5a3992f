import type { Actor } from './actor.js';

/** What somebody may do, and within what: a role, and the places of which it is held. */
export type Mandate = Pick<Actor, 'role' | 'regions' | 'academies' | 'groups' | 'persons' | 'scopes' | 'until'>;

/** Whom a token speaks for; without a mandate they may what everybody may. */
export type Caller = Pick<Actor, 'subject' | 'personId' | 'personWas'> & { readonly mandates: readonly Mandate[] };

/** Which ids are of records that turned out to be somebody else's. */
export abstract class Identities {
  /** Whose those of these ids are now that are of such records; others are not in it. */
  abstract now(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Who is in which groups. */
export abstract class Groups {
  /** Those who are now in one of the groups of these codes of one of these academies. */
  abstract membersOf(academies: readonly string[], codes: readonly string[]): Promise<readonly string[]>;
}

/** What is granted to somebody beside what their token says. */
export abstract class Mandates {
  /** Those that a subject has now. */
  abstract of(subject: string): Promise<readonly Mandate[]>;
}
