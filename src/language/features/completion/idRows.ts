import type { Span } from '../../../base/text';
import { checkContext } from '../../plan/context';
import { VariableScope } from '../../plan/variables';
import { findReferences } from '../../syntax/references';
import type { Authoring } from '../authoring';
import type { Resource, ResourceKind } from '../resources';
import { shownValue } from '../shownValue';
import type { ValueOf } from '../writtenTarget';
import type { Completion, CompletionPlace } from './completion';

/** Which things the parameters of paths, queries and bodies name. A service account is a member under its own id. */
const kinds: Readonly<Record<string, ResourceKind>> = {
  organization: 'organization',
  project: 'project',
  projects: 'project',
  device: 'device',
  devices: 'device',
  device_ids: 'device',
  deviceIds: 'device',
  identifier: 'device',
  dataconnector: 'connector',
  serviceaccount: 'service-account',
  member: 'service-account',
  memberId: 'service-account',
};

/** What the value of a parameter is the id of; undefined when it is none that can be known. */
export function kindNamed(parameter: string): ResourceKind | undefined {
  return Object.hasOwn(kinds, parameter) ? kinds[parameter] : undefined;
}

/**
 * The things of a kind, to be written by their id, or by their resource name.
 *
 * @param parent What they are in: `projects/c4f5…`. Default: wherever they are.
 */
export function resourceRows({ resources }: Pick<Authoring, 'resources'>, kind: ResourceKind, span: Span, { parent, by = 'id' }: { readonly parent?: string | undefined; readonly by?: 'id' | 'name' } = {}): readonly Completion[] {
  return resources.all(kind, parent).map((resource) => ({
    kind: 'resource',
    label: resource.displayName === '' ? resource.id : resource.displayName,
    description: describe(resource),
    span,
    insert: resource[by],
    filter: `${resource.displayName} ${resource[by]}`.trim(),
  }));
}

/**
 * Where an id is wanted and none of the kind is known: what makes them known. It leaves the text as it is.
 *
 * @param written What stands in `span`.
 */
export function loadNamesRow({ resources, mayLoadNames = false }: Pick<Authoring, 'resources' | 'mayLoadNames'>, kind: ResourceKind | undefined, span: Span, written: string): readonly Completion[] {
  if (kind === undefined || !mayLoadNames || resources.all(kind).length > 0) return [];
  return [{ kind: 'resource', label: 'Load names…', description: 'then ids are chosen by name', span, insert: written, filter: `${written} Load names`.trim(), command: 'load-names' }];
}

function describe({ displayName, id, type }: Resource): string {
  return [...(displayName === '' ? [] : [id]), ...(type === undefined ? [] : [type])].join(' · ');
}

/** The variables that are probably meant for a parameter, and what is written for them: `project`, `projectId`, `my-project` for `project`. */
export type VariablesFor = (parameter: string) => readonly { readonly name: string; readonly written: string | undefined }[];

/** The reference to put for a parameter; undefined where no variable is meant for it. */
export type VariableFor = (parameter: string) => string | undefined;

/** Looks around once for all parameters of a proposal. */
export function variablesFor({ file, offset }: CompletionPlace, { variables }: Authoring): VariablesFor {
  const scope = new VariableScope(file, checkContext(variables));
  const names = [...scope.visibleNames(offset)].map((name) => ({ name, key: folded(name) }));
  return (parameter) => {
    const wanted = folded(parameter);
    if (wanted === '') return [];
    return names.filter(({ key }) => key.endsWith(wanted)).map(({ name }) => ({ name, written: scope.definitions(name, offset)[0]?.written }));
  };
}

/** The first of them as a reference. */
export function firstOf(found: VariablesFor): VariableFor {
  const references = new Map<string, string | undefined>();
  return (parameter) => {
    if (!references.has(parameter)) references.set(parameter, found(parameter).map(({ name }) => `{{${name}}}`)[0]);
    return references.get(parameter);
  };
}

/** Characters that are shown of a value. */
const longestShown = 60;

/** References to them. */
export function variableRows(found: VariablesFor, parameter: string, span: Span): readonly Completion[] {
  return found(parameter).map(({ name, written }) => ({ kind: 'variable', label: `{{${name}}}`, span, ...(written !== undefined && { description: shownValue({ name, written }, longestShown) }) }));
}

function folded(name: string): string {
  return name.replace(/[^a-z0-9]/gi, '').toLowerCase().replace(/ids?$/, '');
}

/** The values of variables as they stand where somebody types; secret ones and those that are made anew are left out. */
export function valuesAt({ file, offset }: CompletionPlace, { variables }: Authoring): ValueOf {
  const scope = new VariableScope(file, checkContext(variables));
  return (name) => {
    const found = scope.lookup(name, offset);
    if (found.kind !== 'value') return undefined;
    const { value, unknown, secrets, varies } = found.resolved;
    return unknown || varies || secrets.length > 0 ? undefined : value;
  };
}

/** A written piece with its variables replaced; undefined when one is not known. */
export function resolvedText(text: string, valueOf: ValueOf): string | undefined {
  let result = '';
  let from = 0;
  for (const { start, end, form, name, encode } of findReferences(text, { start: 0, end: text.length })) {
    const value = form === 'name' && !encode ? valueOf(text.slice(name.start, name.end)) : undefined;
    if (value === undefined) return undefined;
    result += text.slice(from, start) + value;
    from = end;
  }
  return result + text.slice(from);
}
