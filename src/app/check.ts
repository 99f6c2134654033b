import type { Finding } from '../base/finding';
import { wordsFor } from '../insight/words';
import { diagnose } from '../language/features/diagnostics/diagnose';
import type { RequestFile } from '../language/syntax/nodes';
import { readEnvironments } from './environments';
import type { HostFiles } from './host';

/** A request file to be looked at, and the environment that holds for it. */
export interface FileScope {
  readonly file: RequestFile;
  readonly uri: string;
  readonly environment?: string;
  /** URI of the workspace folder; without one only the file's own folder counts. */
  readonly root?: string;
  /** `--var` */
  readonly variables?: ReadonlyMap<string, string>;
}

/** A finding and the sentence for it. */
export interface WordedFinding {
  readonly finding: Finding;
  readonly message: string;
}

/** Everything that can be said about a file before a request is sent. Sends nothing and reads only environment files. */
export async function checkFile(files: HostFiles, scope: FileScope): Promise<readonly WordedFinding[]> {
  const environments = await readEnvironments(files, scope.uri, scope.root);
  const findings = diagnose(scope.file, {
    environmentFiles: environments.files,
    ...(scope.environment === undefined ? {} : { environment: scope.environment }),
    ...(scope.variables === undefined ? {} : { commandLine: scope.variables }),
  });
  return findings.map((finding) => ({ finding, message: wordsFor(finding) }));
}
