const TWO_NUMBERS = /^(\d{1,2})\/(\d{1,2})\/\d{4}\b/;

/** Is thrown at the first day of a file that only month/day/year can mean: what was read of the file has to be judged anew. */
export class MonthComesFirst extends Error {}

/**
 * The order in which a file writes its days: day/month/year, until one of them can only be month/day/year. In doubt from then on is
 * each that reads both ways, whatever stands before it: it would be taken for another day.
 */
export class WrittenDays {
  /** `isInDoubt`: such a day is known to be in the file. */
  constructor(private readonly isInDoubt: boolean) {}

  /** Whether a day may mean another one. Throws MonthComesFirst where that was not known. */
  doubts(text: string): boolean {
    const [first, second] = TWO_NUMBERS.exec(text)?.slice(1).map(Number) ?? [];
    if (!first || !second || first > 12) return false;
    if (second <= 12) return this.isInDoubt && first !== second;
    if (second <= 31 && !this.isInDoubt) throw new MonthComesFirst();
    return false;
  }
}
