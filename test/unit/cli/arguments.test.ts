import assert from 'node:assert/strict';
import { parseArguments, usage } from '../../../src/cli/arguments';

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
    [['--allow-host', 'http://a.example'], /never sent over http; write an origin/],
    [['--allow-host', 'https://*.example'], /^--allow-host https:\/\/\*\.example: there are no wildcards; write each origin, such as https:\/\/proxy\.example:8443\.$/],
    [['--account'], /^--account: name a credentials file\.$/],
    [['--env'], /^--env: name an environment\.$/],
    [['--name'], /^--name: name a request\.$/],
    [['--report'], /^--report: write it as junit=FILE or json=FILE\.$/],
    [['--allow-host'], /^--allow-host: write an origin such as https:\/\/proxy\.example:8443\.$/],
    [['--resolve'], /^--resolve: write it as HOST:PORT:ADDRESS\.$/],
    [['--var'], /^--var: write it as NAME=VALUE\.$/],
    [['--line'], /^--line: a line is a number from 1\.$/],
    [['--color'], /^--color: choose auto, always or never\.$/],
    [['--account', '--yes'], /^--account: name a credentials file; a value that begins with "-" is written --account=VALUE\.$/],
    [['--yes=planted'], /^--yes takes no value\.$/],
    [['--color', 'blue'], /auto, always or never/],
    [['--line', '0'], /--line 0: a line is a number from 1/],
    [['--line', '3x'], /a line is a number/],
    [['--name', 'x', '--line', '3'], /--name and --line both choose/],
    [['--all', '--name', 'x'], /leave --name out/],
    [['--all', '--line', '1'], /leave --line out/],
    [['b', '--line', '1'], /give one file/],
    [['--report', 'xml=a'], /junit=FILE or json=FILE/],
    [['--report', 'junit='], /junit=FILE or json=FILE/],
    [['--report', 'junit=a', '--report', 'json=a'], /two reports cannot both be a/],
    [['--dry-run', '--report', 'json=a'], /nothing to report/],
    [['--sandox'], /^There is no option --sandox\. Did you mean --sandbox\?$/],
    [['--dryrun'], /^There is no option --dryrun\. Did you mean --dry-run\?$/],
    [['--acount=hunter2'], /^There is no option --acount\. Did you mean --account\?$/],
    [['--quota'], /^--quota: write it as requests and time, such as 75\/10s\.$/],
    [['--quota', '0/10s'], /^--quota: "0\/10s" is not a quota: the limit must be a whole number from 1 to 10000\.$/],
    [['--quota', 'abc'], /^--quota: "abc" is not a quota: it is not of the form "75\/10s" \([^()]*\)\.$/],
    [['--quota', '10000/100ms'], /^--quota: "10000\/100ms" is not a quota: more than 750 requests in 10 s is no limit\.$/],
    [['--quota', '1000000000/1s'], /from 1 to 10000/],
    [['--quota', '75/0s'], /from 100 ms to 10 min/],
    [['--quota', '75'], /"75" is not a quota/],
    [['--quota', ''], /"" is not a quota/],
    [['--quota', 'unlimited'], /"unlimited" is not a quota/],
    [['--quota=-1/10s'], /"-1\/10s" is not a quota/],
    [['--quota', '5/1s', '--quota', '6/1s'], /^--quota 5\/1s and --quota 6\/1s: a run has one share, give one of them\.$/],
    [['--qouta', '5/1s'], /Did you mean --quota\?$/],
    [['--frobnicate', 'x'], /^There is no option --frobnicate\. dt-http --help lists them\.$/],
    [['-x'], /^There is no option -x\. dt-http --help lists them\.$/],
    [['--constructor'], /^There is no option --constructor\./],
  ];
  for (const [argv, message] of wrong) {
    it(`${argv.join(' ')} is wrong`, () => {
      const parsed = parseArguments(['run', 'a', ...argv]);
      assert.ok(parsed.kind === 'wrong');
      assert.match(parsed.message, message);
    });
  }

  for (const [command, argv, message] of [
    ['check', ['a', '--quota', '5/1s'], 'check has no option --quota.'],
    ['token', ['--bail'], 'token has no option --bail.'],
    ['run', ['a', '--port', '1'], 'run has no option --port.'],
    ['explain', ['403', '-v'], 'explain has no option -v.'],
    ['sandbox', ['--frobnicate'], 'There is no option --frobnicate. dt-http --help lists them.'],
  ] as const) {
    it(`${command} ${argv.join(' ')}: ${message}`, () => assert.deepEqual(parseArguments([command, ...argv]), { kind: 'wrong', message }));
  }

  it('the help says what every exit code means', () => assert.match(usage, /3 {2}no answer: could not connect or sign in, or a 429 closed the quota for more than\n {5}a minute\n/));

  it('--quota 25/10s', () => {
    for (const [argv, quota] of [[['--quota', '25/10s'], { limit: 25, windowMs: 10_000 }], [[], undefined]] as const) {
      const parsed = parseArguments(['run', 'a', ...argv]);
      assert.deepEqual(parsed.kind === 'ok' && parsed.value.command === 'run' && parsed.value.quota, quota);
    }
  });

  it('reads what is chosen and reported', () => {
    const parsed = parseArguments(['run', 'a', '--name', 'x', '--name', 'y', '--bail', '--yes', '--report', 'junit=C:\\r=1.xml', '--report', 'json=b']);
    assert.ok(parsed.kind === 'ok' && parsed.value.command === 'run');
    const { names, lines, bail, yes, dryRun, reports } = parsed.value;
    assert.deepEqual({ names, lines, bail, yes, dryRun }, { names: ['x', 'y'], lines: [], bail: true, yes: true, dryRun: false });
    assert.deepEqual(reports, [{ format: 'junit', path: 'C:\\r=1.xml' }, { format: 'json', path: 'b' }]);
  });

  it('every option with a value says which when it is missing', () => {
    for (const [command, option, says] of [['token', 'resolve', /HOST:PORT/], ['token', 'account', /credentials file/], ['sandbox', 'port', /0 to 65535/], ['check', 'env', /environment/], ['explain', 'color', /auto/]] as const) {
      const parsed = parseArguments([command, `--${option}`]);
      assert.match(parsed.kind === 'wrong' ? parsed.message : '', says, option);
    }
  });

  it('check takes files, an environment and variables', () => {
    const parsed = parseArguments(['check', 'a', 'b', '--env', 'dev', '--var', 'x=1=2']);
    assert.deepEqual(parsed, { kind: 'ok', value: { command: 'check', files: ['a', 'b'], environment: 'dev', variables: new Map([['x', '1=2']]), color: 'auto' } });
  });

  it('what looks like an option is none where a value or a file stands', () => {
    for (const argv of [['run', 'a', '--name=--sandox'], ['run', '--', '--sandox']]) assert.equal(parseArguments(argv).kind, 'ok', argv.join(' '));
  });

  for (const argv of [['check'], ['check', 'a', '--report', 'json=b'], ['check', 'a', '--bail']]) {
    it(`${argv.join(' ')} is wrong`, () => assert.equal(parseArguments(argv).kind, 'wrong'));
  }
});
