import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

/** The public API as the demo uses it: a refusal that it did not expect ends the demo with what was said. */
export class Client {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  get(path: string, accept = 'application/json'): Promise<unknown> {
    return this.#call('GET', path, undefined, { accept });
  }

  post(path: string, body: unknown = {}, contentType = 'application/json'): Promise<unknown> {
    const text = contentType === 'application/json' ? JSON.stringify(body) : String(body);
    return this.#call('POST', path, text, { 'content-type': contentType });
  }

  async graphql(query: string, variables: object = {}): Promise<unknown> {
    const { data, errors } = z
      .object({ data: z.unknown(), errors: z.array(z.object({ message: z.string() })).optional() })
      .parse(await this.post('/graphql', { query, variables }));
    if (errors) throw new Error(`GraphQL: ${errors.map(({ message }) => message).join('; ')}`);
    return data;
  }

  async #call(
    method: string,
    path: string,
    body: string | undefined,
    headers: Record<string, string>,
  ): Promise<unknown> {
    const authorization = `Bearer ${this.token}`;
    const answer = await fetch(this.url + path, { method, body, headers: { ...headers, authorization } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text.slice(0, 500)}`);
    return /json/.test(answer.headers.get('content-type') ?? '') ? (JSON.parse(text) as unknown) : text;
  }
}

/** Runs `work` on each item, `wide` at a time, in no order; the first failure ends it. */
export async function eachOf<T, R>(items: readonly T[], wide: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index]!);
  };
  await Promise.all(Array.from({ length: Math.min(wide, items.length) }, lane));
  return results;
}

/** Asks again and again until `done`; fails where that takes longer than `seconds`. */
export async function until<T>(
  ask: () => Promise<T>,
  done: (answer: T) => boolean,
  seconds: number,
  what: string,
): Promise<T> {
  for (const deadline = performance.now() + seconds * 1000; performance.now() < deadline;) {
    const answer = await ask();
    if (done(answer)) return answer;
    await pause(200);
  }
  throw new Error(`${what}: not within ${seconds} s`);
}

export const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
