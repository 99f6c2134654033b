import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './project';

const dist = path.join(root, 'dist');
const chunks: ReadonlyMap<string, string> = new Map(
  readdirSync(dist).map((name) => [name, readFileSync(path.join(dist, name), 'utf8')]),
);

/** The chunks that `name` loads: at once, or when something is first used. */
function loadedBy(name: string, when: 'at once' | 'later'): readonly string[] {
  const calls = (chunks.get(name) ?? '').matchAll(/(\(\)=>)?require\("\.\/([\w-]+\.js)"\)/g);
  return [...calls].filter(([, lazy]) => (lazy !== undefined) === (when === 'later')).map(([, , file = '']) => file);
}

/** `name` and all that is loaded with it at once. */
function closure(name: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const next of loadedBy(name, 'at once')) closure(next, seen);
  return seen;
}

/** Texts that stand in nothing but these parts. */
const parts: Readonly<Record<string, string>> = {
  undici: 'UND_ERR_SOCKET',
  zod: 'invalid_type',
  'the API description': '/projects/{project}/devices:batchUpdate',
  'the catalogue of explanations': 'net.refused',
  'the sandbox': 'x-sandbox-fault',
};

describe('the bundle', () => {
  const all = [...chunks.keys()];

  it('is activated from at most 150 kB', () => {
    const bytes = [...closure('extension.js')].reduce((sum, name) => sum + Buffer.byteLength(chunks.get(name) ?? ''), 0);
    assert.ok(bytes <= 150_000, `${bytes} bytes`);
  });

  for (const [part, text] of Object.entries(parts)) {
    it(`loads ${part} on first use`, () => {
      const holders = all.filter((name) => chunks.get(name)?.toLowerCase().includes(text.toLowerCase()));
      assert.ok(holders.length > 0, `"${text}" stands nowhere`);
      for (const entry of ['extension.js', 'cli.js']) {
        assert.deepEqual(holders.filter((name) => closure(entry).has(name)), [], entry);
      }
    });
  }

  it('names only chunks that exist, and uses each', () => {
    const used = new Set(['extension.js', 'cli.js']);
    for (const name of used) {
      for (const next of [...loadedBy(name, 'at once'), ...loadedBy(name, 'later')]) {
        assert.ok(chunks.has(next), `${next}, named by ${name}`);
        used.add(next);
      }
    }
    assert.deepEqual([...used].sort(), all.sort());
  });

  // Two things that the conversion to CommonJS in esbuild.mjs rests on.
  it('has no chunks that load each other', () => {
    for (const name of all) {
      for (const next of loadedBy(name, 'at once')) assert.ok(!closure(next).has(name), `${name} and ${next}`);
    }
  });

  it('exports nothing that is assigned later', () => {
    const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    for (const name of sources) assert.doesNotMatch(readFileSync(path.join(root, 'src', name), 'utf8'), /^export (let|var) /m, name);
  });
});
