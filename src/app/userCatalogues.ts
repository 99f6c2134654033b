import type { Span } from '../base/text';
import { catalogue } from '../insight/catalogue/index';
import { codedEntry, type CodedEntry } from '../insight/codedEntry';
import { type CatalogueProblem, mostProblems, readCatalogue } from '../insight/userCatalogue';
import { decodeUtf8, invalidUtf8At } from './around/environments';
import type { HostFiles } from './host';

/** Octets of the largest catalogue file that is read. */
export const largestCatalogue = 1_000_000;

/** A catalogue file of the user, as it was found. */
export interface CatalogueFile {
  readonly uri: string;
  /** The text that {@link problems} are in; empty when it could not be read. */
  readonly text: string;
  /** Why nothing of it can be used, as a clause: "there is no such file". Missing when it could be read. */
  readonly unreadable?: string;
  /** In the order of the text. */
  readonly problems: readonly CatalogueProblem[];
}

/** The user's own catalogues. */
export interface UserCatalogues {
  /** Of all files, each code once. */
  readonly entries: readonly CodedEntry[];
  readonly files: readonly CatalogueFile[];
}

/**
 * Reads catalogue files, in this order. Never rejects: what cannot be used of one is told, and the rest
 * counts. A code that is built in, or that an earlier entry has, stays with that one.
 */
export async function readUserCatalogues(files: HostFiles, uris: readonly string[]): Promise<UserCatalogues> {
  const owners = new Map(catalogue.map(({ code }) => [code.toLowerCase(), 'is built in']));
  const entries: CodedEntry[] = [];
  const found: CatalogueFile[] = [];
  for (const uri of new Set(uris)) {
    const text = await readText(files, uri);
    if (typeof text !== 'string') {
      found.push({ uri, text: '', unreadable: text.reason, problems: [] });
      continue;
    }
    const { name, records, problems } = readCatalogue(text);
    const doubles: CatalogueProblem[] = [];
    for (const { span, ...record } of records) {
      const key = record.code.toLowerCase();
      const owner = owners.get(key);
      if (owner === undefined) entries.push(codedEntry(record, name));
      else doubles.push(doubleOf(span, owner));
      owners.set(key, owner ?? `stands in the catalogue "${name}" already`);
    }
    found.push({ uri, text, problems: [...problems, ...doubles].sort((a, b) => a.span.start - b.span.start).slice(0, mostProblems) });
  }
  return { entries, files: found };
}

function doubleOf(span: Span, owner: string): CatalogueProblem {
  return { severity: 'warning', span, message: `This code ${owner}: this entry is left out.` };
}

async function readText(files: HostFiles, uri: string): Promise<string | { readonly reason: string }> {
  const content = await files.read(uri, largestCatalogue);
  if (content.kind === 'missing') return { reason: 'there is no such file' };
  if (content.kind === 'unreadable') return { reason: content.reason };
  const text = decodeUtf8(content.bytes);
  if (text === undefined) return { reason: `it is not valid UTF-8 at byte ${invalidUtf8At(content.bytes) ?? 0}` };
  // Editors show a text without its byte order mark, and count from there.
  return text.replace(/^\ufeff/, '');
}
