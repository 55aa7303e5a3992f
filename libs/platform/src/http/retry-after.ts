/** Milliseconds that an answer asks to wait: seconds, also decimal ones, or an HTTP date; null where it says nothing. */
export function retryAfterOf(headers: Headers, now: Date): number | null {
  const text = headers.get('retry-after');
  if (text === null) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}
