import { afterAll, beforeAll, describe } from '@jest/globals';
import { itKeepsAnswers } from '@takwin/platform/testing/kept-answers';
import { servedBoard, type ServedBoard } from './testing/served-board.js';

let board: ServedBoard;
let due = 100;
const reason = 'endorsed by the committee';

beforeAll(async () => void (board = await servedBoard()));
afterAll(() => board?.close());

describe('a keyed write of the scoreboard', () => {
  itKeepsAnswers(() => ({ ...board, database: board.services }) as never, {
    SetTarget: async () => {
      const { version } = (await board.admin.get('/v1/programme')).body.targets[0];
      const headers = { 'if-match': `"${version}"` };
      return { path: { id: 'academies' }, body: { target: ++due, reason }, other: { target: 1, reason }, headers };
    },
  });
});
