import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { machinePaths, root } from './project';

/** What is in the repository, or will be with the next commit. */
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((name) => name !== '' && lstatSync(path.join(root, name), { throwIfNoEntry: false })?.isFile() === true);

const textOf = (name: string): string => readFileSync(path.join(root, name), 'latin1');

/** Hosts that serve packages; put together here so that this file does not name one. */
const registries = new RegExp(['registry', '[a-z]+', '(org|com)'].join('\\.'));

describe('the repository', () => {
  it('names no path of this machine', () => {
    for (const name of files) {
      for (const place of machinePaths) assert.ok(!textOf(name).includes(place), `${place} in ${name}`);
    }
  });

  it('names no host that serves packages', () => {
    for (const name of files) assert.doesNotMatch(textOf(name), registries, name);
  });

  it('has lock files that do not say where packages come from', () => {
    const locks = files.filter((name) => path.basename(name) === 'package-lock.json');
    assert.equal(locks.length, 2);
    for (const name of locks) assert.doesNotMatch(textOf(name), /"resolved": "http/, name);
  });

  it('holds nothing that is built', () => {
    assert.deepEqual(files.filter((name) => /(^|\/)(node_modules|dist|out|coverage)\/|\.(vsix|tgz|map)$/.test(name)), []);
  });
});
