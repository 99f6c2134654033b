import type { Finding } from '../base/finding';
import { nearest } from '../base/nearest';
import { wordsFor } from '../insight/words';
import { diagnose } from '../language/features/diagnostics/diagnose';
import type { RequestFile } from '../language/syntax/nodes';
import { environmentNames } from '../language/plan/environment';
import { hasError } from '../language/plan/findings';
import { type Environments, readEnvironments } from './environments';
import type { HostFiles } from './host';

/** A request file to be looked at, and the environment that holds for it. */
export interface FileScope {
  readonly file: RequestFile;
  readonly uri: string;
  readonly environment?: string;
  /** URI of the workspace folder; without one only the file's own folder counts. */
  readonly root?: string;
  /** Environment files, when they were read already. Default: they are read anew. */
  readonly environments?: Environments;
  /** `--var` */
  readonly variables?: ReadonlyMap<string, string>;
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

export interface FileCheck {
  readonly findings: readonly WordedFinding[];
  /** Of the environment files that hold for the file; empty when all is well. */
  readonly environments: readonly EnvironmentProblem[];
  /** A sentence when the chosen environment does not exist. */
  readonly unknownEnvironment?: string;
}

/** Everything that can be said about a file before a request is sent. Sends nothing and reads only environment files. */
export async function checkFile(files: HostFiles, scope: FileScope): Promise<FileCheck> {
  const environments = scope.environments ?? (await readEnvironments(files, scope.uri, scope.root));
  const { environment, variables } = scope;
  const findings = diagnose(scope.file, {
    environmentFiles: environments.files,
    ...(environment === undefined ? {} : { environment }),
    ...(variables === undefined ? {} : { commandLine: variables }),
  });
  const unknown = environment === undefined ? undefined : unknownEnvironment(environment, environments);
  return {
    findings: worded(findings),
    environments: problemsOf(environments),
    ...(unknown === undefined ? {} : { unknownEnvironment: unknown }),
  };
}

/** Findings with their sentences. */
export function worded(findings: readonly Finding[]): readonly WordedFinding[] {
  return findings.map((finding) => ({ finding, message: wordsFor(finding) }));
}

function problemsOf({ files, texts, unreadable }: Environments): readonly EnvironmentProblem[] {
  const broken = files
    .filter((file) => file.findings.length > 0)
    .map(({ uri, findings }) => ({ uri, text: texts.get(uri) ?? '', findings: worded(findings) }));
  return [...broken, ...unreadable.map(({ uri, reason }) => ({ uri, findings: [], unreadable: reason }))];
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
