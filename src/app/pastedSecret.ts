import type { Span } from '../base/text';
import { checkEnvironmentSecrets, checkPastedSecrets } from '../language/features/diagnostics/pastedSecrets';
import { checkContext } from '../language/plan/context';
import { definitionsIn } from '../language/plan/definitions';
import { parseEnvironmentFile } from '../language/plan/environment';
import { type Module, modulesOf, requestNamesIn } from '../language/plan/needs';
import { analyze, type BlockAnalysis } from '../language/plan/plan';
import { readPrompt } from '../language/plan/prompts';
import { VariableScope } from '../language/plan/variables';
import { blockAt, directivesOf, textOf } from '../language/syntax/queries';
import { foldersUpTo } from './around/environments';
import { readImports } from './around/imports';
import { environmentsOf } from './around/surroundings';
import type { FileScope } from './check';
import type { HostFiles } from './host';

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
  return {
    value: textOf(file, span),
    suggestion: suggestionFor(found.data['name']),
    ...(origin === undefined ? {} : { origin }),
    taken: new Set([...namesIn({ uri, file, imports }), ...defined]),
  };
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

/** The nearest of the environment files that are shared, or where there could be one; undefined where there is no folder. */
export async function environmentFileFor(files: HostFiles, { uri, root }: Pick<FileScope, 'uri' | 'root'>): Promise<{ readonly uri: string; readonly isThere: boolean } | undefined> {
  const candidates = foldersUpTo(uri, root).map((folder) => `${folder}http-client.env.json`);
  for (const candidate of candidates) {
    if ((await files.read(candidate)).kind !== 'missing') return { uri: candidate, isThere: true };
  }
  const [nearest] = candidates;
  return nearest === undefined ? undefined : { uri: nearest, isThere: false };
}

function originOf({ line }: BlockAnalysis): string | undefined {
  const origin = line?.target?.origin;
  return origin === '' ? undefined : origin;
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
