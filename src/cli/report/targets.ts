import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { foldersUpTo } from '../../app/around/environments';
import type { HostFiles } from '../../app/host';
import { readImports } from '../../app/around/imports';
import { modulesOf } from '../../language/plan/needs';
import type { RunArguments } from '../arguments';
import { plainLine } from '../format/plain';
import { shownPath } from '../format/shownPath';
import type { InputFile } from '../inputs';
import type { Io } from '../io';
import { credentialsFile } from '../signInFrom';

type Targets = Pick<RunArguments, 'reports' | 'files' | 'account'>;

/**
 * A sentence for each report that would take the place of a file that the run reads, or of another
 * report: told by where the names lead, since a report by way of a link is written there.
 *
 * @param inputs Those of the request files that could be read.
 */
export async function reportProblems(files: HostFiles, args: Targets, inputs: readonly InputFile[], io: Io): Promise<readonly string[]> {
  if (args.reports.length === 0) return [];
  const taken = await takenPlaces(files, args, inputs, io);
  const reports = new Map<string, string>();
  const problems: string[] = [];
  for (const { path: written } of args.reports) {
    const plain = plainLine(written);
    const uri = uriOf(written, io);
    const real = await files.realPath(uri);
    const what = taken.get(real);
    const other = reports.get(real);
    reports.set(real, plain);
    const place = plainLine(shownPath(real, io.cwd));
    if (what !== undefined) problems.push(`--report: ${plain} ${isLink(uri, real) ? `leads to ${place}, which is` : 'is'} ${what}.`);
    else if (other !== undefined) problems.push(`--report: ${other} and ${plain} are one file. Give each report its own.`);
  }
  return problems;
}

/** Whether the name itself is a link; that of its folder is nothing to tell. */
function isLink(uri: string, real: string): boolean {
  return path.basename(fileURLToPath(uri)) !== path.basename(fileURLToPath(real));
}

/** What is where, by real URI. */
async function takenPlaces(files: HostFiles, args: Targets, inputs: readonly InputFile[], io: Io): Promise<ReadonlyMap<string, string>> {
  const credentials = credentialsFile(args.account, io);
  const places: [uri: string, what: string][] = credentials === undefined ? [] : [[uriOf(credentials, io), 'the credentials file']];
  for (const { uri, root, page, environments: { texts, unreadable } } of inputs) {
    const [folder] = foldersUpTo(uri, root);
    if (folder !== undefined) places.push([`${folder}.env`, 'the .env file of a request file']);
    for (const each of [...texts.keys(), ...unreadable.map((file) => file.uri)]) places.push([each, 'an environment file']);
    const module = { uri, file: page.file, imports: await readImports(files, page.file, uri, root) };
    for (const imported of modulesOf(module)) places.push([imported.uri, 'an imported file']);
  }
  // Last, for those that others import too.
  for (const file of args.files) places.push([uriOf(file, io), 'a request file']);
  const real = new Map<string, string>();
  for (const [uri, what] of places) real.set(await files.realPath(uri), what);
  return real;
}

function uriOf(written: string, { cwd }: Io): string {
  return pathToFileURL(path.resolve(cwd, written)).href;
}
