import { fileNameOf } from '../../../base/percent';
import type { ValueOrigin } from '../../plan/layers';
import { type Module, modulesOf } from '../../plan/needs';
import { blockIndexAt, requestNames } from '../../syntax/queries';
import type { Authoring } from '../authoring';
import { requestFacts } from '../lenses';
import { type OpenReference, openReferenceAt } from '../openReference';
import { shownValue } from '../shownValue';
import { visibleVariables } from '../visibleVariables';
import type { Completion, CompletionPlace, CompletionSource } from './completion';
import { besideDescription } from './described';
import { ended, unfinished } from './insertReference';
import { systemCompletions } from './systemVariables';

/**
 * What may stand between braces: variables with value and origin, requests and the pieces of their
 * answers down to the body and the headers, and system variables with their arguments.
 */
export const referenceCompletions: CompletionSource = (place, known) => {
  const reference = openReferenceAt(place.file, place.offset);
  if (!reference) return [];
  const { typed } = reference;
  if (typed.startsWith('$')) return systemCompletions(reference, place.file.text, known);
  if (/^[\w-]*$/.test(typed)) return nameCompletions(place, reference, known);
  return memberCompletions(place, reference, known);
};

function nameCompletions(place: CompletionPlace, reference: OpenReference, known: Authoring): readonly Completion[] {
  const system = systemCompletions(reference, place.file.text, known);
  const variables = variableCompletions(place, reference, known);
  return [...variables, ...requestCompletions(place, reference, known), ...elsewhere(place, reference, known, new Set(variables.map(({ label }) => label))), ...system];
}

/** Variables that only environments have which are not chosen: they are there to be written, and say so. */
function elsewhere({ file }: CompletionPlace, reference: OpenReference, { variables }: Authoring, visible: ReadonlySet<string>): readonly Completion[] {
  const found = new Map<string, Set<string>>();
  for (const { environments } of variables.environmentFiles ?? []) {
    for (const [environment, values] of environments) {
      for (const name of values.keys()) {
        if (!visible.has(name) && isInsertable(name)) found.set(name, (found.get(name) ?? new Set()).add(environment));
      }
    }
  }
  const span = wordSpan(reference, file.text);
  return [...found].map(([name, names]): Completion => ({ kind: 'variable', label: name, description: `only in ${[...names].join(', ')}`, ...ended(reference, span, name, file.text) }));
}

/** Whether a reference can hold the name as it is. */
function isInsertable(name: string): boolean {
  return !/[{}\r\n]|^\$|^\s|\s$/.test(name);
}

function variableCompletions({ file, offset }: CompletionPlace, reference: OpenReference, { variables }: Authoring): readonly Completion[] {
  const span = wordSpan(reference, file.text);
  return visibleVariables(file, offset, variables)
    .filter(({ name }) => isInsertable(name))
    .sort((one, other) => ranks.indexOf(one.origin.kind) - ranks.indexOf(other.origin.kind))
    .map((variable): Completion => {
      const description = originOf(variable.origin, variables.environment);
      const room = Math.max(leastShown, besideDescription(description) - variable.name.length - around);
      const value = variable.origin.kind === 'prompt' ? '' : shownValue(variable, room);
      return { kind: 'variable', label: variable.name, ...(value !== '' && { detail: ` ${value}` }), description, ...ended(reference, span, variable.name, file.text) };
    });
}

/** Nearest first, the product's own last. */
const ranks: readonly ValueOrigin['kind'][] = ['prompt', 'file', 'command-line', 'sandbox', 'private-environment', 'environment', 'import', 'private-shared', 'shared', 'default'];

/** Characters of a value that are shown however long its name is, and the room of what stands around it. */
const leastShown = 12;
const around = 4;

function originOf({ kind, uri }: ValueOrigin, environment = ''): string {
  const file = uri === undefined ? '' : fileNameOf(uri);
  switch (kind) {
    case 'file':
      return 'this file';
    case 'import':
      return file;
    case 'environment':
      return environment;
    case 'private-environment':
      return `${environment}, private`;
    case 'private-shared':
      return '$shared, private';
    case 'shared':
      return '$shared';
    case 'prompt':
      return 'asked when it is sent';
    case 'command-line':
      return 'command line';
    default:
      return kind;
  }
}

