import type { ServerResponse } from 'node:http';

/** Aborted when the connection of a request closes before its answer is out; it lives no longer than the request. */
export function leavingOf(response: ServerResponse): AbortSignal {
  const leaving = new AbortController();
  response.once('close', () => response.writableFinished || leaving.abort());
  return leaving.signal;
}
