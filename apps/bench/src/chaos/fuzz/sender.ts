import { Agent, request as ask, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { Patience, waitOf } from '../../patience.js';
import type { FuzzRequest } from './request.js';

/** What came back: an answer, or why there is none. `ms`: of the last try alone. */
export type Told =
  | { failed?: undefined; status: number; headers: IncomingHttpHeaders; body: Buffer; ms: number }
  | { failed: 'hang' | 'cut off'; status: 0; reason: string; ms: number };

/** Milliseconds after which nobody is thought to answer: the gateway gives a service up after 30 s, and ends who is slow after 10. */
const HANG = 40_000;

/** Sends requests byte by byte as they are, and again where a house asks for it. */
export class Sender {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 });
  readonly patience = new Patience(4);
  /** How often a house that had too much to do said so (503). */
  shed = 0;

  send(request: FuzzRequest, url: string): Promise<Told> {
    return this.patience.ask(
      () => (request.wire ? overSocket(request.wire, url) : this.#overHttp(request, url)),
      (told) => {
        if (told.status === 503) this.shed++;
        return told.failed || told.status === 504 ? undefined : waitOf(told.status, headersOf(told.headers));
      },
    );
  }

  close(): void {
    this.#agent.destroy();
  }

  #overHttp(request: FuzzRequest, url: string, isAgain = false): Promise<Told> {
    const { method, path, headers, body } = request;
    const { hostname, port } = new URL(url);
    const from = performance.now();
    return new Promise((done) => {
      const told = (failed: 'hang' | 'cut off', reason: string): void =>
        done({ status: 0, failed, reason, ms: performance.now() - from });
      const sent = ask(
        {
          ...{ hostname, port, method, path, agent: this.#agent },
          headers: { ...headers, ...(body && { 'content-length': body.length }) },
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', ({ message }) => told('cut off', message));
          answer.on('end', () => {
            clearTimeout(limit);
            const { statusCode = 0, headers } = answer;
            done({ status: statusCode, headers, body: Buffer.concat(parts), ms: performance.now() - from });
          });
        },
      );
      const limit = setTimeout(() => {
        told('hang', 'no answer in time');
        sent.destroy();
      }, HANG);
      sent.on('error', (error: Error) => {
        clearTimeout(limit);
        // A connection that was kept may have been closed while this was sent: nobody read it.
        if (!isAgain && sent.reusedSocket) return done(this.#overHttp(request, url, true));
        told('cut off', error.message);
      });
      sent.end(body);
    });
  }
}

const headersOf = (headers: IncomingHttpHeaders): Headers =>
  new Headers(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])) as never,
  );

/** Bytes as they are; the first answer on the connection is the answer. */
function overSocket(bytes: Buffer, url: string): Promise<Told> {
  const { hostname, port } = new URL(url);
  const from = performance.now();
  return new Promise((done) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const parts: Buffer[] = [];
    const end = (): void => {
      clearTimeout(limit);
      socket.destroy();
      done(answerIn(Buffer.concat(parts), performance.now() - from));
    };
    const limit = setTimeout(() => {
      socket.destroy();
      done({ status: 0, failed: 'hang', reason: 'no answer in time', ms: HANG });
    }, HANG);
    socket.on('data', (part) => {
      parts.push(part);
      if (isWhole(Buffer.concat(parts))) end();
    });
    socket.on('close', end);
    socket.on('error', () => {});
  });
}

const BLANK = '\r\n\r\n';

function headOf(bytes: Buffer): { status: number; headers: IncomingHttpHeaders; from: number } | undefined {
  const end = bytes.indexOf(BLANK);
  const [first = '', ...lines] = bytes.subarray(0, Math.max(0, end)).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]);
  if (end < 0 || !status) return undefined;
  const named = lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  return { status, headers: Object.fromEntries(named) as IncomingHttpHeaders, from: end + BLANK.length };
}

function isWhole(bytes: Buffer): boolean {
  const head = headOf(bytes);
  const length = head?.headers['content-length'];
  return head !== undefined && length !== undefined && bytes.length >= head.from + Number(length);
}

function answerIn(bytes: Buffer, ms: number): Told {
  const head = headOf(bytes);
  if (!head) return { status: 0, failed: 'cut off', reason: 'no answer of HTTP', ms };
  const { status, headers, from } = head;
  const body = bytes.subarray(from);
  const isChunked = headers['transfer-encoding'] === 'chunked';
  return { status, headers, body: isChunked ? unchunked(body) : body, ms };
}

function unchunked(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const line = bytes.indexOf('\r\n', at);
    const length = line < 0 ? 0 : parseInt(bytes.subarray(at, line).toString('latin1'), 16);
    if (!length) break;
    parts.push(bytes.subarray(line + 2, line + 2 + length));
    at = line + 2 + length + 2;
  }
  return Buffer.concat(parts);
}
