import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import * as z from 'zod/mini';
import { nearest } from '../base/nearest';
import type { Span } from '../base/text';
import { tooDeep, tooDeepAt } from '../http/jsonDepth';
import type { CodedRecord } from './codedEntry';
import { plain, quoted } from './say';

/*
 * The form of a user's own catalogue, and what is wrong with one. Loaded with the first such file: who
 * has none does not need the validation.
 */

/** Most entries of one file. */
export const mostEntries = 1000;
/** Most problems that are told of one file: one mistake often makes many. */
export const mostProblems = 100;

const line = (limit: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(limit));

/** Of an https address without a user name in it. */
const linkPattern = /^https:\/\/[^\s/?#@]+([/?#]\S*)?$/;
/** A number of three digits alone is a status; DT's own answers have it for a code. */
const codePattern = /^(?![0-9]{3}$)[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;

const record = z.strictObject({
  code: z.string().check(z.regex(codePattern), z.maxLength(40), z.describe('As the answers carry it in "code", e.g. GATEWAY-403. Letters, digits, dots, dashes and underscores. A status at its end is the status that it is about.')),
  title: line(80).check(z.describe('A few words, as a headline.')),
  description: line(1000).check(z.describe('What the error means.')),
  causes: z.optional(z.array(line(500)).check(z.maxLength(20), z.describe('Possible causes, most likely first.'))),
  resolution: line(1000).check(z.describe('What to do.')),
  link: z.optional(z.string().check(z.regex(linkPattern), z.maxLength(500), z.refine((link) => URL.canParse(link)), z.describe('A page about it: an https address. It is shown in full.'))),
});

/** The form of a catalogue file. `syntaxes/dt-catalogue.schema.json` is made of it. */
export const catalogueSchema = z.strictObject({
  $schema: z.optional(z.string()),
  name: line(80).check(z.describe('What the catalogue is called where one of its entries is shown.')),
  entries: z.array(record).check(z.maxLength(mostEntries), z.describe('The errors. An answer whose JSON has one of the codes in "code" is explained from it.')),
});

/** Something that is wrong with a catalogue file. */
export interface CatalogueProblem {
  readonly severity: 'error' | 'warning';
  /** In the text of the file, without a byte order mark. */
  readonly span: Span;
  /** A sentence. */
  readonly message: string;
}

/** What a catalogue file holds; with an error in it, the entries that are right. */
export interface ReadCatalogue {
  readonly name: string;
  readonly records: readonly PlacedRecord[];
  /** In the order of the text. */
  readonly problems: readonly CatalogueProblem[];
}

/** An entry, and where its code stands. */
export interface PlacedRecord extends CodedRecord {
  readonly span: Span;
}

/**
 * Reads a catalogue file. Takes every text.
 *
 * An entry that breaks a rule is left out and told of at its place; the others count. Where the text is
 * no JSON, or no catalogue at all, none does.
 */
export function readCatalogue(text: string): ReadCatalogue {
  const json = readJson(text);
  if ('problem' in json) return { name: '', records: [], problems: [json.problem] };
  const { value, root } = json;
  const result = catalogueSchema.safeParse(value);
  if (result.success) return { name: result.data.name, records: placed(result.data.entries.map((each, index) => [each, index]), root), problems: [] };
  // An address may break both of its rules; it is one mistake.
  const issues = result.error.issues.filter((issue, index, all) => issue.code !== 'custom' || all[index - 1]?.path.join() !== issue.path.join());
  const problems = issues.slice(0, mostProblems).map((issue): CatalogueProblem => ({ severity: 'error', span: spanOf(issue, root), message: sentence(issue, root) }));
  const rest = issues.length - problems.length;
  if (rest > 0) problems.push({ severity: 'error', span: { start: 0, end: 0 }, message: `There are ${rest} more problems like these.` });
  return { ...rightPart(value, issues, root), problems: problems.sort((a, b) => a.span.start - b.span.start) };
}

/** The entries that no issue is about, unless the catalogue as a whole is none. */
function rightPart(value: unknown, issues: readonly Issue[], root: Node): Pick<ReadCatalogue, 'name' | 'records'> {
  const wrong = new Set(issues.map(entryOf));
  if (wrong.has('none')) return { name: '', records: [] };
  const { name, entries } = value as { readonly name: string; readonly entries: readonly unknown[] };
  const right = entries.flatMap((entry, index) => (wrong.has(index) ? [] : [[record.parse(entry), index] as const]));
  return { name: name.trim(), records: placed(right, root) };
}

/** The index of the entry that an issue is about; `beside` for one that harms no entry, `none` for one that harms all. */
function entryOf({ code, path: [first, second] }: Issue): number | 'beside' | 'none' {
  if (first === 'entries' && typeof second === 'number') return second;
  return first === undefined && code === 'unrecognized_keys' ? 'beside' : 'none';
}

function placed(entries: readonly (readonly [z.infer<typeof record>, number])[], root: Node): readonly PlacedRecord[] {
  const items = root.children?.find(({ children }) => children?.[0]?.value === 'entries')?.children?.[1]?.children ?? [];
  return entries.map(([{ code, title, description, causes = [], resolution, link }, index]) => {
    const item = items[index];
    const node = item && (findNodeAtLocation(item, ['code']) ?? item);
    return { code, title, description, causes, resolution, ...(link !== undefined && { link: new URL(link).href }), span: node ? spanOfNode(node) : { start: 0, end: 0 } };
  });
}

type Json = { readonly value: unknown; readonly root: Node } | { readonly problem: CatalogueProblem };

function readJson(text: string): Json {
  const deep = tooDeepAt(text);
  if (deep !== undefined) return { problem: atPlace({ start: deep, end: deep + 1 }, `The JSON is ${tooDeep}.`) };
  if (text.trim() === '') return { problem: atPlace({ start: 0, end: 0 }, 'The file is empty. A catalogue is a JSON object with "name" and "entries".') };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first || !root) {
    const comma = first && trailingComma(text, first.offset);
    if (comma) return { problem: atPlace(comma.span, `This is not JSON. Remove the comma before "${comma.bracket}".`) };
    const { offset = 0, length = 0 } = first ?? {};
    return { problem: atPlace({ start: offset, end: offset + length }, `This is not JSON: ${first ? words(first) : 'there is no value'}.`) };
  }
  try {
    return { root, value: JSON.parse(text) as unknown };
  } catch {
    // The two parsers differ about this text; the stricter one decides. Its sentence would quote the text.
    return { problem: atPlace({ start: 0, end: 0 }, 'This is not JSON.') };
  }
}

/** The comma in front of the bracket at `offset`: the parser calls it a value that is missing. */
function trailingComma(text: string, offset: number): { readonly span: Span; readonly bracket: string } | undefined {
  const bracket = text.charAt(offset);
  const comma = text.slice(0, offset).trimEnd().length - 1;
  return (bracket === ']' || bracket === '}') && text[comma] === ',' ? { span: { start: comma, end: comma + 1 }, bracket } : undefined;
}

/** `CommaExpected` as `comma expected`. */
function words({ error }: ParseError): string {
  return printParseErrorCode(error).replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

function atPlace(span: Span, message: string): CatalogueProblem {
  return { severity: 'error', span, message };
}

type Issue = z.core.$ZodIssue;

/** Where an issue is: the name of a field that should not be there, the value that breaks a rule, else what should hold it. */
function spanOf(issue: Issue, root: Node): Span {
  const path = stepsOf(issue.path);
  for (let length = path.length; length >= 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (!node) continue;
    const [key] = issue.code === 'unrecognized_keys' && length === path.length ? issue.keys : [];
    const property = key === undefined ? undefined : node.children?.find(({ children }) => children?.[0]?.value === key)?.children?.[0];
    if (property) return spanOfNode(property);
    // An object in which a field is missing, or a list with too many entries: where it begins is enough.
    return node.children && node.type !== 'property' ? { start: node.offset, end: node.offset + 1 } : spanOfNode(node);
  }
  return { start: 0, end: 0 };
}

function spanOfNode({ offset, length }: Node): Span {
  return { start: offset, end: offset + length };
}

const fields = [...Object.keys(catalogueSchema.shape), ...Object.keys(record.shape)];

function sentence(issue: Issue, root: Node): string {
  const field = issue.path.findLast((step) => typeof step === 'string') ?? '';
  const name = field === '' ? 'The catalogue' : quoted(field);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [key = ''] = issue.keys;
      const meant = nearest(key, fields);
      return `There is no field ${quoted(key)} in a catalogue${meant === undefined ? '.' : `. Did you mean ${quoted(meant)}?`}`;
    }
    case 'invalid_type':
      return isMissing(issue, root) ? `${name} is missing.` : `${name} must be ${kinds[issue.expected] ?? plain(issue.expected)}.`;
    case 'too_small':
      return `${name} is empty.`;
    case 'too_big':
      return `${name} is too long: at most ${Number(issue.maximum)} ${issue.origin === 'array' ? 'items' : 'characters'}.`;
    case 'invalid_format':
    case 'custom':
      return formats[field] ?? `${name} has the wrong form.`;
    default:
      return `${name} has the wrong form.`;
  }
}

/** Whether the field is not there, rather than of the wrong type. */
function isMissing({ path }: Issue, root: Node): boolean {
  return findNodeAtLocation(root, stepsOf(path)) === undefined;
}

function stepsOf(path: readonly PropertyKey[]): (string | number)[] {
  return path.filter((step) => typeof step !== 'symbol');
}

const kinds: Readonly<Record<string, string>> = { string: 'a text', array: 'a list', object: 'an object' };

const formats: Readonly<Record<string, string>> = {
  code: 'A code consists of letters, digits, dots, dashes and underscores, begins and ends with a letter or a digit, and is not a status number alone.',
  link: 'A link is an https address without a user name in it.',
};
