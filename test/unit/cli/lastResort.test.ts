import assert from 'node:assert/strict';
import { lastResort } from '../../../src/cli/lastResort';

/** An error with a stack as V8 writes it. */
function thrown(error: Error, ...frames: readonly string[]): Error {
  error.stack = [`${error.name}: ${error.message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

const frame = 'run (/opt/dt-http/dist/cli.js:12:345)';

describe('lastResort', () => {
  const cases: Readonly<Record<string, readonly [error: unknown, said: string]>> = {
    'what it is and where it was thrown': [thrown(new TypeError('x is undefined'), frame, 'main (/opt/dt-http/dist/main.js:1:1)'), 'TypeError at cli.js:12:345'],
    'the code of the system': [thrown(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }), frame), 'Error ENOSPC at cli.js:12:345'],
    'the first place of ours behind those of Node.js': [thrown(new Error('x'), 'JSON.parse (<anonymous>)', 'node:internal/fs:1:2', 'open (node:fs:3:4)', frame), 'Error at cli.js:12:345'],
    'a place of Windows, without a function': [thrown(new Error('x'), 'C:\\Program Files\\dt-http\\dist\\cli.js:12:345'), 'Error at cli.js:12:345'],
    'a module as a URL': [thrown(new Error('x'), 'async file:///opt/a%20b/cli.mjs:1:2'), 'Error at cli.mjs:1:2'],
    'no place': [thrown(new Error('x')), 'Error'],
    'a stack that is none': [Object.assign(new Error('x'), { stack: undefined }), 'Error'],
    'a text': ['planted', 'a thrown string'],
    'nothing': [undefined, 'a thrown undefined'],
    'null': [null, 'a thrown null'],
  };
  for (const [title, [error, said]] of Object.entries(cases)) it(title, () => assert.equal(lastResort(error), `dt-http: an error of ours: ${said}. Please report this line.\n`));

  const planted = 'planted-secret';
  const holding: Readonly<Record<string, unknown>> = {
    'its message': thrown(new Error(planted), frame),
    'a message that looks like a stack': thrown(new Error(`x\n    at ${planted} (/a/${planted}.js:1:2)\nand more`), frame),
    'its name': thrown(Object.assign(new Error('x'), { name: `E ${planted}` }), frame),
    'its code': thrown(Object.assign(new Error('x'), { code: planted }), frame),
    'its path': thrown(Object.assign(new Error(`ENOENT: no such file, open '/home/${planted}/a.js:1:2'`), { code: 'ENOENT', path: planted }), frame),
    'its cause': thrown(new Error('x', { cause: new Error(planted) }), frame),
    'a folder on the way to the program': thrown(new Error('x'), `run (/home/${planted}/dist/cli.js:1:2)`),
    'what the parser of JSON quotes': parseError(`{"secret":"${planted}`),
    'a text that was thrown': planted,
  };
  for (const [title, error] of Object.entries(holding)) it(`never shows ${title}`, () => assert.doesNotMatch(lastResort(error), /plant/));
});

function parseError(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}
