/** A relative URL in two: what stands before its first question mark, and the query after it. */
export function pathAndQuery(url: string): [path: string, query: URLSearchParams] {
  const mark = url.indexOf('?');
  return mark === -1 ? [url, new URLSearchParams()] : [url.slice(0, mark), new URLSearchParams(url.slice(mark + 1))];
}
