import assert from 'node:assert/strict';
import { parseArguments } from '../../../src/cli/arguments';

describe('arguments', () => {
  const resolved: readonly [given: string, host: string, address: string][] = [
    ['api.example:443:127.0.0.1', 'api.example:443', '127.0.0.1'],
    ['API.Example.:443:127.0.0.1', 'api.example:443', '127.0.0.1'],
    ['api.example:0443:127.0.0.1', 'api.example:443', '127.0.0.1'],
    ['api.example:443:[::1]', 'api.example:443', '::1'],
    ['api.example:443:::1', 'api.example:443', '::1'],
    ['[0::1]:443:127.0.0.1', '[::1]:443', '127.0.0.1'],
    ['10.0.0.1:443:127.0.0.1', '10.0.0.1:443', '127.0.0.1'],
    ['bücher.example:80:10.0.0.1', 'xn--bcher-kva.example:80', '10.0.0.1'],
  ];
  for (const [given, host, address] of resolved) {
    it(`--resolve ${given}`, () => {
      const parsed = parseArguments(['run', 'a', '--resolve', given]);
      assert.ok(parsed.kind === 'ok' && parsed.value.command === 'run');
      assert.deepEqual([...parsed.value.resolve], [[host, address]]);
    });
  }

  const wrong: readonly [argv: readonly string[], message: RegExp][] = [
    [['--resolve', 'api.example:443:nowhere'], /"nowhere" is not an IP address/],
    [['--resolve', 'api.example:443:127.0.0.999'], /not an IP address/],
    [['--resolve', 'api.example:0:127.0.0.1'], /HOST:PORT:ADDRESS/],
    [['--resolve', 'api.example:99999:127.0.0.1'], /HOST:PORT:ADDRESS/],
    [['--resolve', 'api.example:127.0.0.1'], /HOST:PORT:ADDRESS/],
    [['--resolve', 'a b:443:127.0.0.1'], /"a b" is not a host/],
    [['--resolve', '[::g]:443:127.0.0.1'], /is not a host/],
    [['--account', ''], /name a credentials file/],
    [['--var', '=x'], /NAME=VALUE/],
    [['--allow-host', 'http://a.example'], /write an origin/],
    [['--color', 'blue'], /auto, always or never/],
  ];
  for (const [argv, message] of wrong) {
    it(`${argv.join(' ')} is wrong`, () => {
      const parsed = parseArguments(['run', 'a', ...argv]);
      assert.ok(parsed.kind === 'wrong');
      assert.match(parsed.message, message);
    });
  }
});
