import { createHash } from 'node:crypto';
import { type Actor, JwtVerifier } from '@takwin/platform/auth';
import { Refusal } from '@takwin/platform/errors';

/** Who calls, as the gateway has to know: whom it counts, and who may see what is not for all. What is asked is the services' to judge. */
export type TokenHolder = Omit<Actor, 'scope'>;

/** For how long a token that was believed is not checked again, in milliseconds: as long as clocks may differ. */
const BELIEVED = 30_000;
/** For how long nobody is identified once the keys cannot be had, in milliseconds. */
const SILENT = 5_000;
const REMEMBERED = 5_000;

/** Tells callers apart by their tokens. */
export class Callers {
  readonly #known = new Map<string, { caller: TokenHolder; until: number }>();
  #silentUntil = 0;

  constructor(
    private readonly verifier: Pick<JwtVerifier, 'verify'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Whom a header speaks for; undefined without a token that is believed, and while the keys of the issuer cannot be had. */
  async of(authorization: string | undefined): Promise<TokenHolder | undefined> {
    if (authorization === undefined) return undefined;
    const now = this.now();
    const token = createHash('sha256').update(authorization).digest('base64');
    const known = this.#known.get(token);
    if (known && known.until > now) return known.caller;
    if (now < this.#silentUntil) return undefined;
    try {
      const caller = await this.verifier.verify(authorization);
      this.#remember(token, { caller, until: now + BELIEVED });
      return caller;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 503) this.#silentUntil = this.now() + SILENT;
      return undefined;
    }
  }

  #remember(token: string, known: { caller: TokenHolder; until: number }): void {
    this.#known.delete(token);
    const oldest = this.#known.size < REMEMBERED ? undefined : this.#known.keys().next().value;
    if (oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(token, known);
  }
}
