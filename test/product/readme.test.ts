import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkFile } from '../../src/app/check';
import { usage } from '../../src/cli/arguments';
import { directiveTable } from '../../src/language/plan/directiveTable';
import { memoryFiles } from '../helpers/memoryFiles';
import { parse } from '../../src/language/syntax/parser';
import { type Manifest, withTables } from './manifestTables';
import { root } from './project';

const readme = readFileSync(path.join(root, 'README.md'), 'utf8').replaceAll('\r\n', '\n');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest & { readonly scripts: Readonly<Record<string, string>> };

describe('the README', () => {
  it('has the tables that follow from package.json (npm run docs writes them)', () => {
    assert.equal(readme, withTables(readme, manifest));
  });

  it('links only to what is there', () => {
    const links = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    assert.ok(links.length > 3);
    const headings = [...readme.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => `#${title.toLowerCase().replace(/[^\w -]/g, '').replaceAll(' ', '-')}`);
    for (const link of links) {
      if (link.startsWith('#')) assert.ok(headings.includes(link), link);
      else if (!link.startsWith('https://')) assert.ok(existsSync(path.join(root, link)), link);
    }
  });

  it('names only scripts that exist, and both ways in', () => {
    const named = [...readme.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)].map(([, script = '']) => script);
    const own = new Set(['ci', 'pack', 'install', ...Object.keys(manifest.scripts)]);
    assert.deepEqual(named.filter((script) => !own.has(script)), []);
    assert.match(readme, /^npm ci && npm start$/m);
    assert.match(readme, /^npm ci && npm test$/m);
  });

  it('names every directive that works, and calls no other one working', () => {
    const [, later = ''] = /not there yet([\s\S]*?)\n## /i.exec(readme) ?? [];
    for (const { name, later: notYet } of directiveTable) {
      if (notYet) assert.ok(later.includes(`@${name}`), `@${name} is not said to be missing`);
      else assert.ok(readme.includes(`\`@${name}`), `@${name} is missing`);
    }
  });

  it('names every option of the terminal tool, and no other', () => {
    const options = (text: string) => new Set(text.match(/(?<![\w-])--[a-z][\w-]*/g));
    const [, section = ''] = /\n## In the terminal\n([\s\S]*?)\n## /.exec(readme) ?? [];
    assert.deepEqual([...options(section)].sort(), [...options(usage)].sort());
  });

  it('has examples that could be sent as they are', async () => {
    const examples = [...readme.matchAll(/```http\n([\s\S]*?)```/g)].map(([, text = '']) => text);
    assert.ok(examples.length > 0);
    for (const example of examples) {
      const { findings } = await checkFile(memoryFiles({}), { file: parse(example), uri: 'untitled:example.dt.http' });
      assert.deepEqual(findings.map(({ message }) => message), []);
    }
  });
});
