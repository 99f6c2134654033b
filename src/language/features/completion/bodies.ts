import type { FieldSchema } from '../../../api/events';
import type { Span, TextEdit } from '../../../base/text';
import type { Authoring } from '../authoring';
import { lineEndOf } from '../fixes/fix';
import type { JsonMember } from '../jsonPlace';
import { openReferenceAt } from '../openReference';
import type { Resource } from '../resources';
import { bodyPlaceAt, type BodyPlace, childSchema, nameIn } from '../schemaAt';
import type { Completion, CompletionPlace, CompletionSource } from './completion';
import { beside, escaped } from './described';
import { childOf, exampleValue, type ExampleValue, formOf, kindOf, optionsOf, typesOf } from './exampleValue';
import { loadNamesRow, resourceRows, variableRows, variablesFor } from './idRows';
import { escapeSnippet, TabStops } from './snippetText';
import { eventsFirst, wholeBodies } from './wholeBody';

/** JSON bodies by what the endpoint takes: names of properties, values, and whole bodies where there is none yet. */
export const bodyCompletions: CompletionSource = (place, known) => {
  const { file, offset } = place;
  const at = bodyPlaceAt(file, offset);
  if (!at || isBareWord(at)) return wholeBodies(place, known);
  // Inside of braces variables are proposed, or nothing.
  if (openReferenceAt(file, offset)) return [];
  const writing = new Writing(place, at, known);
  return at.on === 'name' ? names(writing) : values(writing);
};

/** Somebody types a word where a body may be. */
function isBareWord({ pointer, json, span }: BodyPlace): boolean {
  return pointer === '' && json.container.kind === 'top' && json.member?.inner === undefined && span.end - span.start < 40;
}

/** What is replaced at a place, and what it needs around it: quotes, commas. */
class Writing {
  readonly place: CompletionPlace;
  readonly at: BodyPlace;
  readonly known: Authoring;
  readonly span: Span;
  /** Other properties or items around it. */
  readonly others: readonly JsonMember[];
  readonly also: readonly TextEdit[];
  /** A comma where something follows without one. */
  readonly comma: string;
  readonly lineEnd: string;
  readonly #text: string;
  readonly #start: number;

  constructor(place: CompletionPlace, at: BodyPlace, known: Authoring) {
    const { file, offset, block } = place;
    const { container, member, before, on } = at.json;
    this.place = place;
    this.at = at;
    this.known = known;
    this.#text = file.text;
    this.#start = block.request?.body?.start ?? 0;
    this.lineEnd = lineEndOf(file);
    this.span = writtenAt(file.text, at.span, offset);
    this.others = container.members.filter((each) => each !== member);
    const index = member ? member.index : before ? before.index + 1 : 0;
    const next = member ? container.members[index + 1] : container.members[index];
    this.comma = next && member?.comma === undefined && (on === 'value' || member?.colon === undefined) ? ',' : '';
    this.also = this.#commaAfter(container.kind === 'top' ? undefined : container.members[index - 1]);
  }

  /** Whether something is typed already, if only a quote. */
  get isQuoted(): boolean {
    return this.#text[this.span.start] === '"';
  }

  /** Whether there is neither name nor value here. */
  get isEmpty(): boolean {
    return this.span.start === this.span.end;
  }

