import { Forbidden } from '@takwin/platform/errors';
import { isAmong, type Tx } from '@takwin/platform/postgres';

/** Refuses FORBIDDEN to give, review or end what is held by oneself, under whichever of one's subjects. */
export async function demandOfAnother(tx: Tx, { subject }: { subject: string }): Promise<void> {
  if (await isAmong(tx, [subject])) throw new Forbidden('nobody gives a role to themselves');
}
