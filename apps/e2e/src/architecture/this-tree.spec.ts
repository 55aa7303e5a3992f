import { expect, it } from '@jest/globals';
import { finished, ROOT } from './overlay.js';

it('keeps the rules itself: lint, arrows, names, licences and nothing unused', async () => {
  const { code, output } = await finished('.config/check.js', ['lint', 'arrows', 'unused', 'tree', 'licences'], ROOT);
  expect(code === 0 ? '' : output).toBe('');
}, 600_000);
