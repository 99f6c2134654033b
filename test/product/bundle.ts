import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './project';

/** What is in `dist`, as one chunk loads the other. */
export class Bundle {
  /** Texts by name: the path in `dist`, as in `cli.js` and `cli/start-ABCDEFGH.js`. */
  readonly chunks: ReadonlyMap<string, string>;

  constructor(folder = path.join(root, 'dist')) {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
    this.chunks = new Map(names.map((name) => [name.split(path.sep).join('/'), readFileSync(path.join(folder, name), 'utf8')]));
  }

  /** The chunks that `name` loads: at once, or when something is first used. */
  loadedBy(name: string, when: 'at once' | 'later'): readonly string[] {
    const calls = (this.chunks.get(name) ?? '').matchAll(/(\(\)=>)?require\("(\.\/[\w/-]+\.js)"\)/g);
    return [...calls].filter(([, lazy]) => (lazy !== undefined) === (when === 'later')).map(([, , file = '']) => path.posix.join(path.posix.dirname(name), file));
  }

  /** `names` and all that is loaded with them at once. */
  closure(...names: readonly string[]): ReadonlySet<string> {
    const found = new Set(names);
    for (const chunk of found) {
      for (const next of this.loadedBy(chunk, 'at once')) found.add(next);
    }
    return found;
  }

  /** `name` and all that it ever loads. */
  reach(name: string): ReadonlySet<string> {
    const found = new Set([name]);
    for (const chunk of found) {
      for (const next of [...this.loadedBy(chunk, 'at once'), ...this.loadedBy(chunk, 'later')]) found.add(next);
    }
    return found;
  }

  /** Size of {@link closure}. */
  bytes(...names: readonly string[]): number {
    return [...this.closure(...names)].reduce((sum, name) => sum + Buffer.byteLength(this.chunks.get(name) ?? ''), 0);
  }

  /** What loads a group of `esbuild.mjs`, as in `cli/start`. */
  group(name: string): string {
    const found = [...this.chunks.keys()].filter((chunk) => chunk.replace(/-[A-Z0-9]{8}\.js$/, '') === name);
    if (found.length !== 1) throw new Error(`${found.length} chunks are called ${name}.`);
    return found.join('');
  }
}
