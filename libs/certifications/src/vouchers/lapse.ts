const DAY = 86_400_000;

/** Vouchers of one lot that nobody has booked with. */
export type Stock = { lotId: string; expiresAt: Date; vouchers: number };

/**
 * How many of each lot will lapse where `perDay` vouchers are used a day, from `at` on: the soonest to expire is used first, and
 * what one lot takes of the days is not left to the next. Lots in any order.
 */
export function expectedToLapse(stocks: readonly Stock[], perDay: number, at: Date): Map<string, number> {
  let used = 0;
  const soonest = [...stocks].sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime());
  return new Map(
    soonest.map(({ lotId, expiresAt, vouchers }) => {
      const days = Math.max(0, (expiresAt.getTime() - at.getTime()) / DAY);
      const takes = Math.min(vouchers, Math.max(0, Math.floor(days * perDay) - used));
      used += takes;
      return [lotId, vouchers - takes];
    }),
  );
}
