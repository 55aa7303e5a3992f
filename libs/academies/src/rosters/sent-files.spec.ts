import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { academiesService } from '../testing/academies-service.js';
import { HEADER } from '../testing/konosys-file.js';

const { admin, close } = await academiesService();
afterAll(close);
let there: { id: string };
beforeAll(async () => {
  there = (await admin.get('/v1/academies?first=1')).body.items[0];
});

describe('a file', () => {
  const send = (path: string, type: string, body: string | Buffer) =>
    admin.post(path, body, { headers: { 'content-type': type } });
  const refused = { status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } };

  it('reads a file in the charset of its Content-Type, and refuses one that it does not know or that encoding contradicts', async () => {
    const path = '/v1/imports?kind=konosys';
    const taken = await send(path, 'text/csv; charset=windows-1256', HEADER);
    expect(taken).toMatchObject({
      status: 202,
      body: { encoding: 'windows-1256', encodingBecause: 'named-by-sender' },
    });
    const utf16 = Buffer.from(`\uFEFF${HEADER}`, 'utf16le');
    for (const charset of ['UTF-16', 'utf-16le'])
      expect(await send(path, `text/csv; charset=${charset}`, utf16)).toMatchObject({
        status: 202,
        body: { encoding: 'utf-16le', encodingBecause: 'named-by-sender' },
      });
    expect(await send(path, 'text/csv; charset=utf-16be', utf16)).toMatchObject({
      status: 422,
      body: { code: 'ENCODING_CONTRADICTED' },
    });
    for (const [to, type, where] of [
      [path, 'text/csv; charset=koi8-r', 'content-type'],
      [`${path}&encoding=windows-1252`, 'text/csv; charset=utf-8', 'encoding'],
    ] as const)
      expect(await send(to, type, HEADER)).toMatchObject({
        status: 422,
        body: { code: 'INVALID_INPUT', errors: [{ path: where }] },
      });
  });

  it('is taken as each of the media types that are documented, and as no other', async () => {
    const texts = ['text/csv', 'text/csv; charset=utf-8', 'application/csv', 'application/octet-stream'];
    for (const type of [...texts, 'application/zip', 'application/x-zip-compressed'])
      expect(await send('/v1/imports?kind=konosys', type, HEADER)).toMatchObject({ status: 202 });
    for (const type of ['application/json', 'application/gzip', 'application/vnd.ms-excel', 'text/plain'])
      for (const body of ['{}', HEADER, '', '{"a":1,"a":2}', `"${'x'.repeat(2 ** 21)}"`]) {
        const answer = await send('/v1/imports?kind=konosys', type, body);
        expect([type, body.slice(0, 20), answer]).toMatchObject([type, body.slice(0, 20), refused]);
        expect(answer.body.accepted).toEqual(expect.arrayContaining(['text/csv', 'application/zip']));
        expect(answer.headers.get('accept')?.split(', ')).toEqual(answer.body.accepted);
      }
  });

  it('is refused by what takes none, and nothing of it passed over', async () => {
    const path = `/v1/academies/${there.id}/suspend`;
    expect(await send(path, 'text/csv', HEADER)).toMatchObject(refused);
    expect((await admin.get(`/v1/academies/${there.id}`)).body.state).not.toBe('suspended');
  });
});
