import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FileScope } from '../app/check';
import { decodeUtf8, type Environments, invalidUtf8At, readEnvironments } from '../app/around/environments';
import type { Redactor } from '../http/redact';
import { parse } from '../language/syntax/parser';
import type { FileArguments } from './arguments';
import { createPage, type Page } from './format/page';
import { plainLine } from './format/plain';
import { createStyle } from './format/style';
import type { Io } from './io';
import { nodeFiles, readContent } from './nodeHost';

/** A request file of the command line. */
export interface InputFile {
  readonly uri: string;
  readonly root: string;
  readonly page: Page;
  /** Read once for all requests of the file. */
  readonly environments: Environments;
}

/** The files that could be read, and a sentence for each that could not. */
export interface Inputs {
  readonly files: readonly InputFile[];
  readonly errors: readonly string[];
}

/** Reads and parses the files of the command line. */
export async function readInputs(args: FileArguments, io: Io, color: boolean, redactor: Redactor): Promise<Inputs> {
  const files: InputFile[] = [];
  const errors: string[] = [];
  for (const shown of args.files) {
    const full = path.resolve(io.cwd, shown);
    const text = await readText(full);
    if (typeof text === 'object') {
      errors.push(plainLine(`dt-http: ${shown}: ${text.problem}`));
      continue;
    }
    const uri = pathToFileURL(full).href;
    const root = pathToFileURL(isInside(full, io.cwd) ? io.cwd : path.dirname(full)).href;
    const page = createPage({ shown, file: parse(text), columns: io.columns, color, style: createStyle(color), redactor });
    files.push({ uri, root, page, environments: await readEnvironments(nodeFiles, uri, root) });
  }
  return { files, errors };
}

function isInside(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

async function readText(file: string): Promise<string | { readonly problem: string }> {
  const content = await readContent(file);
  if (content.kind === 'missing') return { problem: 'there is no such file.' };
  if (content.kind === 'unreadable') return { problem: `it cannot be read: ${content.reason}.` };
  return decodeUtf8(content.bytes) ?? { problem: `not valid UTF-8 at byte ${invalidUtf8At(content.bytes) ?? 0}. Save it as UTF-8.` };
}

/** What holds for the requests of a file: its environment and the variables of the command line. */
export function scopeOf({ page, uri, root, environments }: InputFile, { environment, variables }: FileArguments): FileScope {
  return { file: page.file, uri, root, environments, variables, ...(environment === undefined ? {} : { environment }) };
}
