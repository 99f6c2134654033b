import type { Span } from '../../../base/text';
import type { Line, RequestFile } from '../../syntax/nodes';
import { foldDirective, lineAt, textOf } from '../../syntax/queries';
import type { FolderEntry } from '../authoring';
import type { Completion, CompletionSource } from './completion';
import { argumentSpan } from './directives';

/** A path in which somebody types. */
export interface PathAt {
  /** What the path is for: `@import`, the file of a body, or where an answer is saved. */
  readonly purpose: 'import' | 'read' | 'write';
  /** As written up to and with the last slash before the cursor; empty: the folder of the request file. */
  readonly folder: string;
  /** The name after it, up to the next slash. */
  readonly name: Span;
}

/**
 * The path at `offset`, for which `Authoring.entries` are to be found; undefined where no path goes on,
 * or where a reference in it decides about the folder.
 */
export function pathAt(file: RequestFile, offset: number): PathAt | undefined {
  const line = lineAt(file, offset);
  const purpose = purposeOf(file, line);
  const from = purpose && startOf(file, line, offset);
  if (!purpose || from === undefined || offset < from || offset > line.end) return undefined;
  const before = file.text.slice(from, offset);
  if (before.includes('{{')) return undefined;
  const length = Math.max(before.lastIndexOf('/'), before.lastIndexOf('\\')) + 1;
  const rest = /^[^/\\]*?(?=[/\\]|\s*$)/.exec(file.text.slice(offset, line.end))?.[0] ?? '';
  return { purpose, folder: before.slice(0, length), name: { start: from + length, end: offset + rest.length } };
}

function purposeOf(file: RequestFile, line: Line): PathAt['purpose'] | undefined {
  if (line.kind === 'file') return 'read';
  if (line.kind === 'save') return 'write';
  return line.kind === 'directive' && foldDirective(textOf(file, line.name)) === 'import' ? 'import' : undefined;
}

/** Where the path of a line starts, also one of which nothing is written yet. */
function startOf(file: RequestFile, line: Line, offset: number): number | undefined {
  if (line.kind === 'directive') return argumentSpan(file, line, offset)?.start;
  return line.kind === 'file' || line.kind === 'save' ? line.path.start : undefined;
}

/** Files and folders after `<`, `<@`, `>>` and `@import`, from the folder that is written so far. */
export const fileCompletions: CompletionSource = ({ file, offset }, { entries }) => {
  const path = pathAt(file, offset);
  if (!path) return [];
  const typed = file.text.slice(path.name.start, offset);
  const fitting = entries.filter((entry) => fits(entry, path, typed.startsWith('.')));
  const folders = fitting.filter(({ isFolder }) => isFolder);
  const slash = path.folder.includes('\\') && !path.folder.includes('/') ? '\\' : '/';
  // Where a slash follows already there is no need of another.
  const isInside = /^[/\\]/.test(file.text.slice(path.name.end, path.name.end + 1));
  return [
    ...fitting.filter(({ isFolder }) => !isFolder).map(({ name }): Completion => ({ kind: 'file', label: name, span: path.name })),
    ...folders.map(({ name }): Completion => ({ kind: 'folder', label: `${name}${slash}`, span: path.name, continues: true, ...(isInside && { insert: name }) })),
  ];
};

/** A request file imports request files; what starts with a dot, and what would be read as a reference, is asked for or left alone. */
function fits({ name, isFolder }: FolderEntry, { purpose, folder }: PathAt, wantsDots: boolean): boolean {
  if (name === '..') return folder === '' || /(^|[/\\])\.\.[/\\]$/.test(folder) || folder === './';
  // Blanks at its ends are trimmed off, and line ends cannot be written.
  if (name.includes('{{') || name.trim() !== name || /[\r\n]/.test(name)) return false;
  if (name.startsWith('.') && (purpose === 'write' || !wantsDots)) return false;
  const isRequests = /\.(http|rest)$/i.test(name);
  if (isFolder || purpose === 'read') return true;
  return purpose === 'import' ? isRequests : !isRequests;
}
