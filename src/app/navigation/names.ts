import { throwIfCancelled } from '../../base/abort';
import type { Range, Span } from '../../base/text';
import { defaultBases } from '../../language/plan/context';
import type { EnvironmentFile } from '../../language/plan/environment';
import { layersOf } from '../../language/plan/layers';
import { type Module, modulesOf } from '../../language/plan/needs';
import { environmentKeys } from '../../language/features/navigation/environmentKeys';
import { isDefining } from '../../language/features/navigation/highlights';
import { lineThatCounts, type Meaning, meaningOf, mentionsOfMeaning } from '../../language/features/navigation/meaning';
import { mentionsAt } from '../../language/features/navigation/mentions';
import { isReadByProduct } from '../../language/features/navigation/productKeys';
import type { RequestFile } from '../../language/syntax/nodes';
import { insertsText, requestName } from '../../language/syntax/queries';
import { keyOf, type NavigationHost, NavigationWorkspace, type Surrounded } from './workspace';

/** A document in which somebody points at a name. */
export interface NavigationDocument {
  readonly uri: string;
  /** Undefined for an environment file. */
  readonly file: RequestFile | undefined;
  /** The environment that is chosen for it. */
  readonly environment?: string;
}

/** A place in a file. */
export interface Place {
  readonly uri: string;
  readonly range: Range;
}

/** One of the places of a name. */
export interface Occurrence extends Place {
  readonly span: Span;
  readonly isDefinition: boolean;
  /** Whether it is a key of an environment file. */
  readonly isKey: boolean;
}

/** All places of a name that were found. */
export interface Occurrences {
  readonly all: readonly Occurrence[];
  /** The request files that have one of them, and the environments that hold for those. */
  readonly files: readonly Surrounded[];
  /** Whether not all request files of the workspace could be looked through: too many, too long, or not readable. */
  readonly isPartial: boolean;
  /** Whether a request that knows the name inserts a text (`<@`), in which it may stand too. */
  readonly isInserted: boolean;
}

/** What somebody points at. */
export interface NamedPlace {
  readonly meaning: Meaning;
  /** The name alone. */
  readonly span: Span;
  /** From where it was pointed at. */
  readonly reach: Span;
}

/** Request files that are read at the same time. */
const together = 25;

/** The names of requests and variables across files. Make one for each question. */
export class Names {
  readonly workspace: NavigationWorkspace;

  constructor(host: NavigationHost) {
    this.workspace = new NavigationWorkspace(host);
  }

  /** The name at `offset`, and what it means there; undefined when there is none. */
  async at({ uri, file }: NavigationDocument, offset: number): Promise<NamedPlace | undefined> {
    if (!file) return this.#keyAt(uri, offset);
    const mentions = mentionsAt(file, offset);
    if (mentions.length === 0) return undefined;
    const { module, environments } = await this.#surrounded(await this.workspace.open(uri, file));
    const found = mentions.map((mention) => ({ mention, meaning: meaningOf(module, mention, isIn(environments)) }));
    const best = found.find(({ meaning }) => meaning.kind !== 'nothing') ?? found[0];
    return best && { meaning: best.meaning, span: best.mention.span, reach: best.mention.reach };
  }

  /** Where it is defined: the definition that counts, or else all that may. */
  async definitions({ meaning, span, reach }: NamedPlace, { uri, file, environment }: NavigationDocument): Promise<readonly Place[]> {
    if (!file) return this.#places(uri, [span]);
    switch (meaning.kind) {
      case 'variable': {
        const line = lineThatCounts(meaning, keyOf(uri), reach.start);
        return line ? this.#places(meaning.module.uri, [line.name]) : [];
      }
      case 'prompt':
        return this.#places(meaning.module.uri, mentionsOfMeaning(meaning.module, meaning, () => false).filter(isDefining).slice(0, 1).map(({ span }) => span));
      case 'request': {
        const name = requestName(meaning.module.file, meaning.block);
        return name ? this.#places(meaning.module.uri, [name.span]) : [];
      }
      case 'environment':
        return this.#keysThatCount(meaning.name, await this.workspace.environments(uri), environment);
      case 'nothing':
        return [];
    }
  }

  /** All places of what a name means. */
  async occurrences({ meaning }: NamedPlace, { uri, file }: NavigationDocument, signal: AbortSignal): Promise<Occurrences> {
    if (!file) {
      const { files, isPartial } = await this.filesWith(meaning.name, [], signal);
      return this.#ofEnvironment(meaning, files, [await this.workspace.environment(uri)], isPartial);
    }
    const own = await this.#surrounded(await this.workspace.open(uri, file));
    // Nobody else can mean it.
    if (meaning.kind === 'prompt') return this.#found([own], meaning, [], { isPartial: false, isInserted: insertsText(meaning.block) });
    const { files, isPartial } = await this.filesWith(meaning.name, [...modulesOf(own.module), ...('module' in meaning ? [meaning.module] : [])], signal);
    if (meaning.kind !== 'environment') {
      const defining = meaning.kind === 'nothing' ? undefined : meaning.module.uri;
      return this.#found(files, meaning, [], { isPartial, isInserted: files.some((each) => inserts(each) && modulesOf(each.module).some(({ uri: reached }) => reached === defining)) });
    }
    // What it imports is read with the same environment.
    const imported = new Set(modulesOf(own.module));
    const all = files.map((each) => (imported.has(each.module) ? { ...each, environments: [...new Set([...each.environments, ...own.environments])] } : each));
    return this.#ofEnvironment(meaning, all, own.environments, isPartial);
  }

