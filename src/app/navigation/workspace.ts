import { LineIndex, type Range, type Span } from '../../base/text';
import { type EnvironmentFile, parseEnvironmentFile } from '../../language/plan/environment';
import type { Import, Module } from '../../language/plan/needs';
import type { RequestFile } from '../../language/syntax/nodes';
import { parse } from '../../language/syntax/parser';
import { directivesOf } from '../../language/syntax/queries';
import { decodeUtf8, readEnvironments } from '../around/environments';
import { resolvePlace } from '../files/filePlaces';
import { locationOf, uriOf } from '../files/location';
import type { HostFiles } from '../host';

/** Octets of the largest request file that is looked through for a name. */
const longestFile = 1_000_000;

/** The request files of a workspace, as far as they were listed. */
export interface RequestFileList {
  readonly uris: readonly string[];
  /** Whether there are more. */
  readonly hasMore: boolean;
}

/** What the host knows about the files around a document. */
export interface NavigationHost {
  /** Of documents that are open the text as it is shown, else from disk. */
  readonly files: HostFiles;
  /** Lists the request files of the workspace; asked only when somebody wants all places of a name. */
  requestFiles(): Promise<RequestFileList>;
  /** URI of the workspace folder that holds a file; undefined when none does. */
  rootOf(uri: string): string | undefined;
  /** Environments that no file holds. Default: none. */
  readonly moreEnvironments?: readonly EnvironmentFile[];
}

/** A request file with its surroundings. */
export interface Surrounded {
  readonly module: Module;
  /** The environment files that hold for it, those that no file holds too. */
  readonly environments: readonly EnvironmentFile[];
}

/**
 * The files around a name, each read once, without a byte order mark: their offsets are those of the
 * editor's documents. Make one for each question.
 */
export class NavigationWorkspace {
  readonly #files: HostFiles;
  readonly #texts = new Map<string, Promise<string | undefined>>();
  readonly #modules = new Map<string, Promise<Module | undefined>>();
  readonly #environments = new Map<string, Promise<readonly EnvironmentFile[]>>();
  readonly #lines = new Map<string, LineIndex>();

  constructor(readonly host: NavigationHost) {
    this.#files = { ...host.files, read: async (uri, limit) => withoutMark(await host.files.read(uri, limit)) };
  }

  /** Makes a document's tree stand for its file. */
  async open(uri: string, file: RequestFile): Promise<Module> {
    const key = keyOf(uri);
    const known = await this.#modules.get(key);
    if (known?.file === file) return known;
    this.#texts.set(key, Promise.resolve(file.text));
    return this.#build(uri, file);
  }

  /** A request file; undefined when it cannot be read, or is too long. Files may import one another. */
  module(uri: string): Promise<Module | undefined> {
    const key = keyOf(uri);
    const known = this.#modules.get(key) ?? this.text(uri).then((text) => (text === undefined ? undefined : this.#build(uri, parse(text))));
    this.#modules.set(key, known);
    return known;
  }

  /** The text of a file; undefined when it cannot be read, or is too long. */
  text(uri: string): Promise<string | undefined> {
    const key = keyOf(uri);
    const known = this.#texts.get(key) ?? this.#read(uri);
    this.#texts.set(key, known);
    return known;
  }

  /** The environment files of a request file. */
  environments(uri: string): Promise<readonly EnvironmentFile[]> {
    const source = keyOf(uri);
    const root = this.host.rootOf(uri);
    const key = `${root ?? ''} ${source.slice(0, source.lastIndexOf('/'))}`;
    const known = this.#environments.get(key) ?? this.#readEnvironments(source, root === undefined ? undefined : keyOf(root));
    this.#environments.set(key, known);
    return known;
  }

  /** An environment file by itself. */
  async environment(uri: string): Promise<EnvironmentFile> {
    return parseEnvironmentFile((await this.text(uri)) ?? '', uri, false);
  }

  /** Where a span of a file is. */
  async rangeOf(uri: string, span: Span): Promise<Range> {
    const key = keyOf(uri);
    const index = this.#lines.get(key) ?? new LineIndex((await this.text(uri)) ?? '');
    this.#lines.set(key, index);
    return index.rangeOf(span);
  }

  async #read(uri: string): Promise<string | undefined> {
    // Environments of the settings have no file.
    if (!locationOf(uri)) return undefined;
    const content = await this.#files.read(uri, longestFile);
    return content.kind === 'content' ? decodeUtf8(content.bytes) : undefined;
  }

  async #readEnvironments(uri: string, root: string | undefined): Promise<readonly EnvironmentFile[]> {
    const { files } = await readEnvironments(this.#files, uri, root);
    return [...files, ...(this.host.moreEnvironments ?? [])];
  }

  /** It is known before its imports are: one of them may import it in turn. */
  async #build(uri: string, file: RequestFile): Promise<Module> {
    const imports: Import[] = [];
    const module: Module = { uri: keyOf(uri), file, imports };
    this.#modules.set(keyOf(uri), Promise.resolve(module));
    if (!/@import/i.test(file.text)) return module;
    const root = this.host.rootOf(uri);
    for (const { name, argument, line } of file.blocks.flatMap((block) => directivesOf(file, block))) {
      if (name !== 'import' || argument === '') continue;
      const place = await resolvePlace(this.#files, { written: argument, source: uri, root }, 'read');
      const imported = place.kind === 'inside' ? await this.module(place.uri) : undefined;
      if (imported) imports.push({ span: line.argument, from: line.next, module: imported });
    }
    return module;
  }
}

/** One spelling for each file: hosts and paths encode the same name differently. */
export function keyOf(uri: string): string {
  const location = locationOf(uri);
  if (!location) return uri;
  const [drive = '', ...rest] = location.segments;
  return uriOf({ head: location.head, segments: /^[a-z]:$/i.test(drive) ? [drive.toLowerCase(), ...rest] : location.segments });
}

function withoutMark(content: Awaited<ReturnType<HostFiles['read']>>): typeof content {
  if (content.kind !== 'content') return content;
  const { bytes } = content;
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? { kind: 'content', bytes: bytes.subarray(3) } : content;
}
