import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './project';

/** Files that hold many chunks; see `esbuild.mjs`. */
const packs = ['both', 'editor', 'terminal'].flatMap((whose) => [`pack-${whose}.js`, `pack-start_${whose}.js`]);

/** What is in `dist`, as one chunk loads the other. */
export class Bundle {
  /** Texts by name: of files, and of the chunks in packs. */
  readonly chunks: ReadonlyMap<string, string>;
  /** Of each chunk in a pack: which one. */
  readonly packOf: ReadonlyMap<string, string>;
  readonly #folder: string;

  constructor(folder = path.join(root, 'dist')) {
    this.#folder = folder;
    const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
    const files = readdirSync(folder).filter((name) => name.endsWith('.js') && !packs.includes(name));
    const inPacks = packs.filter((pack) => existsSync(path.join(folder, pack))).flatMap((pack) => chunksIn(read(pack)).map(([name, text]) => ({ name, text, pack })));
    this.chunks = new Map([...files.map((name) => [name, read(name)] as const), ...inPacks.map(({ name, text }) => [name, text] as const)]);
    this.packOf = new Map(inPacks.map(({ name, pack }) => [name, pack]));
  }

  /** The chunks that `name` loads: at once, or when something is first used. */
  loadedBy(name: string, when: 'at once' | 'later'): readonly string[] {
    const calls = (this.chunks.get(name) ?? '').matchAll(/(\(\)=>)?(?:require\("\.\/([\w-]+\.js)"\)|\$\w+)(?:\("(\w+)"\))?/g);
    return [...calls].filter(([, lazy, file, packed]) => (file !== undefined || packed !== undefined) && (lazy !== undefined) === (when === 'later')).map(([, , file = '', packed = file]) => packed);
  }

  /** `name` and all that is loaded with it at once. */
  closure(name: string): ReadonlySet<string> {
    const found = new Set([name]);
    for (const chunk of found) {
      for (const next of this.loadedBy(chunk, 'at once')) found.add(next);
    }
    return found;
  }

  /** Size of the files that {@link closure} is in: a pack is read as a whole. */
  bytes(name: string): number {
    const files = new Set([...this.closure(name)].map((chunk) => this.packOf.get(chunk) ?? chunk));
    return [...files].reduce((sum, file) => sum + readFileSync(path.join(this.#folder, file)).byteLength, 0);
  }
}

/** The chunks of a pack by name. */
function chunksIn(pack: string): readonly (readonly [name: string, text: string])[] {
  const [, ...pieces] = pack.split(/^\/\/ ((?:start_)?(?:both|editor|terminal)\d+|end)$/m);
  return pieces.flatMap((name, index): (readonly [string, string])[] => (index % 2 === 0 && name !== 'end' ? [[name, pieces[index + 1] ?? '']] : []));
}
