import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CatalogueFile } from '../app/userCatalogues';
import { LineIndex } from '../base/text';
import { diskFiles } from '../disk/diskFiles';
import type { CatalogueEntry } from '../insight/entry';
import { plainLine } from './format/plain';

/** The catalogues of the command line. Sentences name file, line and column, and are safe to print. */
export interface Catalogues {
  readonly entries: readonly CatalogueEntry[];
  readonly warnings: readonly string[];
  /** Not empty: what the command line asks for cannot be had. */
  readonly errors: readonly string[];
}

/**
 * Reads the files of `--catalogue`.
 *
 * @param paths As on the command line; without any nothing is loaded.
 * @param cwd Where they lead from.
 */
export async function readCatalogues(paths: readonly string[], cwd: string): Promise<Catalogues> {
  if (paths.length === 0) return { entries: [], warnings: [], errors: [] };
  const { readUserCatalogues } = await import('../app/userCatalogues');
  const shown = new Map(paths.map((each) => [pathToFileURL(path.resolve(cwd, each)).href, each]));
  const { entries, files } = await readUserCatalogues(diskFiles, [...shown.keys()]);
  const told = files.flatMap((file) => sentences(file, shown.get(file.uri) ?? file.uri));
  const of = (wanted: 'error' | 'warning') => told.flatMap(({ severity, sentence }) => (severity === wanted ? [plainLine(sentence)] : []));
  return { entries, warnings: of('warning'), errors: of('error') };
}

function sentences({ unreadable, text, problems }: CatalogueFile, name: string): readonly { readonly severity: 'error' | 'warning'; readonly sentence: string }[] {
  if (unreadable !== undefined) return [{ severity: 'error', sentence: `${name}: ${unreadable}.` }];
  const lines = new LineIndex(text);
  return problems.map(({ severity, span, message }) => {
    const { line, character } = lines.positionAt(span.start);
    return { severity, sentence: `${name}:${line + 1}:${character + 1}: ${severity === 'warning' ? 'warning: ' : ''}${message}` };
  });
}
