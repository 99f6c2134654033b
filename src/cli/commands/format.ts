import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { decodeUtf8, invalidUtf8At } from '../../app/around/environments';
import type { HostFiles, WriteResult } from '../../app/host';
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
  let unchanged = 0;
  let changed = 0;
  for (const shown of args.files) {
    const outcome = await formatFile(path.resolve(io.cwd, shown), args, io.signal);
    if (outcome === 'cancelled') return exitCode.cancelled;
    if (typeof outcome === 'object') {
      io.err(`${plainLine(`dt-http: ${shown}: ${outcome.problem}`)}\n`);
      code = exitCode.usage;
    } else if (outcome === 'unchanged') unchanged++;
    else {
      changed++;
      io.out(`${plainLine(shown)}: ${args.check ? 'would change' : 'formatted'}\n`);
      if (args.check && code === exitCode.ok) code = exitCode.failed;
    }
  }
  if (code === exitCode.ok && unchanged > 0 && changed === 0) io.out(`${unchanged} file${unchanged > 1 ? 's' : ''}, nothing to change\n`);
  return code;
}

async function formatFile(full: string, { check, bodies }: FormatArguments, signal: AbortSignal): Promise<Outcome> {
  // Any other file would be damaged, as with `dt-http format *`.
  if (!isRequestFile(full)) return { problem: 'it is no request file: those end with .dt.http, .http or .rest.' };
  // A link stays one: what it leads to is written.
  const uri = await nodeFiles.realPath(pathToFileURL(full).href);
  if (!isRequestFile(uri)) return { problem: 'it is a link to a file that is no request file.' };
  const content = await nodeFiles.read(uri);
  if (content.kind === 'missing') return { problem: 'there is no such file.' };
  if (content.kind === 'unreadable') return { problem: `it cannot be read: ${content.reason}.` };
  const text = decodeUtf8(content.bytes);
  if (text === undefined) return { problem: `not valid UTF-8 at byte ${invalidUtf8At(content.bytes) ?? 0}. Save it as UTF-8.` };
  const formatted = laidOut(text, bodies);
  if (formatted === text) return 'unchanged';
  if (check) return 'changed';
  try {
    const result = await replaceUnchanged(nodeFiles, uri, content.bytes, new TextEncoder().encode(formatted), signal);
    if (result === 'changed-meanwhile') return { problem: 'it changed while it was laid out, and is left as it is. Run the command again.' };
    return result.kind === 'failed' ? { problem: `it could not be written: ${result.reason}.` } : 'changed';
  } catch (error) {
    if (isCancelled(error)) return 'cancelled';
    throw error;
  }
}

/** Replaces what a file was read to hold, unless somebody else has saved it since. Rejects when it is cancelled. */
export async function replaceUnchanged(files: Pick<HostFiles, 'read' | 'write'>, uri: string, before: Uint8Array, after: Uint8Array, signal: AbortSignal): Promise<WriteResult | 'changed-meanwhile'> {
  const now = await files.read(uri);
  if (now.kind !== 'content' || Buffer.compare(now.bytes, before) !== 0) return 'changed-meanwhile';
  return files.write(uri, after, 'replace', signal);
}

function isRequestFile(name: string): boolean {
  return /\.(?:http|rest)$/i.test(name);
}

/** @param bodies Whether JSON bodies are laid out too; one that cannot be is left as it is. */
function laidOut(text: string, bodies: boolean): string {
  const file = parse(text);
  const formatted = reparse(file, formatEdits(file));
  if (!bodies) return formatted.text;
  const layouts = formatted.blocks.map((block) => formatBody(formatted, block));
  return reparse(formatted, layouts.flatMap((layout) => (layout.kind === 'edits' ? layout.edits : []))).text;
}
