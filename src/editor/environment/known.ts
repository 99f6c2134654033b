import type * as vscode from 'vscode';
import { readEnvironments } from '../../app/around/environments';
import { fileNameOf } from '../../base/percent';
import { environmentNames } from '../../language/plan/environment';
import type { Engine } from '../engine';

/** What a new environment file is called. */
export const environmentFileName = 'http-client.env.json';

/** An environment that a request file can use. */
export interface KnownEnvironment {
  readonly name: string;
  /** Names of the files that define it, or of the setting. */
  readonly places: readonly string[];
}

/** The environments of a document, in the order of their files, and whether there is an environment file. */
export async function environmentsFor(engine: Engine, document: vscode.TextDocument): Promise<{ readonly environments: readonly KnownEnvironment[]; readonly hasFile: boolean }> {
  const { uri, root, moreEnvironments } = await engine.scope(document);
  const read = await readEnvironments(engine.host.files, uri, root);
  const files = [...read.files, ...moreEnvironments];
  const environments = environmentNames(files).map((name) => ({
    name,
    places: [...new Set(files.filter((file) => file.environments.has(name)).map((file) => placeName(file.uri)))],
  }));
  return { environments, hasFile: read.files.length > 0 || read.unreadable.length > 0 };
}

function placeName(uri: string): string {
  return uri.startsWith('settings:') ? `setting ${uri.slice('settings:'.length)}` : fileNameOf(uri);
}
