import assert from 'node:assert/strict';
import { Terminal } from '../../helpers/terminal';

describe('dt-http', () => {
  let terminal: Terminal;
  before(async () => (terminal = await Terminal.open()));
  after(() => terminal.close());

  it('shows how it is used', async () => {
    for (const argv of [[], ['--help'], ['help'], ['run', '--help'], ['check', '-h'], ['explain', '-h'], ['sandbox', '-h']]) {
      const { code, out } = await terminal.run(...argv);
      assert.match(out, /^DT HTTP: run and understand/);
      assert.equal(code, 0);
    }
  });

  it('tells its version', async () => {
    const { out } = await terminal.run('--version');
    assert.match(out, /^\d+\.\d+\.\d+\n$/);
  });

  it('knows no other command', async () => {
    const { code, err } = await terminal.run('frobnicate');
    assert.match(err, /no command called "frobnicate"/);
    assert.equal(code, 2);
  });

  const explained: readonly [query: readonly string[], out: RegExp][] = [
    [['403'], /^403 Forbidden \(dt\.403\)\n\nDo this\n/],
    [['dt.429'], /^429 Too Many Requests \(dt\.429\)/],
    [['net.dns'], /\(net\.dns\)/],
    [['gateway', 'timeout'], /504 Gateway Timeout/],
  ];
  for (const [query, shown] of explained) {
    it(`explains ${query.join(' ')}`, async () => {
      const { code, out } = await terminal.run('explain', ...query);
      assert.match(out, shown);
      assert.equal(code, 0);
    });
  }

  it('says when it has no explanation', async () => {
    const { code, err } = await terminal.run('explain', '299');
    assert.equal(err, 'No errors found matching your search.\n');
    assert.equal(code, 1);
  });

  it('serves the sandbox until it is cancelled', async () => {
    const other = await Terminal.open();
    other.onOutput = (text) => {
      const base = /API +(\S+)/.exec(text)?.[1];
      if (base === undefined) return;
      void fetch(`${base}/projects`)
        .then(({ status }) => assert.equal(status, 401))
        .finally(() => other.abort.abort());
    };
    const { code, out } = await other.run('sandbox');
    assert.match(out, /Project administrator +sandboxkey\w{10} +[0-9a-f]{32}/);
    assert.equal(code, 0);
    await other.close();
  });

  it('says when a port is taken or none', async () => {
    const wrong = await terminal.run('sandbox', '--port', '99999');
    assert.match(wrong.err, /a port is a number/);
    assert.equal(wrong.code, 2);
  });
});
