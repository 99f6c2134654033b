import type { AccountBook } from '../auth/accountBook';
import type { Span } from '../base/text';
import type { WireResponse } from '../http/exchange';
import { readJsonBody } from '../http/jsonBody';
import { readJson } from '../http/jsonSource';
import type { Authoring, FolderEntry } from '../language/features/authoring';
import { pathAt } from '../language/features/completion/files';
import { noResources, type Resources } from '../language/features/resources';
import type { VariableContext } from '../language/plan/context';
import { findRequest, type Module } from '../language/plan/needs';
import { VariableScope } from '../language/plan/variables';
import { lineAt, textOf } from '../language/syntax/queries';
import { readImports } from './around/imports';
import { environmentsOf, planContextOf, readDotenv, variableContextOf } from './around/surroundings';
import type { FileScope } from './check';
import { folderEntries } from './files/folderEntries';
import type { Host } from './host';
import type { Services } from './services';

/** What there is to ask while a request is written. */
export interface AuthoringParts {
  readonly host: Pick<Host, 'files' | 'processEnvNames'>;
  readonly accounts: Pick<AccountBook, 'list'>;
  /** What is loaded already; nothing is loaded for this. Default: no answer is known. */
  readonly services?: Services;
  /** What may be shown of the account that signs at the place, which the variables may name. Default: nothing. */
  readonly resources?: (variables: VariableContext) => Promise<Resources>;
}

/**
 * Gathers what is known beside the text for somebody who types at `offset`. Reads environment files,
 * imports, and the one folder of a path that is being typed; asks the network for nothing.
 */
export async function authoringAt({ host, accounts, services, resources }: AuthoringParts, scope: FileScope, offset: number): Promise<Authoring> {
  const { file, uri, root } = scope;
  const line = textOf(file, shortOf(lineAt(file, offset)));
  const [environments, imports, entries, names] = await Promise.all([
    environmentsOf(host, scope),
    scope.imports ?? readImports(host.files, file, uri, root),
    entriesAt(host, scope, offset),
    // Only a directive names one, and reading them takes the time of a question to the system.
    /^\s*(#|\/\/)/.test(line) ? namesOf(accounts) : [],
  ]);
  const read = { ...scope, environments, imports };
  const variables = variableContextOf(scope, read);
  const mayRefer = /\{\{|\?\?|@/.test(line);
  return {
    variables,
    accounts: names,
    resources: (await resources?.(variables)) ?? noResources,
    entries,
    ...(services && mayRefer ? await keptAnswers(services, read) : { answerOf: () => undefined }),
    outside: { processEnv: host.processEnvNames?.() ?? [], dotenv: line.includes('$dotenv') ? Object.keys(await readDotenv(host, read)) : [] },
  };
}

/** Of a body of one line of megabytes its beginning is enough. */
function shortOf({ start, end }: Span): Span {
  return { start, end: Math.min(end, start + 10_000) };
}

async function entriesAt(host: Pick<Host, 'files'>, { file, uri, root }: FileScope, offset: number): Promise<readonly FolderEntry[]> {
  const path = pathAt(file, offset);
  return path ? folderEntries(host.files, path, { source: uri, root }) : [];
}

async function namesOf(accounts: AuthoringParts['accounts']): Promise<readonly string[]> {
  return (await accounts.list()).map(({ name }) => name);
}

/** The answers that requests of a file were last given, under its text, environment and account as they are now. Secret values are hidden. */
async function keptAnswers(services: Services, scope: FileScope & Required<Pick<FileScope, 'environments' | 'imports'>>): Promise<Required<Pick<Authoring, 'answerOf' | 'answerHeadersOf'>>> {
  const { host, accounts, answers } = services;
  const [{ SessionAnswers }, { FileSecrets }] = await Promise.all([import('./session/sessionAnswers'), import('./around/fileSecrets')]);
  const [active, secrets, identities] = await Promise.all([accounts.active(), FileSecrets.read(host, scope.environments), services.identities()]);
  const sandboxBases = services.basesFor(active);
  const context = { ...planContextOf(host, scope, { environments: scope.environments, imports: scope.imports, secrets, dotenv: {} }), ...(sandboxBases && { sandboxBases }) };
  const known = new SessionAnswers(answers, scope.environment, ({ module: { uri, file, imports } }) => new VariableScope(file, { ...context, uri, imports }), active?.name, identities);
  const module: Module = { uri: scope.uri, file: scope.file, imports: scope.imports };
  const responseOf = (name: string) => {
    const target = findRequest(module, name);
    return target && known.of(target)?.response;
  };
  return {
    answerOf: (name) => {
      const response = responseOf(name);
      return response && jsonOf(services, response);
    },
    answerHeadersOf: (name) => [...new Set(responseOf(name)?.headers.map(([header]) => header))],
  };
}

/** Octets of the longest answer that is looked into while somebody types. */
const longestAnswer = 1_000_000;

function jsonOf({ redactor }: Services, { headers, body }: WireResponse): unknown {
  if (body.byteLength > longestAnswer) return undefined;
  const reading = readJsonBody(headers, body);
  if (reading.kind !== 'json') return undefined;
  const { text, value } = reading.json;
  const shown = redactor.body(text, 'application/json');
  if (shown === text) return value;
  const hidden = readJson(shown);
  return hidden.kind === 'json' ? hidden.json.value : undefined;
}
