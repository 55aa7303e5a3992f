import { describe, expect, it } from '@jest/globals';
import { logOf } from './log.js';
import { currentTrace, currentTraceId, traceparent, withTrace } from './trace.js';

const PARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('a trace', () => {
  it('is continued under a span of its own, and begun where none comes in', () => {
    expect(traceparent(PARENT)).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$/);
    expect(traceparent('nonsense')).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it('is known to everything that its work awaits, and to nothing outside', async () => {
    await withTrace(PARENT, async () => {
      await Promise.resolve();
      expect(currentTraceId()).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    });
    expect(currentTrace()).toBeUndefined();
  });
});

describe('a log line', () => {
  it('names service and trace, and hides what would tell who a person is', () => {
    const lines: string[] = [];
    const log = logOf('courses', 'info', { write: (line) => void lines.push(line) });
    withTrace(PARENT, () => log.info({ person: { matricule: '9998000000001', cin: 'AB123456', id: 7 } }, 'enrolled'));
    expect(JSON.parse(lines[0]!)).toMatchObject({
      level: 'info',
      service: 'courses',
      trace: '4bf92f3577b34da6a3ce929d0e0e4736',
      person: { matricule: '[personal]', cin: '[personal]', id: 7 },
    });
  });
});
