import assert from 'node:assert/strict';
import { lastResort } from '../../../src/cli/lastResort';

describe('lastResort', () => {
  const cases: readonly [error: unknown, line: string][] = [
    [new Error('the tree is empty.'), 'dt-http: an error of ours: the tree is empty. Please report it.\n'],
    [new TypeError('x\n    at file.ts:1'), 'dt-http: an error of ours: x␊    at file.ts:1. Please report it.\n'],
    ['a text', 'dt-http: an error of ours: a text. Please report it.\n'],
    [new Error(''), 'dt-http: an error of ours: no message. Please report it.\n'],
    [new Error('\u001b[2J'), 'dt-http: an error of ours: ␛[2J. Please report it.\n'],
  ];
  for (const [error, line] of cases) it(JSON.stringify(line), () => assert.equal(lastResort(error), line));
});
