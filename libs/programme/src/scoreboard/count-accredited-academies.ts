import type { Actor } from '@takwin/platform/auth';

/** The recount of academies: the register of academies, which runs in the same process, stands in for it. */
export abstract class AccreditedAcademies {
  abstract run(actor: Actor, query: { region?: string | undefined }): Promise<number>;
}
