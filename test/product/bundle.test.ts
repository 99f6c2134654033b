import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Bundle } from './bundle';
import { root } from './project';

const bundle = new Bundle();

/** Texts that stand in nothing but these parts. */
const parts: Readonly<Record<string, string>> = {
  undici: 'UND_ERR_SOCKET',
  zod: 'invalid_type',
  'the API description': '/projects/{project}/devices:batchUpdate',
  'the catalogue of explanations': 'net.refused',
  'the sandbox': 'x-sandbox-fault',
};

/** What is read before a command of the terminal does anything, in kB; `start` is all of `--version` and `--help`. */
const reads: Readonly<Record<string, number>> = { start: 25, format: 100, explain: 450, run: 850 };

describe('the bundle', () => {
  const { chunks } = bundle;
  const all = [...chunks.keys()];

  it('is activated from at most 150 kB, in at most five files', () => {
    const bytes = bundle.bytes('extension.js');
    assert.ok(bytes <= 150_000, `${bytes} bytes`);
    assert.ok(bundle.closure('extension.js').size <= 5, [...bundle.closure('extension.js')].join());
  });

  for (const [group, limit] of Object.entries(reads)) {
    it(`reads at most ${limit} kB for "${group}" of the terminal, in at most twelve files`, () => {
      const names = ['cli.js', bundle.group('cli/start'), bundle.group(`cli/${group}`)];
      assert.ok(bundle.bytes(...names) <= limit * 1000, `${bundle.bytes(...names)} bytes`);
      assert.ok(bundle.closure(...names).size <= 12, [...bundle.closure(...names)].join());
    });
  }

  for (const [part, text] of Object.entries(parts)) {
    it(`loads ${part} on first use`, () => {
      for (const [host, ...start] of [['extension', 'extension.js'], ['cli', 'cli.js', bundle.group('cli/start')]] as const) {
        const holders = all.filter((name) => name.startsWith(`${host}/`) && chunks.get(name)?.toLowerCase().includes(text.toLowerCase()));
        assert.ok(holders.length > 0, `"${text}" stands nowhere in ${host}`);
        assert.deepEqual(holders.filter((name) => bundle.closure(...start).has(name)), [], host);
      }
    });
  }

  for (const host of ['extension', 'cli']) {
    it(`has no chunk of ${host} that is missing, never asked for, or the other host's`, () => {
      const own = all.filter((name) => name === `${host}.js` || name.startsWith(`${host}/`));
      assert.deepEqual([...bundle.reach(`${host}.js`)].sort(), own.sort());
    });
  }

  // Two things that the conversion to CommonJS in esbuild.mjs rests on.
  it('has no chunks that load each other', () => {
    for (const name of all) {
      for (const next of bundle.loadedBy(name, 'at once')) assert.ok(!bundle.closure(next).has(name), `${name} and ${next}`);
    }
  });

  it('exports nothing that is assigned later', () => {
    const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    for (const name of sources) assert.doesNotMatch(readFileSync(path.join(root, 'src', name), 'utf8'), /^export (let|var) /m, name);
  });
});
