import { inLetters } from '@takwin/contracts/synthetic/in-letters';

/** Words that stand nowhere else: whoever reads one has read the row that bears it. */
export class Canaries {
  #serial: number;

  constructor(seed: number) {
    this.#serial = seed * 10_000;
  }

  next(): number {
    return this.#serial++;
  }

  name = (): string => `Zq${inLetters(this.next()).toLowerCase()}`;
  code = (): string => `ZQ${this.next()}`;
  words = (): string => `ZQ${this.next()} was here`;
  matricule = (): string => `9977${String(this.next()).padStart(9, '0')}`;
  cin = (): string => `ZQ${String(this.next()).padStart(6, '0').slice(-6)}`;
}
