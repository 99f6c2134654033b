import assert from 'node:assert/strict';
import { clockId } from '../../../../src/disk/quota/clockId';
import { stateFolder } from '../../../../src/disk/quota/stateFolder';

describe('where the quota is shared', () => {
  for (const [system, env, home, expected] of [
    ['linux', { XDG_STATE_HOME: '/elsewhere' }, '/home/a', '/home/a/.local/state/dt-http'],
    ['freebsd', {}, '/home/a', '/home/a/.local/state/dt-http'],
    ['darwin', {}, '/Users/a', '/Users/a/Library/Application Support/dt-http'],
    ['win32', { LOCALAPPDATA: 'D:\\Local' }, 'C:\\Users\\a', 'D:\\Local\\dt-http'],
    ['win32', { LOCALAPPDATA: '' }, 'C:\\Users\\a', 'C:\\Users\\a\\AppData\\Local\\dt-http'],
    ['win32', {}, 'C:\\Users\\a', 'C:\\Users\\a\\AppData\\Local\\dt-http'],
  ] as const) {
    it(`${system} ${JSON.stringify(env)}`, () => assert.equal(stateFolder(system, env, home), expected));
  }

  for (const [system, env, home, expected] of [
    ['linux', {}, '', '/own/a/.local/state/dt-http'],
    ['linux', {}, 'work/home', '/own/a/.local/state/dt-http'],
    ['darwin', {}, '.', '/own/a/Library/Application Support/dt-http'],
    ['win32', {}, 'Users', 'C:\\own\\AppData\\Local\\dt-http'],
    ['win32', { LOCALAPPDATA: 'Local' }, 'C:\\Users\\a', 'C:\\Users\\a\\AppData\\Local\\dt-http'],
  ] as const) {
    it(`${system} ${JSON.stringify(env)} with the home "${home}": never where the process happens to be`, () => {
      assert.equal(stateFolder(system, env, home, () => (system === 'win32' ? 'C:\\own' : '/own/a')), expected);
    });
  }

  it('is none, which is refused, where the system does not know the user either', () => {
    const unknown = () => {
      throw new Error('uv_os_get_passwd returned ENOENT');
    };
    assert.equal(stateFolder('linux', {}, '', unknown), '.local/state/dt-http');
  });

  it('is a folder of this machine without any argument', () => assert.match(stateFolder(), /dt-http$/));
});

describe('the name of the clock', () => {
  const linux = (boot: string, space = 'time:[1]') => clockId('linux', (name) => (name.includes('boot_id') ? boot : space));

  it('is the same for all processes of a boot, and another for each boot and each clock of a container', () => {
    assert.equal(linux('one\n'), linux('one\n'));
    assert.equal(new Set([linux('one'), linux('two'), linux('one', 'time:[2]')]).size, 3);
    assert.equal(clockId(), clockId());
    assert.match(clockId(), /^[0-9a-f]{16}$/);
  });

  it('is one per machine where boots cannot be told apart', () => {
    const unread = () => undefined;
    assert.equal(new Set([clockId('darwin', unread), clockId('win32', unread), clockId('freebsd', unread)]).size, 3);
    assert.equal(clockId('linux', unread), clockId('freebsd', unread));
  });

  it('does without a namespace, as old kernels do', () => {
    assert.match(clockId('linux', (name) => (name.includes('boot_id') ? 'one' : undefined)), /^[0-9a-f]{16}$/);
  });
});
