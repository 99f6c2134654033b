import assert from 'node:assert/strict';
import { type NavigationDocument, Names } from '../../../../src/app/navigation/names';
import type { NavigationHost } from '../../../../src/app/navigation/workspace';
import { applyEdits, LineIndex } from '../../../../src/base/text';
import type { Place } from '../../../../src/app/navigation/names';
import { parse } from '../../../../src/language/syntax/parser';
import { marked } from '../../../helpers/marked';
import { memoryFiles } from '../../../helpers/memoryFiles';

const folder = 'file:///w/';

/** Files of one workspace folder: `‸` in one of them is the cursor, `⟦…⟧` are the places that are expected. */
export interface World {
  readonly names: Names;
  readonly document: NavigationDocument;
  readonly cursor: number;
  readonly texts: ReadonlyMap<string, string>;
  /** As `name:line:character-character`, in order. */
  readonly expected: readonly string[];
  /** URIs of the files that were read, in order. */
  readonly read: readonly string[];
}

export function worldOf(sources: Readonly<Record<string, string>>, more: Partial<NavigationHost> & { readonly environment?: string } = {}): World {
  const texts = new Map<string, string>();
  const expected: string[] = [];
  let start: { readonly name: string; readonly cursor: number } | undefined;
  for (const [name, source] of Object.entries(sources)) {
    const { text, cursors, spans } = marked(source);
    const [cursor] = cursors;
    if (cursor !== undefined) start = { name, cursor };
    texts.set(name, text);
    const index = new LineIndex(text);
    expected.push(...spans.map((span) => shown({ uri: folder + name, range: index.rangeOf(span) })));
  }
  assert.ok(start, 'no cursor');
  const files = memoryFiles(Object.fromEntries([...texts].map(([name, text]) => [folder + name, text])));
  const read: string[] = [];
  const { environment, ...host } = more;
  const names = new Names({
    files: { ...files, read: (uri, limit) => (read.push(uri), files.read(uri, limit)) },
    requestFiles: () => Promise.resolve({ uris: [...texts.keys()].filter((name) => name.endsWith('.http')).map((name) => folder + name), hasMore: false }),
    rootOf: () => folder.slice(0, -1),
    ...host,
  });
  const isRequestFile = start.name.endsWith('.http');
  const document = { uri: folder + start.name, file: isRequestFile ? parse(texts.get(start.name) ?? '') : undefined, ...(environment !== undefined && { environment }) };
  return { names, document, cursor: start.cursor, texts, expected: expected.sort(), read };
}

export function shown({ uri, range: { start, end } }: Place): string {
  return `${uri.slice(folder.length)}:${start.line}:${start.character}-${end.character}`;
}

/** The texts of all files after the places got the new name. */
export function renamed(texts: World['texts'], places: readonly Place[], newText: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...texts].map(([name, text]) => {
    const index = new LineIndex(text);
    const edits = places.filter(({ uri }) => uri === folder + name).map(({ range }) => ({ span: index.spanOf(range), newText }));
    return [name, applyEdits(text, edits)];
  }));
}

export const never = new AbortController().signal;
