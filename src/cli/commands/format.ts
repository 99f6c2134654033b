import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { decodeUtf8, invalidUtf8At } from '../../app/around/environments';
import { isCancelled } from '../../base/abort';
import { formatBody } from '../../language/features/format/formatBody';
import { formatEdits } from '../../language/features/format/formatFile';
import { parse } from '../../language/syntax/parser';
import { reparse } from '../../language/syntax/reparse';
import type { FormatArguments } from '../arguments';
import { plainLine } from '../format/plain';
import { exitCode, type ExitCode, type Io } from '../io';
import { nodeFiles } from '../nodeHost';

/** What became of a file; a text says why it is as it was. */
type Outcome = 'unchanged' | 'changed' | 'cancelled' | { readonly problem: string };

/** `dt-http format FILE…`: lays request files out and writes each whole; with `--check` says which would change. */
export async function format(args: FormatArguments, io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCode.ok;
  for (const shown of args.files) {
    const outcome = await formatFile(path.resolve(io.cwd, shown), args, io.signal);
    if (outcome === 'cancelled') return exitCode.cancelled;
    if (typeof outcome === 'object') {
      io.err(`${plainLine(`dt-http: ${shown}: ${outcome.problem}`)}\n`);
      code = exitCode.usage;
    } else if (outcome === 'changed') {
      io.out(`${plainLine(shown)}: ${args.check ? 'would change' : 'formatted'}\n`);
      if (args.check && code === exitCode.ok) code = exitCode.failed;
    }
  }
  return code;
}

async function formatFile(full: string, { check, bodies }: FormatArguments, signal: AbortSignal): Promise<Outcome> {
  // Any other file would be damaged, as with `dt-http format *`.
  if (!/\.(?:http|rest)$/i.test(full)) return { problem: 'it is no request file: those end with .dt.http, .http or .rest.' };
  // A link stays one: what it leads to is written.
  const uri = await nodeFiles.realPath(pathToFileURL(full).href);
  const content = await nodeFiles.read(uri);
  if (content.kind === 'missing') return { problem: 'there is no such file.' };
  if (content.kind === 'unreadable') return { problem: `it cannot be read: ${content.reason}.` };
  const text = decodeUtf8(content.bytes);
  if (text === undefined) return { problem: `not valid UTF-8 at byte ${invalidUtf8At(content.bytes) ?? 0}. Save it as UTF-8.` };
  const formatted = laidOut(text, bodies);
  if (formatted === text) return 'unchanged';
  if (check) return 'changed';
  try {
    const result = await nodeFiles.write(uri, new TextEncoder().encode(formatted), 'replace', signal);
    return result.kind === 'failed' ? { problem: `it could not be written: ${result.reason}.` } : 'changed';
  } catch (error) {
    if (isCancelled(error)) return 'cancelled';
    throw error;
  }
}

/** @param bodies Whether JSON bodies are laid out too; one that cannot be is left as it is. */
function laidOut(text: string, bodies: boolean): string {
  const file = parse(text);
  const formatted = reparse(file, formatEdits(file));
  if (!bodies) return formatted.text;
  const layouts = formatted.blocks.map((block) => formatBody(formatted, block));
  return reparse(formatted, layouts.flatMap((layout) => (layout.kind === 'edits' ? layout.edits : []))).text;
}
