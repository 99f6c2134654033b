import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './project';

/** The file that holds all small chunks; see `esbuild.mjs`. */
const smallChunks = 'chunk-small.js';

/** What is in `dist`, as one chunk loads the other. */
export class Bundle {
  /** Texts by name: of files, and of the small chunks that share one. */
  readonly chunks: ReadonlyMap<string, string>;
  /** Characters around the small chunks, and of those themselves: they are read together. */
  readonly #smallSize: number;
  readonly #small: ReadonlySet<string>;

  constructor(folder = path.join(root, 'dist')) {
    const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
    const files = readdirSync(folder).filter((name) => name.endsWith('.js') && name !== smallChunks);
    const [, ...pieces] = read(smallChunks).split(/^\/\/ (chunk-\w+\.js|end)$/m);
    const small = pieces.flatMap((name, index): (readonly [string, string])[] => (index % 2 === 0 && name !== 'end' ? [[name, pieces[index + 1] ?? '']] : []));
    this.chunks = new Map([...files.map((name) => [name, read(name)] as const), ...small]);
    this.#small = new Set(small.map(([name]) => name));
    this.#smallSize = Buffer.byteLength(read(smallChunks));
  }

  /** The chunks that `name` loads: at once, or when something is first used. */
  loadedBy(name: string, when: 'at once' | 'later'): readonly string[] {
    const calls = (this.chunks.get(name) ?? '').matchAll(/(\(\)=>)?require\("\.\/([\w-]+\.js)"\)(?:\("([\w-]+\.js)"\))?/g);
    return [...calls].filter(([, lazy]) => (lazy !== undefined) === (when === 'later')).map(([, , file = '', small = file]) => small);
  }

  /** `name` and all that is loaded with it at once. */
  closure(name: string): ReadonlySet<string> {
    const found = new Set([name]);
    for (const chunk of found) {
      for (const next of this.loadedBy(chunk, 'at once')) found.add(next);
    }
    return found;
  }

  /** Size of the files that {@link closure} is in. */
  bytes(name: string): number {
    const all = [...this.closure(name)];
    const own = all.filter((chunk) => !this.#small.has(chunk)).reduce((sum, chunk) => sum + Buffer.byteLength(this.chunks.get(chunk) ?? ''), 0);
    return own + (all.some((chunk) => this.#small.has(chunk)) ? this.#smallSize : 0);
  }
}
