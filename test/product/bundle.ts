import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './project';

/** What is in `dist`, as one chunk loads the other. */
export class Bundle {
  /** Texts by file name. */
  readonly chunks: ReadonlyMap<string, string>;

  constructor(folder = path.join(root, 'dist')) {
    this.chunks = new Map(readdirSync(folder).filter((name) => name.endsWith('.js')).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
  }

  /** The chunks that `name` loads: at once, or when something is first used. */
  loadedBy(name: string, when: 'at once' | 'later'): readonly string[] {
    const calls = (this.chunks.get(name) ?? '').matchAll(/(\(\)=>)?require\("\.\/([\w-]+\.js)"\)/g);
    return [...calls].filter(([, lazy]) => (lazy !== undefined) === (when === 'later')).map(([, , file = '']) => file);
  }

  /** `name` and all that is loaded with it at once. */
  closure(name: string): ReadonlySet<string> {
    const found = new Set([name]);
    for (const chunk of found) {
      for (const next of this.loadedBy(chunk, 'at once')) found.add(next);
    }
    return found;
  }

  /** Size of {@link closure}. */
  bytes(name: string): number {
    return [...this.closure(name)].reduce((sum, chunk) => sum + Buffer.byteLength(this.chunks.get(chunk) ?? ''), 0);
  }
}
