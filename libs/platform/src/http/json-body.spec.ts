import { describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { Words } from '../errors/words.js';
import { readJsonAlone } from './json-body.js';
import { answering } from './problem.js';

const headers = { 'content-type': 'application/json' };

/** What a server that answers with what it was sent makes of a body. */
async function echoed(payload: string | Buffer) {
  const server = fastify();
  server.setErrorHandler(answering(new Words(), () => {}));
  readJsonAlone(server);
  server.post('/', ({ body }) => ({ body }));
  const { statusCode, body } = await server.inject({ method: 'POST', url: '/', headers, payload });
  return { status: statusCode, ...(JSON.parse(body) as object) };
}

describe('a body of JSON', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"credential":{"name":"x","\\u006eame":"y"}}', 'name'],
    ['[{"b":[{"a":"}"},{"a":{},"a":[]}]}]', 'a'],
    ['{"":1,"":1}', ''],
  ])('that names a member twice is refused: %s', async (sent, path) => {
    expect(await echoed(sent)).toMatchObject({
      status: 422,
      code: 'INVALID_INPUT',
      errors: [{ path, code: 'named_twice' }],
    });
  });

  it.each(['{"a":{"a":"a:{\\"a\\":1,"},"b":[{"a":1},{"a":1}]}', '["a","a"]', '{"a":"a","A":"a"}'])(
    'that names each once is read as it is: %s',
    async (sent) => {
      expect(await echoed(sent)).toEqual({ status: 200, body: JSON.parse(sent) as unknown });
    },
  );

  it('of no bytes is none', async () => {
    expect(await echoed('')).toEqual({ status: 200 });
  });

  it.each(['{', '{"a" 1}', '"\\x":', ']:{"a":1', '{"a":1}}', Buffer.from('"\xe9"', 'latin1')])(
    'that is none is refused: %s',
    async (sent) => {
      expect(await echoed(sent)).toMatchObject({ status: 400, code: 'MALFORMED' });
    },
  );
});
