import { fileNameOf } from '../../base/percent';
import { mentionsCalled } from '../../language/features/navigation/mentions';
import { isDefining } from '../../language/features/navigation/highlights';
import type { Meaning } from '../../language/features/navigation/meaning';
import { isReadByProduct } from '../../language/features/navigation/productKeys';
import { definitionsIn } from '../../language/plan/definitions';
import type { EnvironmentFile } from '../../language/plan/environment';
import { hasError } from '../../language/plan/findings';
import { findRequest, type Module, modulesOf } from '../../language/plan/needs';
import { requestNames } from '../../language/syntax/queries';
import { defines, type NamedPlace, type Names, type NavigationDocument, type Occurrences, type Place } from './names';
import { keyOf, type Surrounded } from './workspace';

/** Why a name stays as it is, in a sentence. */
export interface RenameRefusal {
  readonly kind: 'refused';
  readonly reason: string;
}

/** A name that can be another one. */
export type RenamePlace = ({ readonly kind: 'ready' } & NamedPlace) | RenameRefusal;

/** All that has to be changed; each place gets the new name. */
export type Renaming = { readonly kind: 'ready'; readonly places: readonly Place[]; /** Whether there are request files that were not looked through. */ readonly isPartial: boolean; /** Whether the name may stand in files that are inserted with `<@`, which were not looked through. */ readonly isInserted: boolean } | RenameRefusal;

const refused = (reason: string): RenameRefusal => ({ kind: 'refused', reason });

/** The name at `offset`, if it can be renamed. Looks at no other request files than those it imports. */
export async function prepareRename(names: Names, document: NavigationDocument, offset: number): Promise<RenamePlace> {
  const named = await names.at(document, offset);
  if (!named) return refused('No name stands here. Put the cursor on a variable, or on the name of a request.');
  const { meaning } = named;
  const { name } = meaning;
  if (name.startsWith('$') && meaning.kind !== 'environment') return refused(`${name.split(/\s/)[0] ?? name} belongs to the language, and has no other name.`);
  if (meaning.kind !== 'request' && isReadByProduct(name)) return refused(`"${name}" is read by DT HTTP itself, which knows no other name for it.`);
  if (meaning.kind === 'nothing') return refused(meaning.of === 'request' ? `No request is called "${name}", or several are: nothing here can be renamed.` : `Nothing defines "${name}", so there is nothing to rename. Define it first.`);
  const fromSettings = meaning.kind === 'environment' && document.file ? (await names.workspace.environments(document.uri)).find((each) => each.uri.startsWith('settings:') && defines(each, name)) : undefined;
  if (fromSettings) return refused(`"${name}" is defined in your settings (${fromSettings.uri.slice('settings:'.length)}). Rename it there, and here by hand.`);
  return { kind: 'ready', ...named };
}

/** Everything that has to be changed so that what is named at `offset` is called `newName`, and nothing means anything else than before. */
export async function rename(names: Names, document: NavigationDocument, offset: number, newName: string, signal: AbortSignal): Promise<Renaming> {
  const named = await prepareRename(names, document, offset);
  if (named.kind === 'refused') return named;
  const { meaning } = named;
  if (newName === meaning.name) return { kind: 'ready', places: [], isPartial: false, isInserted: false };
  const wrong = wrongName(meaning, newName);
  if (wrong !== undefined) return refused(wrong);
  const occurrences = await names.occurrences(named, document, signal);
  const circle = meaning.kind === 'prompt' ? undefined : circleIn(occurrences.files.map(({ module }) => module));
  if (circle) return refused(`${fileNameOf(circle.uri)} is imported by a file that it imports, so what "${meaning.name}" means may depend on the file that is run. Take one @import out of the circle first.`);
  const broken = await brokenFile(names, meaning, occurrences);
  if (broken) return refused(`${fileNameOf(broken.uri)} has errors, so not all places of "${meaning.name}" can be found. Mend it first.`);
  const taken = await takenBy(names, meaning, occurrences, newName, signal);
  if (taken !== undefined) return refused(`"${newName}" is taken: ${fileNameOf(taken)} knows it already. Choose another name.`);
  return { kind: 'ready', places: occurrences.all, isPartial: occurrences.isPartial, isInserted: occurrences.isInserted };
}

/** A file that imports itself, perhaps by way of others; undefined when none of them leads to one. */
function circleIn(modules: readonly Module[]): Module | undefined {
  const open = new Set<Module>();
  const done = new Set<Module>();
  const visit = (module: Module): Module | undefined => {
    if (open.has(module)) return module;
    if (done.has(module)) return undefined;
    open.add(module);
    for (const { module: imported } of module.imports) {
      const found = imported && visit(imported);
      if (found) return found;
    }
    open.delete(module);
    done.add(module);
    return undefined;
  };
  return modules.map(visit).find((found) => found !== undefined);
}

/** What is wrong with a new name by itself. */
function wrongName({ kind }: Meaning, newName: string): string | undefined {
  if (kind === 'request') return /^[A-Za-z_]\w*$/.test(newName) ? undefined : 'The name of a request starts with a letter or "_" and goes on with letters, digits and "_".';
  if (!/^[A-Za-z_][\w-]*$/.test(newName)) return 'The name of a variable starts with a letter or "_" and goes on with letters, digits, "_" and "-".';
  return isReadByProduct(newName) ? `"${newName}" is read by DT HTTP itself, and would mean something else. Choose another name.` : undefined;
}

/** An environment file that cannot be read, and may have the name. */
async function brokenFile(names: Names, meaning: Meaning, { files, all }: Occurrences): Promise<EnvironmentFile | undefined> {
  if (meaning.kind !== 'environment') return undefined;
  const keys = await Promise.all([...new Set(all.filter(({ isKey }) => isKey).map(({ uri }) => uri))].map((uri) => names.workspace.environment(uri)));
  for (const each of [...keys, ...files.flatMap(({ environments }) => environments)]) {
    if (hasError(each.findings) && (await names.workspace.text(each.uri))?.includes(meaning.name) === true) return each;
  }
  return undefined;
}

/** A file for which the new name means something already, here or where the renamed is seen. */
async function takenBy(names: Names, meaning: Meaning, { files, all }: Occurrences, newName: string, signal: AbortSignal): Promise<string | undefined> {
  const holding = files.map((each) => ownerOf(each, newName)).find((uri) => uri !== undefined);
  if (holding !== undefined) return holding;
  const keys = new Set(all.filter(({ isKey }) => isKey).map(({ uri }) => uri));
  for (const uri of keys) if (defines(await names.workspace.environment(uri), newName)) return uri;
  if (meaning.kind === 'prompt') return undefined;
  const defining = new Set(all.filter(({ isDefinition }) => isDefinition).map(({ uri }) => uri));
  const { files: others } = await names.filesWith(newName, [], signal);
  const sees = ({ module, environments }: Surrounded) => modulesOf(module).some(({ uri }) => defining.has(uri)) || environments.some(({ uri }) => keys.has(keyOf(uri)));
  const hit = others.find((each) => sees(each) && ownerOf(each, newName) !== undefined);
  return hit && ownerOf(hit, newName);
}

/** What a request file knows by a name: itself, a file it imports, or an environment file. */
function ownerOf({ module, environments }: Surrounded, name: string): string | undefined {
  const inFile = modulesOf(module).find(({ file }) => definitionsIn(file).has(name) || requestNames(file).sharedTitles.has(name) || mentionsCalled(file, name, Infinity).some(isDefining));
  return (inFile ?? findRequest(module, name)?.module ?? environments.find((each) => defines(each, name)))?.uri;
}
