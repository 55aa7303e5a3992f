/** Milliseconds to wait after so many failures in a row before this one: 100 at first, doubled up to 5,000, scattered by half. */
export const backoff = (before: number): number => Math.min(5_000, 100 * 2 ** before) * (0.5 + Math.random() / 2);
