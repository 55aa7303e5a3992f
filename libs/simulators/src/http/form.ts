import type { FastifyInstance } from 'fastify';

/** Lets a plugin's routes take application/x-www-form-urlencoded, as URLSearchParams. */
export function takesForms(http: FastifyInstance): void {
  http.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
}

/** Every value by its name: one as it stands, several as a list. */
export function fieldsOf(body: unknown): Record<string, string | string[]> {
  const form = body instanceof URLSearchParams ? body : new URLSearchParams();
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? values[0]! : values];
    }),
  );
}