  /** Names of the other properties. */
  otherNames(): ReadonlySet<string> {
    return new Set(this.others.flatMap(({ name }) => (name ? [nameIn(this.#text, this.#absolute(name))] : [])));
  }

  /** Texts of the other items, without quotes. */
  otherItems(): ReadonlySet<string> {
    return new Set(this.others.flatMap(({ value, inner }) => (value && !inner ? [nameIn(this.#text, this.#absolute(value))] : [])));
  }

  /** A value with what it needs around it. */
  value(text: string): string {
    // Behind a colon without a blank there is one missing.
    return `${this.#text[this.span.start - 1] === ':' ? ' ' : ''}${text}${this.comma}`;
  }

  /** A proposal here; typed text is compared with `words`. */
  propose(proposal: Omit<Completion, 'span' | 'also'>, words = proposal.label): Completion {
    const { span, also } = this;
    return { ...proposal, span, filter: this.isQuoted ? `"${words}"` : words, ...(also.length > 0 && { also }) };
  }

  /** An example for a property of the place, or for the place itself. */
  example(name: string, schema: FieldSchema | undefined, isChild: boolean, stops?: TabStops): ExampleValue {
    const { endpoint, pointer, json } = this.at;
    // A name that is typed is part of the pointer.
    const path = pointer.split('/').slice(1, isChild && json.member ? -1 : undefined);
    const example = [...path, ...(isChild ? [name] : [])].reduce<unknown>((value, step) => childOf(value, step), endpoint.example.request.body);
    return exampleValue({ name, schema, example, isProposed: (form) => this.#resources(form).length > 0 }, stops);
  }

  /** Things that the account was seen to have, of the form of a resource name that is expected. */
  #resources(form: readonly string[]): readonly Resource[] {
    const kind = kindOf(form);
    return kind ? this.known.resources.all(kind, parentIn(this.at, form)) : [];
  }

  #absolute({ start, end }: Span): Span {
    return { start: this.#start + start, end: this.#start + end };
  }

  #commaAfter(before: JsonMember | undefined): readonly TextEdit[] {
    if (!before?.value || before.comma !== undefined) return [];
    const at = this.#start + before.value.end;
    return [{ span: { start: at, end: at }, newText: ',' }];
  }
}

/** Of a string that is not closed yet only its first word: it goes to the end of its line. */
function writtenAt(text: string, { start, end }: Span, offset: number): Span {
  const isOpen = text[start] === '"' && (end - start === 1 || text[end - 1] !== '"');
  return isOpen ? { start, end: offset + (/^[\w/.-]*/.exec(text.slice(offset, Math.min(end, offset + 200)))?.[0].length ?? 0) } : { start, end };
}

function names(writing: Writing): readonly Completion[] {
  const { at, known } = writing;
  const schema = at.parent;
  if (!schema) return [];
  const taken = writing.otherNames();
  if (taken.size >= (schema.maxProperties ?? Infinity)) return [];
  const { properties = {}, required = [] } = schema;
  const all = [...required, ...ownEventsFirst(at, Object.keys(properties), known).filter((name) => !required.includes(name))];
  const free = (all.length > 0 ? all : labelKeys(at, known)).filter((name) => !taken.has(name));
  return [...requiredTogether(writing, schema, free), ...free.map((name) => nameProposal(writing, schema, name))];
}

/** On an emulated device that is known, the events of its type come first. */
function ownEventsFirst({ endpoint, params, json }: BodyPlace, names: readonly string[], { resources }: Authoring): readonly string[] {
  const isEvent = endpoint.path.endsWith(':publish') && json.container.owner?.parent.kind === 'top';
  return isEvent ? eventsFirst(names, resources.byId(params.get('device')?.value ?? '')?.type) : names;
}

function nameProposal(writing: Writing, parent: FieldSchema, name: string): Completion {
  const schema = childSchema(parent, name);
  const about = { kind: 'field', label: name, ...described(schema), ...(parent.required?.includes(name) === true ? { description: 'required' } : beside(`${name} object`, fieldsOf(schema))) } as const;
  if (writing.at.json.member?.colon !== undefined) return writing.propose({ ...about, insert: JSON.stringify(name) });
  const { snippet, continues } = writing.example(name, schema, true);
  return writing.propose({ ...about, insert: `${escapeSnippet(JSON.stringify(name))}: ${snippet}${writing.comma}`, isSnippet: true, continues });
}

/** The texts and numbers that an object is made of, with units: `temperature °C, relativeHumidity %`. Times are mostly left out. */
function fieldsOf({ properties = {} }: FieldSchema = {}): string {
  const fields = Object.entries(properties).filter(([, field]) => field.format !== 'date-time' && typesOf(field).some((type) => /string|number|integer/.test(type)));
  return fields.map(([name, { unit = name }]) => (unit === name ? name : `${name} ${unit}`)).join(', ');
}

/** All that an empty object needs, at once. */
function requiredTogether(writing: Writing, schema: FieldSchema, free: readonly string[]): readonly Completion[] {
  const names = (schema.required ?? []).filter((name) => free.includes(name));
  if (names.length < 2 || writing.others.length > 0 || !writing.isEmpty) return [];
  const stops = new TabStops();
  const examples = names.map((name) => ({ name, ...writing.example(name, schema.properties?.[name], true, stops) }));
  const { lineEnd } = writing;
  const insert = `${lineEnd}${examples.map(({ name, snippet }) => `  ${JSON.stringify(name)}: ${snippet}`).join(`,${lineEnd}`)}${lineEnd}`;
  return [writing.propose({ kind: 'snippet', label: names.join(', '), description: 'all required', insert, isSnippet: true, continues: examples[0]?.continues === true })];
}

function values(writing: Writing): readonly Completion[] {
  const { schema, json } = writing.at;
  // Beside a bracket the whole object would be replaced.
  if (!schema || json.member?.inner) return [];
  const found = [...fixedValues(writing, schema), ...resourceValues(writing, schema), ...keyValues(writing)];
  return [...(found.length > 0 || !writing.isEmpty ? found : exampleProposal(writing, schema)), ...loadRow(writing, schema)];
}

/** Where nothing but quotes is written. */
function loadRow({ at, known, span, place: { file } }: Writing, { description }: FieldSchema): readonly Completion[] {
  const written = file.text.slice(span.start, Math.min(span.end, span.start + 3));
  const form = formOf(at.name, description);
  return form && /^(?:"?|"")$/.test(written) ? loadNamesRow(known, kindOf(form), span, written).map((row) => ({ ...row, filter: `${written.slice(0, 1)}Load names` })) : [];
}

function fixedValues(writing: Writing, schema: FieldSchema): readonly Completion[] {
  const types = typesOf(schema);
  const isTime = schema.format === 'date-time';
  const written = writing.otherItems();
  const options = [...optionsOf(schema), ...(types.includes('boolean') ? ['true', 'false'] : []), ...(types.includes('null') ? ['null'] : []), ...(isTime ? ['"{{$isoTimestamp}}"'] : [])];
  return options.flatMap((option) => {
    const label = option.startsWith('"') ? option.slice(1, -1) : option;
    if (written.has(label)) return [];
    const isDefault = schema.default !== undefined && JSON.stringify(schema.default) === option;
    return [writing.propose({ kind: 'value', label, ...(isDefault && { description: 'default' }), ...(isTime && { description: 'now' }), insert: writing.value(option) })];
  });
}

/** Names of things that the account was seen to have, and variables that are meant for one. */
function resourceValues(writing: Writing, schema: FieldSchema): readonly Completion[] {
  const { at, place, known, span } = writing;
  const form = formOf(at.name, schema.description);
  const kind = form && kindOf(form);
  if (!kind) return [];
  const written = writing.otherItems();
  const rows = resourceRows(known, kind, span, { parent: parentIn(at, form), by: form.length === 1 ? 'id' : 'name' }).filter(({ insert = '' }) => !written.has(insert));
  const prefix = form.slice(0, -1).map((piece) => (piece === '{project}' ? (at.params.get('project')?.value ?? '') : piece));
  // The project that devices come from is named nowhere.
  const found = prefix.some((piece) => piece.startsWith('{') && !piece.startsWith('{{')) ? [] : variableRows(variablesFor(place, known), form.at(-1)?.slice(1, -1) ?? '', span);
  const hole = holeIn(place.file.text.slice(span.start, Math.min(span.end, span.start + 200)));
  const variables = found.map((row) => ({ ...row, insert: [...prefix, row.label].join('/') }));
  return [...variables, ...rows].map(({ insert = '', filter, ...row }) => writing.propose({ ...row, insert: writing.value(JSON.stringify(insert)) }, hole + (filter ?? insert)));
}

/** What is written of a resource name with places of an example that are not filled in yet, to be compared too: `projects/project `. */
function holeIn(written: string): string {
  const name = /^"([\w/-]+)"$/.exec(written)?.[1] ?? '';
  const pieces = name.split('/');
  return pieces.some((piece, index) => index % 2 > 0 && `${piece}s` === pieces[index - 1]) ? `${name} ` : '';
}

/** The project that the path names, where the form means that one: a transfer takes devices of another. */
function parentIn({ params }: BodyPlace, form: readonly string[]): string | undefined {
  const project = params.get('project')?.value;
  if (form.length !== 4 || form[1] !== '{project}' || project === undefined || !/^[\w-]*\w[\w-]*$/.test(project)) return undefined;
  return `projects/${project}`;
}

/** Labels that devices have: to be removed, or copied into pushes. */
function keyValues(writing: Writing): readonly Completion[] {
  const { at, known } = writing;
  if (at.json.container.kind !== 'array') return [];
  const written = writing.otherItems();
  return labelKeys(at, known).filter((key) => !written.has(key)).map((key) => writing.propose({ kind: 'value', label: key, insert: writing.value(JSON.stringify(key)) }));
}

/** Keys of the labels of all devices that were seen, where labels are written; the most common first. */
function labelKeys({ pointer }: BodyPlace, { resources }: Authoring): readonly string[] {
  if (!/^\/(labels|addLabels|removeLabels)(\/|$)/.test(pointer)) return [];
  const counts = new Map<string, number>();
  for (const { labels = {} } of resources.all('device')) for (const key of Object.keys(labels)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, 100).map(([key]) => key);
}

/** What the value may look like, where nothing better is known. */
function exampleProposal(writing: Writing, schema: FieldSchema): readonly Completion[] {
  const [type] = typesOf(schema);
  if (type === undefined) return [];
  const { snippet, continues } = writing.example(writing.at.name, schema, false);
  const label = { array: '[]', object: '{}', string: '""' }[type] ?? '0';
  return [writing.propose({ kind: 'value', label, ...described(schema), insert: writing.value(snippet), isSnippet: true, continues })];
}

/** Type, bounds and unit, and what the description says. */
function described(schema: FieldSchema | undefined): Pick<Completion, 'detail' | 'documentation'> {
  if (!schema) return {};
  const { unit, minimum, maximum, description, items } = schema;
  const type = `${typesOf(schema).join(' or ')}${items?.type === undefined ? '' : ` of ${items.type}`}`;
  const range = minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}` : undefined;
  const detail = [type, range, unit].filter((each) => each !== undefined && each !== '').join(' · ');
  return { ...(detail !== '' && { detail: ` ${detail}` }), ...(description !== undefined && { documentation: escaped(description) }) };
}
