import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { CancelledError } from '../../../src/base/abort';
import { askOn } from '../../../src/cli/ask';

describe('asking on a terminal', () => {
  let input: PassThrough;
  let output: PassThrough;
  let abort: AbortController;
  const shown = () => String((output.read() as Buffer | null) ?? '');
  const ask = (secret = false) => askOn(input, output)('Code? ', { secret }, abort.signal);

  beforeEach(() => {
    input = new PassThrough();
    output = new PassThrough();
    abort = new AbortController();
  });

  it('gives the line, and echoes it', async () => {
    const line = ask();
    input.write('ab c\r');
    assert.equal(await line, 'ab c');
    assert.match(shown(), /Code\? [\s\S]*b c/);
  });

  it('a secret is not echoed, also when it is edited', async () => {
    const line = ask(true);
    input.write('hunterr\u007f2\r');
    assert.equal(await line, 'hunter2');
    assert.equal(shown(), 'Code? \n');
  });

  it('the echo of the terminal ends before a secret is asked for, and comes back', async () => {
    const events: string[] = [];
    Object.assign(input, { isTTY: true, setRawMode: (raw: boolean) => events.push(`raw ${raw}`) });
    output.on('data', (data) => events.push(JSON.stringify(String(data))));
    const line = ask(true);
    input.write('a\r');
    await line;
    assert.deepEqual(events, ['raw true', '"Code? "', 'raw false', '"\\n"']);
  });

  it('an empty line is one', async () => {
    const line = ask();
    input.write('\r');
    assert.equal(await line, '');
  });

  const ends: readonly [name: string, act: () => void][] = [
    ['Ctrl+D', () => input.write('\u0004')],
    ['the end of the input', () => input.end()],
  ];
  for (const [name, act] of ends) {
    it(`${name} is no answer`, async () => {
      const line = ask();
      act();
      assert.equal(await line, undefined);
      assert.match(shown(), /\n$/);
    });
  }

  const cancels: readonly [name: string, act: () => void][] = [
    ['Ctrl+C', () => input.write('\u0003')],
    ['an aborted signal', () => abort.abort()],
  ];
  for (const [name, act] of cancels) {
    it(`${name} is a cancel`, async () => {
      const line = ask(true);
      act();
      await assert.rejects(line, CancelledError);
    });
  }

  it('is not asked after a cancel', async () => {
    abort.abort();
    await assert.rejects(ask(), CancelledError);
    assert.equal(shown(), '');
  });

  it('asks one after the other', async () => {
    const first = ask();
    input.write('a\r');
    assert.equal(await first, 'a');
    const second = ask(true);
    input.write('b\r');
    assert.equal(await second, 'b');
  });
});
