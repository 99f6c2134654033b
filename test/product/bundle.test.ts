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

describe('the bundle', () => {
  const { chunks } = bundle;
  const all = [...chunks.keys()];

  it('is activated from at most 150 kB', () => {
    const bytes = bundle.bytes('extension.js');
    assert.ok(bytes <= 150_000, `${bytes} bytes`);
  });

  for (const [part, text] of Object.entries(parts)) {
    it(`loads ${part} on first use`, () => {
      const holders = all.filter((name) => chunks.get(name)?.toLowerCase().includes(text.toLowerCase()));
      assert.ok(holders.length > 0, `"${text}" stands nowhere`);
      for (const entry of ['extension.js', 'cli.js']) {
        assert.deepEqual(holders.filter((name) => bundle.closure(entry).has(name)), [], entry);
      }
    });
  }

  it('names only chunks that exist, and uses each', () => {
    const used = new Set(['extension.js', 'cli.js']);
    for (const name of used) {
      for (const next of [...bundle.loadedBy(name, 'at once'), ...bundle.loadedBy(name, 'later')]) {
        assert.ok(chunks.has(next), `${next}, named by ${name}`);
        used.add(next);
      }
    }
    assert.deepEqual([...used].sort(), all.sort());
  });

  it('gives each host alone what the other never asks for', () => {
    for (const [entry, other] of [['extension.js', /^pack-(start_)?terminal\.js$/], ['cli.js', /^pack-(start_)?editor\.js$/]] as const) {
      const used = new Set<string>([entry]);
      for (const name of used) for (const next of [...bundle.loadedBy(name, 'at once'), ...bundle.loadedBy(name, 'later')]) used.add(next);
      assert.deepEqual([...used].filter((name) => other.test(bundle.packOf.get(name) ?? '')), []);
    }
  });

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
