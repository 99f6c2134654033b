import { fileNameOf } from '../../base/percent';
import type { RequestFile } from '../../language/syntax/nodes';
import type { Import, ImportProblem, Module } from '../../language/plan/needs';
import { parse } from '../../language/syntax/parser';
import { directivesOf } from '../../language/syntax/queries';
import { decodeUtf8 } from './environments';
import { resolvePlace } from '../files/filePlaces';
import type { HostFiles } from '../host';

/** Reads what a request file imports, and what that imports in turn. Each file is read once, however often it is imported. */
export async function readImports(files: HostFiles, file: RequestFile, uri: string, root: string | undefined): Promise<readonly Import[]> {
  return importsOf(file) === none ? [] : new ImportReader(files, root).read(file, uri, [uri]);
}

/** Files that one request file may import, directly or not. */
const mostFiles = 200;

interface ImportLine {
  readonly span: Import['span'];
  readonly from: number;
  readonly path: string;
}

const none: readonly ImportLine[] = [];

class ImportReader {
  readonly #files: HostFiles;
  readonly #root: string | undefined;
  readonly #modules = new Map<string, Module | ImportProblem>();

  constructor(files: HostFiles, root: string | undefined) {
    this.#files = files;
    this.#root = root;
  }

  /** @param above The files that lead here, the first one first. */
  async read(file: RequestFile, uri: string, above: readonly string[]): Promise<readonly Import[]> {
    const imports: Import[] = [];
    for (const { path, ...place } of importsOf(file)) imports.push({ ...place, ...(await this.#import(path, uri, above)) });
    return imports;
  }

  async #import(path: string, source: string, above: readonly string[]): Promise<Pick<Import, 'module' | 'problem'>> {
    const place = await resolvePlace(this.#files, { written: path, source, root: this.#root }, 'read');
    if (place.kind === 'outside') return { problem: { kind: 'outside' } };
    if (place.kind === 'refused') return { problem: place };
    const start = above.indexOf(place.uri);
    if (start >= 0) return { problem: { kind: 'cycle', files: [...above.slice(start), place.uri].map(fileNameOf) } };
    const known = this.#modules.get(place.uri) ?? (await this.#module(place.uri, above));
    this.#modules.set(place.uri, known);
    return 'kind' in known ? { problem: known } : { module: known };
  }

  async #module(uri: string, above: readonly string[]): Promise<Module | ImportProblem> {
    if (this.#modules.size >= mostFiles) return { kind: 'unreadable', reason: `more than ${mostFiles} files are imported` };
    const content = await this.#files.read(uri);
    if (content.kind === 'missing') return { kind: 'missing' };
    if (content.kind === 'unreadable') return { kind: 'unreadable', reason: content.reason };
    const text = decodeUtf8(content.bytes);
    if (text === undefined) return { kind: 'unreadable', reason: 'it is not valid UTF-8' };
    const file = parse(text);
    return { uri, file, imports: await this.read(file, uri, [...above, uri]) };
  }
}

function importsOf(file: RequestFile): readonly ImportLine[] {
  // A look at the whole text is cheaper than one at each block, and most files import nothing.
  if (!/@import/i.test(file.text)) return none;
  const lines = file.blocks.flatMap((block) => directivesOf(file, block));
  const imports = lines.filter(({ name, argument }) => name === 'import' && argument !== '');
  return imports.map(({ line, argument }) => ({ span: { start: line.argument.start, end: line.argument.end }, from: line.next, path: argument }));
}