  /** Environment files that define a name belong together when one request file sees both. */
  #ofEnvironment(meaning: Meaning, files: readonly Surrounded[], start: readonly EnvironmentFile[], isPartial: boolean): Promise<Occurrences> {
    const definers = (environments: readonly EnvironmentFile[]) => environments.filter((each) => defines(each, meaning.name)).map(({ uri }) => keyOf(uri));
    const known = new Set(definers(start));
    let left = files.filter(({ module, environments }) => mentionsOfMeaning(module, meaning, isIn(environments)).length > 0);
    const reached: Surrounded[] = [];
    for (let before = -1; before !== reached.length; ) {
      before = reached.length;
      // A name of the product's own stands in no file.
      const isNear = ({ environments }: Surrounded) => (known.size === 0 ? definers(environments).length === 0 : definers(environments).some((uri) => known.has(uri)));
      for (const each of left.filter(isNear)) {
        reached.push(each);
        for (const uri of definers(each.environments)) known.add(uri);
      }
      left = left.filter((each) => !reached.includes(each));
    }
    const knows = ({ environments }: Surrounded) => definers(environments).some((uri) => known.has(uri));
    return this.#found(reached, meaning, [...known], { isPartial, isInserted: files.some((each) => inserts(each) && knows(each)) });
  }

  /** The name of a variable of an environment file. */
  async #keyAt(uri: string, offset: number): Promise<NamedPlace | undefined> {
    const key = environmentKeys((await this.workspace.text(uri)) ?? '').find(({ span }) => offset >= span.start && offset <= span.end);
    return key && { meaning: { kind: 'environment', name: key.name }, span: key.span, reach: key.span };
  }

  async #found(files: readonly Surrounded[], meaning: Meaning, environments: readonly string[], flags: Pick<Occurrences, 'isPartial' | 'isInserted'>): Promise<Occurrences> {
    const all: Occurrence[] = [];
    const holding: Surrounded[] = [];
    for (const each of files) {
      const mentions = mentionsOfMeaning(each.module, meaning, isIn(each.environments));
      if (mentions.length > 0) holding.push(each);
      for (const mention of mentions) all.push(await this.#occurrence(each.module.uri, mention.span, isDefining(mention), false));
    }
    for (const uri of environments) {
      const keys = environmentKeys((await this.workspace.text(uri)) ?? '').filter(({ name }) => name === meaning.name);
      for (const { span } of keys) all.push(await this.#occurrence(uri, span, true, true));
    }
    return { all, files: holding, ...flags };
  }

  async #occurrence(uri: string, span: Span, isDefinition: boolean, isKey: boolean): Promise<Occurrence> {
    return { uri, span, range: await this.workspace.rangeOf(uri, span), isDefinition, isKey };
  }

  #places(uri: string, spans: readonly Span[]): Promise<readonly Place[]> {
    return Promise.all(spans.map(async (span) => ({ uri, range: await this.workspace.rangeOf(uri, span) })));
  }

  /** The key that counts in the chosen environment, or else those of all others. */
  async #keysThatCount(name: string, environmentFiles: readonly EnvironmentFile[], environment: string | undefined): Promise<readonly Place[]> {
    const winner = layersOf({ environmentFiles, ...(environment !== undefined && { environment }) }).get(name)?.[0]?.origin;
    const found: Place[] = [];
    for (const { uri } of environmentFiles) {
      const keys = environmentKeys((await this.workspace.text(uri)) ?? '').filter((key) => key.name === name);
      const counting = winner?.uri === uri ? keys.filter(({ value }) => value.start === winner.span?.start) : [];
      if (counting.length > 0) return this.#places(keyOf(uri), counting.map(({ span }) => span));
      found.push(...(await this.#places(keyOf(uri), keys.map(({ span }) => span))));
    }
    return found;
  }

  /** All request files in whose text the name stands, or which insert another text: those that are given, and those of the workspace. */
  async filesWith(name: string, modules: readonly Module[], signal: AbortSignal): Promise<{ readonly files: readonly Surrounded[]; readonly isPartial: boolean }> {
    const { uris, hasMore } = await this.workspace.host.requestFiles();
    let isPartial = hasMore;
    const found = new Set(modules);
    for (let start = 0; start < uris.length; start += together) {
      throwIfCancelled(signal);
      const some = uris.slice(start, start + together);
      const texts = await Promise.all(some.map((uri) => this.workspace.text(uri)));
      for (const [index, uri] of some.entries()) {
        const text = texts[index];
        if (text === undefined) isPartial = true;
        const module = text !== undefined && (text.includes(name) || /^<@/m.test(text)) ? await this.workspace.module(uri) : undefined;
        if (module) found.add(module);
      }
    }
    return { files: await Promise.all([...found].map((module) => this.#surrounded(module))), isPartial };
  }

  async #surrounded(module: Module): Promise<Surrounded> {
    return { module, environments: await this.workspace.environments(module.uri) };
  }
}

function inserts({ module }: Surrounded): boolean {
  return module.file.blocks.some(insertsText);
}

/** Whether an environment file has the variable in any of its environments. */
export function defines({ environments }: EnvironmentFile, name: string): boolean {
  return [...environments.values()].some((variables) => variables.has(name));
}

/** Tells whether a name is one of these environments, or of the product itself. */
function isIn(environments: readonly EnvironmentFile[]): (name: string) => boolean {
  return (name) => isReadByProduct(name) || name in defaultBases || environments.some((each) => defines(each, name));
}
