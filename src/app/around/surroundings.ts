import { parse as parseDotenv } from 'dotenv';
import type { PlanContext, VariableContext } from '../../language/plan/context';
import type { Import } from '../../language/plan/needs';
import { decodeUtf8, type Environments, foldersUpTo, readEnvironments, readOwn } from './environments';
import type { FileScope } from '../check';
import type { Host, HostFiles } from '../host';
import { FileSecrets } from './fileSecrets';
import { readImports } from './imports';

/** What holds for all requests of a file, read before the first of them is planned. */
export interface Surroundings {
  readonly environments: Environments;
  readonly imports: readonly Import[];
  /** What `{"$secret": …}` stands for. */
  readonly secrets: FileSecrets;
  /** Variables of the `.env` file beside the request file; empty without one. */
  readonly dotenv: Readonly<Record<string, string>>;
}

/** Reads everything beside a request file that planning its requests may need. */
export async function readSurroundings(host: Host, scope: FileScope): Promise<Surroundings> {
  const environments = await environmentsOf(host, scope);
  const [imports, secrets, dotenv] = await Promise.all([
    readImports(host.files, scope.file, scope.uri, scope.root),
    FileSecrets.read(host, environments),
    readDotenv(host, scope),
  ]);
  return { environments, imports, secrets, dotenv };
}

/** The environments of a file: of its folders, then those that come from somewhere else. */
export async function environmentsOf({ files }: Pick<Host, 'files'>, scope: FileScope): Promise<Environments> {
  const read = scope.environments ?? (await readEnvironments(files, scope.uri, scope.root));
  const more = scope.moreEnvironments ?? [];
  return more.length === 0 ? read : { ...read, files: [...read.files, ...more] };
}

/** What is known about the variables of a file, from what was read for it. */
export function variableContextOf({ uri, environment, variables }: FileScope, { environments, imports }: Pick<Surroundings, 'environments' | 'imports'>): VariableContext {
  return {
    ...(environment === undefined ? {} : { environment }),
    ...(variables === undefined ? {} : { commandLine: variables }),
    environmentFiles: environments.files,
    uri,
    imports,
  };
}

/** Reads what {@link variableContextOf} takes. */
export async function readVariables(files: HostFiles, scope: FileScope): Promise<VariableContext> {
  const [environments, imports] = await Promise.all([environmentsOf({ files }, scope), scope.imports ?? readImports(files, scope.file, scope.uri, scope.root)]);
  return variableContextOf(scope, { environments, imports });
}

/** The context for planning requests of `scope`; what is supplied and computed goes beside it. */
export function planContextOf(host: Host, scope: FileScope, surroundings: Surroundings): PlanContext {
  const { secrets } = surroundings;
  return {
    ...variableContextOf(scope, surroundings),
    clock: host.clock,
    random: host.random,
    userAgent: host.userAgent,
    secrets: (name) => secrets.value(name),
  };
}

/** The variables of the `.env` file beside a request file; empty without one, and for a file that reads none. */
export async function readDotenv({ files }: Pick<Host, 'files'>, { file, uri, root }: FileScope): Promise<Readonly<Record<string, string>>> {
  const folders = foldersUpTo(uri, root);
  const [folder] = folders;
  // Imported files may ask for one too, but most files do not: then nothing is read.
  if (folder === undefined || !/\$dotenv|@import/i.test(file.text)) return {};
  const content = await readOwn(files, `${folder}.env`, folders.at(-1) ?? folder);
  const text = content.kind === 'content' ? (decodeUtf8(content.bytes) ?? '') : '';
  // The library's pattern takes time with the square of a run of blank lines.
  return parseDotenv(text.replace(/(?:[ \t]*\r?\n){100,}/g, '\n'));
}