/** The first word of a reference, from its start to the next dot or blank behind the cursor. */
function wordSpan({ name, typed }: OpenReference, text: string): { readonly start: number; readonly end: number } {
  const offset = name.start + typed.length;
  const [rest = ''] = /^[\w-]*/.exec(text.slice(offset, name.end)) ?? [];
  return { start: name.start, end: offset + rest.length };
}

function moduleOf({ file }: CompletionPlace, { variables: { uri = '', imports = [] } }: Authoring): Module {
  return { uri, file, imports };
}

/** Characters of a request line that are shown. */
const longestLine = 40;

/** A request by its name. */
interface NamedRequest {
  readonly name: string;
  /** As it is written, with single blanks. */
  readonly line: string;
  /** The file that it is imported from; empty for this one. */
  readonly from: string;
}

/** The requests that a place may refer to, each name once: those of its file without its own, then what is imported. */
export function requestsFor(place: CompletionPlace, known: Authoring): readonly NamedRequest[] {
  const found = new Map<string, NamedRequest>();
  const own = blockIndexAt(place.file, place.offset);
  for (const { file, uri } of modulesOf(moduleOf(place, known))) {
    const facts = requestFacts.all(file);
    requestNames(file).ofBlocks.forEach((name, index) => {
      const fact = facts[index];
      if (name === undefined || !fact || found.has(name) || (file === place.file && index === own)) return;
      const start = file.blocks[index]?.start ?? 0;
      const line = file.text.slice(start + fact.span.start, Math.min(start + fact.span.end, start + fact.span.start + longestLine));
      found.set(name, { name, line: line.replace(/\s+/g, ' '), from: file === place.file ? '' : fileNameOf(uri) });
    });
  }
  return [...found.values()];
}

function requestCompletions(place: CompletionPlace, reference: OpenReference, known: Authoring): readonly Completion[] {
  const span = wordSpan(reference, place.file.text);
  const goesOn = place.file.text[span.end] === '.';
  return requestsFor(place, known).map(({ name, line, from }): Completion => {
    const inserted = goesOn ? { span, insert: name } : unfinished(reference, span, `${name}.`);
    return { kind: 'request', label: name, detail: ` ${line}`, description: from === '' ? 'its answer' : from, ...inserted };
  });
}

/** What may follow behind a dot, with what it is; those that end with one go on. */
const members: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': { 'response.': 'what came back', 'request.': 'what was sent' },
  response: { 'body.': 'the body, or a piece of it', 'headers.': 'a header', status: 'the status, such as 200' },
  request: { 'body.': 'the body, or a piece of it', 'headers.': 'a header' },
  body: { '$': 'a piece of JSON, by its JSONPath', '*': 'all of it' },
};

/** `login.`, `login.response.` and `login.response.body.`; what follows is in the answer. */
function memberCompletions(place: CompletionPlace, reference: OpenReference, known: Authoring): readonly Completion[] {
  const [, request, side = '', body = ''] = /^([A-Za-z_][\w-]*)\.(?:(response|request)\.(?:(body)\.)?)?[\w$*]*$/.exec(reference.typed) ?? [];
  if (request === undefined || !requestsFor(place, known).some(({ name }) => name === request)) return [];
  const { text } = place.file;
  const offset = place.offset;
  const [typed = ''] = /[\w$*]*$/.exec(reference.typed) ?? [];
  const [rest = ''] = /^[\w$*]*/.exec(text.slice(offset, reference.name.end)) ?? [];
  const span = { start: offset - typed.length, end: offset + rest.length };
  return Object.entries(members[body === '' ? side : body] ?? {}).map(([written, detail]): Completion => {
    const label = written.replace('.', '');
    const goesOn = text[span.end] === '.';
    const inserted = goesOn ? { span, insert: label } : /[.$]$/.test(written) ? unfinished(reference, span, written === '$' ? '$.' : written) : ended(reference, span, label, text);
    return { kind: 'value', label, description: detail, ...inserted };
  });
}
