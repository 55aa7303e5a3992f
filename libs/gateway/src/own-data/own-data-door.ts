import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SERVICES, type Service } from '@takwin/contracts/topology';
import { parse, Unauthenticated } from '@takwin/platform/errors';
import { zipOf } from '@takwin/platform/files';
import { type answering, isAcceptable, leavingOf, refusalOf } from '@takwin/platform/http';
import { z } from 'zod';
import { known } from '../limits/metered.js';
import { forwarded } from '../rest/headers.js';
import { ServiceTimeout, ServiceUnavailable } from '../rest/refusals.js';
import type { ServiceUrls } from '../service-urls.js';
import { type Asking, Turns } from '../turns.js';
import { indexOf, type OwnRecords } from './own-data-index.js';
import { OWN_DATA_PATH } from './told-own-data.js';

type Options = { ask: Asking; urls: ServiceUrls; refuse: ReturnType<typeof answering> };

const METHODS = ['GET', 'HEAD'];
const ASKED = z.strictObject({});

/** What an archive costs beside the request: five services and the printing of certificates. */
const POINTS = 400;
/** Archives that are put together at once; who comes later waits. */
const AT_ONCE = 2;
/** How long all calls of one may take together, in milliseconds. */
const PATIENCE = 60_000;
/** Credentials of which the documents come along: a dozen is much. */
const MOST_CREDENTIALS = 100;

/** What a service refused, to be handed on as it is. */
class Refused extends Error {
  constructor(readonly answer: Answer) {
    super('a service refused');
  }
}
type Answer = { status: number; type: string; body: Buffer };

/** `GET /v1/own-data`: everything that the services keep of the person who asks, as one archive; whole, or refused. */
export async function ownDataDoor(scope: FastifyInstance, { ask, urls, refuse }: Options): Promise<void> {
  scope.setErrorHandler(refuse);
  const turns = new Turns('own-data', AT_ONCE);

  scope.all(OWN_DATA_PATH, async (request, reply) => {
    if (!METHODS.includes(request.method)) {
      void reply.header('allow', METHODS.join(', '));
      throw refusalOf({ statusCode: 405 });
    }
    if (!isAcceptable(request.headers.accept, ['application/zip'])) throw refusalOf({ statusCode: 406 });
    const { caller, charge } = known(request);
    if (!caller) throw new Unauthenticated();
    parse(ASKED, request.query);
    await charge(POINTS);
    const left = leavingOf(reply.raw);
    const leave = await turns.take(left);
    try {
      const asking = new Archive(ask, urls, request, AbortSignal.any([left, AbortSignal.timeout(PATIENCE)]));
      return await send(reply, await asking.parts());
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { status, type, body } = error.answer;
      return reply.code(status).type(type).send(body);
    } finally {
      leave();
    }
  });
}

const send = (reply: FastifyReply, parts: Record<string, string | Buffer>): FastifyReply =>
  reply
    .headers({
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="takwin-own-data.zip"',
      'cache-control': 'no-store',
    })
    .send(zipOf(parts));

/** The parts of an archive, asked of the services as the caller. */
class Archive {
  constructor(
    private readonly ask: Asking,
    private readonly urls: ServiceUrls,
    private readonly request: FastifyRequest,
    private readonly signal: AbortSignal,
  ) {}

  async parts(): Promise<Record<string, string | Buffer>> {
    const records: OwnRecords[] = [];
    for (const service of SERVICES) records.push(await this.recordsOf(service));
    const documents = await this.credentials(records);
    const files = records.map((one) => [`${one.service}.json`, JSON.stringify(one, null, 2)] as const);
    const index = indexOf(records, Object.keys(documents), new Date());
    return { 'index.html': index, ...Object.fromEntries(files), ...documents };
  }

  private async recordsOf(service: Service): Promise<OwnRecords> {
    const answer = await this.get(service, `/v1/own-records/${service}`, 'application/json');
    if (answer.status !== 200) throw new Refused(answer);
    return JSON.parse(answer.body.toString('utf8')) as OwnRecords;
  }

  /** The credentials as they were signed, and those that hold as certificates to print too; what cannot be printed now is left out. */
  private async credentials(records: readonly OwnRecords[]): Promise<Record<string, Buffer>> {
    const section = records
      .find(({ service }) => service === 'certifications')
      ?.sections.find(({ id }) => id === 'credentials');
    const signed = (section?.rows ?? []).filter(({ state }) => state !== 'pending').slice(-MOST_CREDENTIALS);
    const documents: Record<string, Buffer> = {};
    for (const { id, state } of signed as { id: string; state: string }[]) {
      const path = `/v1/credentials/${id}`;
      const document = await this.get('certifications', path, 'application/vc+jwt');
      if (document.status !== 200) throw new Refused(document);
      documents[`credentials/${id}.jwt`] = document.body;
      if (state !== 'valid') continue;
      const paper = await this.get('certifications', `${path}.pdf`, 'application/pdf');
      if (paper.status === 200) documents[`credentials/${id}.pdf`] = paper.body;
    }
    return documents;
  }

  private async get(service: Service, path: string, accept: string): Promise<Answer> {
    const { authorization, traceparent, 'accept-language': language } = forwarded(this.request.headers, false);
    try {
      const { statusCode, headers, body } = await this.ask({
        origin: this.urls[service],
        path,
        method: 'GET',
        headers: {
          accept,
          ...(authorization && { authorization }),
          ...(traceparent && { traceparent }),
          ...(language && { 'accept-language': language }),
        },
        signal: this.signal,
      });
      const type = String(headers['content-type'] ?? 'application/octet-stream');
      return { status: statusCode, type, body: Buffer.from(await body.arrayBuffer()) };
    } catch (error) {
      throw this.signal.aborted && error instanceof Error && error.name === 'TimeoutError'
        ? new ServiceTimeout(service)
        : new ServiceUnavailable(service);
    }
  }
}
