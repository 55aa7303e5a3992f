import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Collector, treeOf } from '../testing/collector.js';
import { tracerTo } from './otlp.js';
import { currentTrace, inSpan, spanned, tracedFetch, UNTRACED, withTracer, type Tracer } from './trace.js';

const PARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const NOT_SAMPLED = PARENT.replace(/01$/, '00');
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('spans of a service', () => {
  let collector: Collector;
  let tracer: Tracer;

  beforeEach(async () => {
    collector = await Collector.start();
    tracer = await tracerTo(collector.url, 'courses');
  });
  afterEach(() => collector.close());

  const collected = async () => {
    await tracer.stop();
    return collector.spans;
  };

  it('stand under each other as the work did, and under who asked', async () => {
    const work = () => inSpan({ name: 'append Moved', kind: 'producer' }, async () => currentTrace());
    const inner = await spanned(tracer, { name: 'POST /v1/courses', kind: 'server' }, PARENT, work);
    const spans = await collected();
    expect(treeOf(spans, TRACE)).toEqual(['courses: POST /v1/courses', '  courses: append Moved']);
    expect(spans.find(({ name }) => name.startsWith('POST'))).toMatchObject({ parentSpanId: '00f067aa0ba902b7' });
    expect(inner).toContain(spans.find(({ name }) => name.startsWith('append'))!.spanId);
  });

  it('say that the work failed, and never quote what a row held', async () => {
    const failing = Object.assign(new Error('Key (cin)=(AB123456) exists'), { code: '23505', name: 'DatabaseError' });
    const work = () => Promise.reject(failing);
    await expect(spanned(tracer, { name: 'work imports', kind: 'consumer' }, undefined, work)).rejects.toBe(failing);
    const spans = await collected();
    expect(spans).toEqual([expect.objectContaining({ name: 'work imports', failed: true })]);
    expect(JSON.stringify(spans)).not.toContain('AB123456');
  });

  it('follow a call to where it goes, by host and without its path', async () => {
    const call = () => tracedFetch(`${collector.url}/users/9998000000001@takwin.test`, { method: 'PATCH' });
    await withTracer(tracer, undefined, call);
    const [span] = await collected();
    expect(span).toMatchObject({ name: 'PATCH', attributes: { 'http.response.status_code': 200 } });
    expect(JSON.stringify(span)).not.toContain('9998000000001');
  });

  it('are not made of a trace that its beginner did not want told', async () => {
    await spanned(tracer, { name: 'GET /', kind: 'server' }, NOT_SAMPLED, async ({ trace }) =>
      expect(trace).toMatch(/-00$/),
    );
    expect(await collected()).toEqual([]);
  });

  it('are lost, and nothing else is, where the collector is away', async () => {
    await collector.close();
    const result = await spanned(tracer, { name: 'GET /', kind: 'server' }, undefined, async () => 'done');
    await tracer.stop();
    expect(result).toBe('done');
    collector = await Collector.start();
  });
});

describe('a service that is not told where to', () => {
  it('makes no spans and hands the trace on', async () => {
    expect(await tracerTo(undefined, 'courses')).toBe(UNTRACED);
    const seen = await spanned(UNTRACED, { name: 'GET /', kind: 'server' }, PARENT, async () => currentTrace());
    expect(seen).toBe(PARENT);
  });
});
