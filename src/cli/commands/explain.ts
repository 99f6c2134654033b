import { languageCodeNote } from '../../app/languageCodes';
import type { CatalogueEntry } from '../../insight/entry';
import { correctedNote, entryByCode, noErrorsFound, search } from '../../insight/lookUp';
import { entryLine, entryText, statusText } from '../../insight/pages';
import type { TextOptions } from '../../insight/terminalText';
import type { ExplainArguments } from '../arguments';
import { readCatalogues } from '../catalogues';
import { exitCode, type ExitCode, type Io } from '../io';

/** `dt-http explain 403`, `dt-http explain dt.403`, `dt-http explain expired token` */
export async function explain({ query, color, catalogues }: ExplainArguments, io: Io): Promise<ExitCode> {
  const read = await readCatalogues(catalogues, io.cwd);
  for (const sentence of [...read.errors, ...read.warnings]) io.err(`dt-http: ${sentence}\n`);
  if (read.errors.length > 0) return exitCode.usage;
  const text = textAbout(query, { width: Math.min(io.columns, 100), color: color === 'auto' ? io.color : color === 'always' }, read.entries, io);
  if (text === '') {
    io.err(`${noErrorsFound}\n`);
    return exitCode.failed;
  }
  io.out(text);
  return exitCode.ok;
}

/** Empty when nothing is found. */
function textAbout(query: string, options: TextOptions, more: readonly CatalogueEntry[], io: Io): string {
  const exact = entryByCode(query, more);
  if (exact) return entryText(exact, options, more);
  const note = languageCodeNote(query);
  if (note !== undefined) return `${note}\n`;
  const status = /^\d{3}$/.test(query.trim()) ? statusText(Number(query), options, more) : '';
  if (status !== '') return status;
  const { entries, correctedTo } = search(query, more);
  if (correctedTo !== undefined) io.err(`${correctedNote(query, correctedTo)}\n`);
  if (entries.length <= mostPages) return entries.map((entry) => entryText(entry, options, more)).join('\n');
  const listed = entries.slice(0, mostLines).map(entryLine);
  const width = Math.max(...listed.map(({ code }) => code.length));
  const rest = entries.length - mostLines;
  const lines = listed.map(({ code, title }) => `${code.padEnd(width)}  ${title}`);
  return `${[...lines, ...(rest > 0 ? [`… and ${rest} more`] : []), '', 'dt-http explain CODE says all about one of them.'].join('\n')}\n`;
}

/** Pages that are printed one below the other; of more a list. */
const mostPages = 3;
/** Lines of that list. */
const mostLines = 40;
