import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { CinTaken, MatriculeTaken } from './person.js';
import { isVisible } from './read-persons.js';

/** The number of an identity card as the register keeps it, under the first of what it may be kept under. */
export type KeptCin = { hashes: readonly Buffer[]; sealed: Buffer };

/** Numbers that are said of a person. */
export type Numbers = { matricule?: string | null | undefined; cin?: KeptCin | null | undefined };

/** Persons outside the actor's scope who have these numbers. */
export type Holders = { matricule: string | null; cin: string | null };

/** The matricule and the card that a person goes by in the scope of who said them, whether or not they are somebody else's. */
export const MATRICULE = sql`coalesce(p.matricule, p.claimed_matricule)`;
export const CIN_HASH = sql`coalesce(p.cin_hash, p.claimed_cin_hash)`;

/** Whether the person `p` has one of these cards, under any of what they may be kept under. */
export const hasCard = (hashes: Sql): Sql => sql`(p.cin_hash = any(${hashes}) or p.claimed_cin_hash = any(${hashes}))`;

/**
 * Who has these numbers, but for the person `of`, outside the actor's scope; one look, whatever it finds. Refuses CIN_IS_TAKEN and
 * MATRICULE_IS_TAKEN where it is somebody whom the actor may read.
 */
export async function readHolders(tx: Tx, { matricule, cin }: Numbers, of: string | null = null): Promise<Holders> {
  const hashes = sql`${cin?.hashes ?? []}::bytea[]`;
  const found = await tx.query<{ id: string; isMine: boolean; has: 'matricule' | 'cin'; isClaimed: boolean }>(sql`
    select p.id, ${isVisible(tx.actor, 'p')} as "isMine", 'cin' as has, p.cin_hash is null as "isClaimed"
    from person p where ${hasCard(hashes)} and p.id is distinct from ${of}::uuid
    union all
    select p.id, ${isVisible(tx.actor, 'p')}, 'matricule', p.matricule is null
    from person p where (p.matricule = ${matricule ?? null} or p.claimed_matricule = ${matricule ?? null})
      and p.id is distinct from ${of}::uuid`);
  const mine = found.filter(({ isMine }) => isMine);
  if (mine.some(({ has }) => has === 'cin')) throw new CinTaken();
  if (mine.length > 0) throw new MatriculeTaken();
  const holder = (number: 'matricule' | 'cin') =>
    found.find(({ has, isClaimed }) => has === number && !isClaimed)?.id ?? null;
  return { matricule: holder('matricule'), cin: holder('cin') };
}
