import { describe, expect, it } from '@jest/globals';
import { lifeCycle } from './life-cycle.js';

type State = 'open' | 'full' | 'closed';

const life = lifeCycle<State, 'Opened' | 'Closed'>()({
  open: { from: [], to: 'open', event: 'Opened' },
  fill: { from: ['open'], to: ['open', 'full'], event: null },
  close: { from: ['open', 'full'], to: 'closed', event: 'Closed' },
  paint: { from: ['full', 'closed'], to: null, event: null },
});

describe('the life of a noun', () => {
  it('allows what its table says and nothing else', () => {
    expect(life.allows('full', 'close')).toBe(true);
    expect(life.allows('closed', 'close')).toBe(false);
    expect(life.from('close')).toEqual(['open', 'full']);
  });

  it('names what leads from one state to another, and into being', () => {
    expect(life.between(undefined, 'open')).toEqual(['open']);
    expect(life.between('open', 'full')).toEqual(['fill']);
    expect(life.between('open', 'open')).toEqual(['fill']);
    expect(life.between('closed', 'closed')).toEqual(['paint']);
    expect(life.between('full', 'closed')).toEqual(['close']);
    expect(life.between('closed', 'open')).toEqual([]);
    expect(life.between(undefined, 'closed')).toEqual([]);
  });
});
