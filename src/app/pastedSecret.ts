import type { SecretBook } from '../auth/secretBook';
import type { Span } from '../base/text';
import { checkEnvironmentSecrets, checkPastedSecrets } from '../language/features/diagnostics/pastedSecrets';
import { freeVariableName } from '../language/features/fixes/moveSecret';
import { checkContext } from '../language/plan/context';
import { definitionsIn } from '../language/plan/definitions';
import { type EnvironmentFile, parseEnvironmentFile, sharedEnvironment } from '../language/plan/environment';
import { type Module, modulesOf, requestNamesIn } from '../language/plan/needs';
import { analyze, type BlockAnalysis } from '../language/plan/plan';
import { readPrompt } from '../language/plan/prompts';
import { VariableScope } from '../language/plan/variables';
import { blockAt, directivesOf, textOf } from '../language/syntax/queries';
import { foldersUpTo, readOwn } from './around/environments';
import { leadsOut } from './files/filePlaces';
import { readImports } from './around/imports';
import { environmentsOf } from './around/surroundings';
import type { FileScope } from './check';
import type { HostFiles } from './host';

/** The environment file that may be shared. */
const sharedFile = 'http-client.env.json';

/** Characters; names of stored secrets have 80 at most, and a number may be added. */
const longestSuggestion = 70;

/** A credential in a request file, and what moving it out takes. */
export interface PastedSecret {
  /** As it is written: put in its place, it makes the same request. */
  readonly value: string;
  /** What it may be called. */
  readonly suggestion: string;
  /** Where the request goes that holds it; undefined when it is in none, or that is not known. */
  readonly origin?: string;
  /** Names that mean something in the file already. */
  readonly taken: ReadonlySet<string>;
  /** Variables of the environment file that stand for a stored secret in every environment, by the name of the secret. */
  readonly variables: ReadonlyMap<string, string>;
}

/** The credential at `span`; undefined when none is there, e.g. because the file was edited since it was found. */
export async function pastedSecretAt(files: HostFiles, scope: FileScope, span: Span): Promise<PastedSecret | undefined> {
  const { file, uri, root, environment } = scope;
  const { files: environmentFiles } = await environmentsOf({ files }, scope);
  const imports = await readImports(files, file, uri, root);
  const context = checkContext({ environmentFiles, uri, imports, ...(environment === undefined ? {} : { environment }) });
  const block = blockAt(file, span.start);
  const analysis = analyze(new VariableScope(file, context), block);
  const found = checkPastedSecrets(analysis, block).find((each) => each.span.start === span.start && each.span.end === span.end);
  if (!found) return undefined;
  const origin = originOf(analysis);
  const defined = environmentFiles.flatMap((each) => [...each.environments.values()].flatMap((variables) => [...variables.keys()]));
  const names = namesIn({ uri, file, imports });
  return {
    value: textOf(file, span),
    suggestion: suggestionFor(found.data['name']),
    ...(origin === undefined ? {} : { origin }),
    taken: new Set([...names, ...defined]),
    variables: secretVariables(environmentFiles, new Set(names)),
  };
}

/**
 * The name under which to store a secret so that no other one is lost: that of the stored one with
 * the same value, else a free one as near to `suggestion` as names can be.
 */
export async function nameForStoring(book: Pick<SecretBook, 'list' | 'find'>, value: string, suggestion: string): Promise<string> {
  const stored = (await book.list()).map(({ name }) => name);
  // Several may have the value; the one of the very name is the one that was meant.
  for (const name of [...stored].sort((a, b) => Number(b === suggestion) - Number(a === suggestion))) {
    const found = await book.find(name);
    if (found?.kind === 'stored' && found.secret.value === value) return name;
  }
  return freeVariableName(suggestion.slice(0, longestSuggestion), new Set(stored));
}

/** The secret in an environment file whose value, quotes included, stands exactly at `span`; undefined when none does. */
export function environmentSecretAt(text: string, span: Span): Pick<PastedSecret, 'value' | 'suggestion'> | undefined {
  const file = parseEnvironmentFile(text, '', false);
  const isHere = (other: Span) => other.start === span.start && other.end === span.end;
  if (!checkEnvironmentSecrets(file).some((each) => isHere(each.span))) return undefined;
  const values = [...file.environments.values()].flatMap((variables) => [...variables]);
  const [name, value] = values.find((entry) => isHere(entry[1].span)) ?? [];
  return name !== undefined && value?.kind === 'text' ? { suggestion: name, value: value.text } : undefined;
}

/** Where a stored secret is told to request files; `refused` is a clause: "…env.json is a link to a file outside". */
export type EnvironmentPlace = { readonly uri: string; readonly isThere: boolean } | { readonly refused: string };

/**
 * The shared environment file that a request file uses: the nearest that is there, else one to be made
 * beside it. One that is a link out of the folder, or cannot be read, is refused: it would be written.
 * Undefined for a file that is in no folder.
 */
export async function environmentFileFor(files: HostFiles, { uri, root }: Pick<FileScope, 'uri' | 'root'>): Promise<EnvironmentPlace | undefined> {
  const folders = foldersUpTo(uri, root);
  const [nearest] = folders;
  const top = folders.at(-1);
  if (nearest === undefined || top === undefined) return undefined;
  for (const folder of folders) {
    const candidate = `${folder}${sharedFile}`;
    const content = await readOwn(files, candidate, top);
    if (content.kind === 'unreadable') return { refused: `${sharedFile} cannot be used: ${content.reason}` };
    if (content.kind === 'content') return { uri: candidate, isThere: true };
  }
  const made = `${nearest}${sharedFile}`;
  return (await leadsOut(files, made, top)) ? { refused: `${sharedFile} would be outside of the folder` } : { uri: made, isThere: false };
}

function originOf({ line }: BlockAnalysis): string | undefined {
  const origin = line?.target?.origin;
  return origin === '' ? undefined : origin;
}

/** What a name stands for is never another secret in some environment, and never something of the request file. */
function secretVariables(files: readonly EnvironmentFile[], names: ReadonlySet<string>): ReadonlyMap<string, string> {
  const sections = files.flatMap(({ environments }) => [...environments.values()]);
  const nearest = files.find(({ uri }) => uri.endsWith(`/${sharedFile}`));
  const found = new Map<string, string>();
  for (const [variable, value] of nearest?.environments.get(sharedEnvironment) ?? []) {
    if (value.kind !== 'secret' || found.has(value.name)) continue;
    const isSame = sections.every((section) => {
      const other = section.get(variable);
      return other === undefined || (other.kind === 'secret' && other.name === value.name);
    });
    // Of the names that a file may have, not all can be referred to, and some are settings.
    if (isSame && !names.has(variable) && freeVariableName(variable, new Set()) === variable) found.set(value.name, variable);
  }
  return found;
}

/** A header is called after what it holds. */
function suggestionFor(name: unknown): string {
  if (typeof name !== 'string') return 'access-token';
  return /^(proxy-)?authorization$/i.test(name) ? 'credential' : name.replace(/^Cookie /, '');
}

/** Everything that has a name in a file or in what it imports: variables, requests, prompts and loops. */
function namesIn(module: Module): readonly string[] {
  const modules = modulesOf(module);
  const asked = modules.flatMap(({ file }) => file.blocks.flatMap((block) => directivesOf(file, block)))
    .filter(({ name }) => name === 'prompt' || name === 'promptsecret' || name === 'foreach')
    .flatMap(({ argument }) => readPrompt(argument)?.name ?? []);
  return [...modules.flatMap(({ file }) => [...definitionsIn(file).names()]), ...requestNamesIn(module), ...asked];
}
