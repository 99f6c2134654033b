import type { Finding } from '../base/finding';
import { nearest } from '../base/nearest';
import type { Span } from '../base/text';
import { nextTurn } from '../base/turns';
import { wordsFor } from '../insight/words';
import { Diagnoser } from '../language/features/diagnostics/diagnoser';
import { checkEnvironmentSecrets } from '../language/features/diagnostics/pastedSecrets';
import { mostFileBlocks, mostFileLines } from '../language/features/longFile';
import { type Import, modulesOf } from '../language/plan/needs';
import type { RequestFile } from '../language/syntax/nodes';
import { type EnvironmentFile, environmentNames } from '../language/plan/environment';
import { environmentsOf, variableContextOf } from './around/surroundings';
import { readImports } from './around/imports';
import { finding, hasError, tidy } from '../language/plan/findings';
import type { Environments } from './around/environments';
import type { SandboxAddress } from './facts';
import { foreseeingAt } from './foreseeing';
import type { HostFiles } from './host';
import type { Rights } from './rights';

export { Diagnoser };

/** A request file to be looked at, and the environment that holds for it. */
export interface FileScope {
  readonly file: RequestFile;
  readonly uri: string;
  readonly environment?: string;
  /** URI of the workspace folder; without one only the file's own folder counts. */
  readonly root?: string;
  /** Environment files, when they were read already. Default: they are read anew. */
  readonly environments?: Environments;
  /** What the file imports, when that was read already. Default: it is read anew. */
  readonly imports?: readonly Import[];
  /** Environments that come from elsewhere, e.g. the user's settings; after all files. */
  readonly moreEnvironments?: readonly EnvironmentFile[];
  /** `--var` */
  readonly variables?: ReadonlyMap<string, string>;
  /** Wall clock, milliseconds since 1970 UTC. Default: nothing is said about tokens that have ended. */
  readonly now?: number;
  /** Of the sandbox that runs: what is sent there can be foreseen too. Default: none runs. */
  readonly sandbox?: SandboxAddress;
  /** What the accounts may do. Default: nothing is known of them. */
  readonly rights?: Rights;
}

/** A finding and the sentence for it. */
export interface WordedFinding {
  readonly finding: Finding;
  readonly message: string;
}

/** What is wrong with an environment file. */
export interface EnvironmentProblem {
  readonly uri: string;
  /** Its text; missing when it cannot be read. */
  readonly text?: string;
  readonly findings: readonly WordedFinding[];
  /** Why it cannot be read. */
  readonly unreadable?: string;
}

/** What can be said of a request file before anything is sent, in words. */
export interface FileCheck {
  readonly findings: readonly WordedFinding[];
  /** Of the environment files that hold for the file; empty when all is well. */
  readonly environments: readonly EnvironmentProblem[];
  /** A sentence when the chosen environment does not exist. */
  readonly unknownEnvironment?: string;
}

/**
 * Everything that can be said about a file before a request is sent. Sends nothing, and reads only
 * environment files and imports.
 *
 * @param diagnoser Remembers what it said about the file as it was before an edit.
 */
export async function checkFile(files: HostFiles, scope: FileScope, diagnoser = new Diagnoser()): Promise<FileCheck> {
  const environments = await environmentsOf({ files }, scope);
  const { environment } = scope;
  const imports = scope.imports ?? (await readImports(files, scope.file, scope.uri, scope.root));
  const known = variableContextOf(scope, { environments, imports });
  const findings = await diagnoser.diagnoseInTurns(nextTurn, scope.file, known, surroundingsKey(scope, environments, imports), foreseeingAt(scope.now ?? 0, scope.sandbox, scope.rights));
  const unknown = environment === undefined ? undefined : unknownEnvironment(environment, environments);
  return {
    findings: worded(findings),
    environments: problemsOf(environments),
    ...(unknown === undefined ? {} : { unknownEnvironment: unknown }),
  };
}

/** What is said of a file that is too long to be looked into while it is shown: that, on its first line. */
export function checkOfLongFile(firstLine: Span): FileCheck {
  return { findings: worded([finding('file.long', firstLine, { lines: mostFileLines, blocks: mostFileBlocks })]), environments: [] };
}

/**
 * Findings with their sentences.
 *
 * @param shown Hides what may not be shown. Default: there is no such thing in them.
 */
export function worded(findings: readonly Finding[], shown = (text: string) => text): readonly WordedFinding[] {
  return findings.map((finding) => ({ finding, message: shown(wordsFor(finding)) }));
}

function problemsOf({ files, texts, unreadable }: Environments): readonly EnvironmentProblem[] {
  const found = files
    .map((file) => ({ uri: file.uri, findings: [...file.findings, ...checkEnvironmentSecrets(file)] }))
    // What comes from the settings has no text to mark.
    .filter(({ uri, findings }) => findings.length > 0 && texts.has(uri))
    .map(({ uri, findings }) => ({ uri, text: texts.get(uri) ?? '', findings: worded(tidy(findings)) }));
  return [...found, ...unreadable.map(({ uri, reason }) => ({ uri, findings: [], unreadable: reason }))];
}

function unknownEnvironment(environment: string, { files, unreadable }: Environments): string | undefined {
  // A broken file may well hold it.
  if (unreadable.length > 0 || files.some((file) => hasError(file.findings))) return undefined;
  const names = environmentNames(files);
  if (names.includes(environment)) return undefined;
  const suggestion = nearest(environment, names);
  const data = { name: environment, known: names, ...(suggestion === undefined ? {} : { suggestion }) };
  return wordsFor({ code: 'environment.unknown', data });
}

/** All that findings depend on beside the request file, as text. */
function surroundingsKey({ environment, variables, sandbox, rights, moreEnvironments = [] }: FileScope, { texts, unreadable }: Environments, imports: readonly Import[]): string {
  const settings = moreEnvironments.map(({ environments }) => [...environments].map(([name, values]) => [name, [...values]]));
  return JSON.stringify([environment, sandbox?.origin, rights?.key, [...(variables ?? [])], [...texts], unreadable, settings, importKeys(imports)]);
}

/** Each file once: what many import is reached by many ways. */
function importKeys(imports: readonly Import[]): unknown {
  const modules = new Set(imports.flatMap(({ module }) => (module ? modulesOf(module) : [])));
  const shown = (all: readonly Import[]) => all.map(({ module, problem }) => module?.uri ?? problem ?? null);
  return [shown(imports), [...modules].map(({ uri, file, imports: inner }) => [uri, file.text, shown(inner)])];
}
