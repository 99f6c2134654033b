import type { Span } from '../../base/text';
import { directiveTable } from '../plan/directiveTable';
import { isDefinition } from '../plan/definitions';
import { readPrompt } from '../plan/prompts';
import type { Block, DirectiveLine, Line, Reference, RequestFile } from '../syntax/nodes';
import { detached, perBlock } from '../syntax/perBlock';
import { foldDirective, requestName, requestNames, type RequestNames, textOf } from '../syntax/queries';
import { findReferences } from '../syntax/references';
import { excessOf } from './longRequest';
import { tokenTypes } from './tokenLegend';

/*
 * Colours for what the grammar cannot know, because it stands elsewhere in the file or in a table of
 * the language. Everything else keeps the grammar's colours, so a file looks right before this is asked.
 */

type Type = (typeof tokenTypes)[number];
/** The index of a condition that always holds. */
const always = -1;
/** The bits of `tokenModifiers`. */
const declaration = 1;
const readonly = 2;
const defaultLibrary = 4;

/** Text with a colour that may depend on the rest of the file. */
interface Token {
  /** Counted from the first of the block. */
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly type: Type;
  readonly modifiers: number;
  /** It has that colour only while this names something: an index of the block's conditions. */
  readonly when: number;
}

/** That a request, or a variable of the file, is called so. */
interface Condition {
  readonly kind: 'request' | 'variable';
  readonly name: string;
}

interface OfBlock {
  readonly lines: number;
  readonly tokens: readonly Token[];
  /** Each once. */
  readonly conditions: readonly Condition[];
  /** As they were told last. */
  encoded?: Encoded;
}

const ofBlocks = perBlock((file, block): OfBlock => new Collector(file, block).collect());

/** The names that each block defines as variables; most edits leave all of them. */
const variableNames = perBlock(
  (file, { lines }) => lines.flatMap((line) => (line.kind === 'variable' && isDefinition(file, line) ? [detached(textOf(file, line.name))] : [])),
  (former, now) => former.length === now.length && former.every((name, index) => name === now[index]),
);

const directives = new Set(directiveTable.map(({ name }) => foldDirective(name)));
/** Directives whose argument is taken as it is written. */
const literal = new Set(directiveTable.flatMap((spec) => (spec.literal ? [foldDirective(spec.name)] : [])));

/** Lines from its start that are coloured of a block that is too long to be looked into with each edit. */
const mostLines = 1000;
/** Those of them that are not, since each may be as long as it likes. */
const ofRequest: ReadonlySet<Line['kind']> = new Set(['request-line', 'query', 'header', 'body', 'file']);

/** Finds the tokens of one block. */
class Collector {
  readonly #tokens: Token[] = [];
  /** Each with its index. */
  readonly #conditions = new Map<string, number>();
  /** Secret or not, by the name that is asked for. */
  readonly #prompts = new Map<string, boolean>();
  #line = 0;
  #start = 0;

  constructor(
    private readonly file: RequestFile,
    private readonly block: Block,
  ) {}

  collect(): OfBlock {
    this.block.lines.forEach((line) => {
      if (line.kind === 'directive') this.#readPrompt(line);
    });
    const isLong = excessOf(this.file, this.block) !== undefined;
    this.block.lines.forEach((line, index) => {
      if (isLong && (index >= mostLines || ofRequest.has(line.kind))) return;
      this.#line = index;
      this.#start = line.start;
      this.#ofLine(line);
    });
    const conditions = [...this.#conditions.keys()].map((key): Condition => ({ kind: key.startsWith('r') ? 'request' : 'variable', name: detached(key.slice(1)) }));
    return { lines: this.block.lines.length, tokens: this.#tokens, conditions };
  }

  #readPrompt(line: DirectiveLine): void {
    const name = foldDirective(textOf(this.file, line.name));
    if (name !== 'prompt' && name !== 'promptsecret') return;
    const prompt = readPrompt(textOf(this.file, line.argument));
    if (prompt && !this.#prompts.has(prompt.name)) this.#prompts.set(prompt.name, name === 'promptsecret');
  }

  #ofLine(line: Line): void {
    switch (line.kind) {
      case 'separator': {
        const own = requestName(this.file, this.block);
        if (own?.origin === 'title') this.#push(own.span, 'function', declaration, { kind: 'request', name: own.name });
        return;
      }
      case 'directive':
        return this.#directive(line);
      case 'variable':
        if (isDefinition(this.file, line)) this.#push(line.name, 'variable', declaration);
        return this.#references(line.value);
      case 'request-line':
        return this.#references(line.target);
      case 'query':
      case 'header':
      case 'assertion':
      case 'body':
      case 'file':
      case 'save':
        return this.#references(line);
      default:
        return;
    }
  }

  #directive({ name, argument }: DirectiveLine): void {
    const folded = foldDirective(textOf(this.file, name));
    this.#push(name, directives.has(folded) ? 'keyword' : 'comment', 0);
    const word = textOf(this.file, argument);
    if (folded === 'name' && /^[A-Za-z_]\w*$/.test(word)) this.#push(argument, 'function', declaration);
    else if (folded === 'ref' || folded === 'forceref') this.#push(argument, 'function', 0, { kind: 'request', name: word });
    else if (folded === 'prompt' || folded === 'promptsecret') {
      const prompt = readPrompt(word);
      const span = { start: argument.start, end: argument.start + (prompt?.name.length ?? 0) };
      if (folded === 'prompt') this.#push(span, 'parameter', declaration);
      else this.#push(span, 'variable', declaration | readonly);
    } else if (!literal.has(folded)) this.#references(argument);
  }

  #references(span: Span): void {
    for (const reference of findReferences(this.file.text, span)) this.#reference(reference);
  }

  #reference({ name, form }: Reference): void {
    if (form === 'other') return;
    const written = textOf(this.file, name);
    const [head = ''] = (form === 'system' ? /^[^ \t]+/ : /^[\w-]+/).exec(written) ?? [];
    const span = { start: name.start, end: name.start + head.length };
    // What these insert is never shown: they look like other secrets.
    if (form === 'system') return /^\$(?:processEnv|env|dotenv)\b/.test(head) ? this.#push(span, 'variable', readonly) : this.#push(span, 'function', defaultLibrary);
    const isSecret = this.#prompts.get(head);
    if (isSecret !== undefined && form === 'name') this.#push(span, isSecret ? 'variable' : 'parameter', isSecret ? readonly : 0);
    else if (form === 'chained') this.#push(span, 'function', 0, { kind: 'request', name: head });
    else this.#push(span, 'variable', 0, { kind: 'variable', name: head });
  }

  #push({ start, end }: Span, type: Type, modifiers: number, when?: Condition): void {
    if (end <= start) return;
    this.#tokens.push({ line: this.#line, character: start - this.#start, length: end - start, type, modifiers, when: when ? this.#condition(when) : always });
  }

  #condition({ kind, name }: Condition): number {
    const key = `${kind === 'request' ? 'r' : 'v'}${name}`;
    const index = this.#conditions.get(key) ?? this.#conditions.size;
    this.#conditions.set(key, index);
    return index;
  }
}

/** The tokens of a block as the editor reads them, and what of the file they rest on. */
interface Encoded {
  requests: ReadonlySet<string>;
  variables: ReadonlySet<string>;
  /** Which of the block's conditions hold. */
  readonly holds: readonly boolean[];
  /** Five numbers each; the first line is counted from that of the block. */
  readonly data: Uint32Array;
  /** Of the last token, counted from the first of the block. */
  readonly lastLine: number;
}

function encoded(own: OfBlock, requests: ReadonlySet<string>, variables: ReadonlySet<string>): Encoded {
  const before = own.encoded;
  if (before?.requests === requests && before.variables === variables) return before;
  const doesHold = ({ kind, name }: Condition): boolean => (kind === 'request' ? requests : variables).has(name);
  if (before && own.conditions.every((condition, index) => doesHold(condition) === before.holds[index])) {
    before.requests = requests;
    before.variables = variables;
    return before;
  }
  const holds = own.conditions.map(doesHold);
  const data: number[] = [];
  let [lastLine, lastCharacter] = [0, 0];
  for (const { line, character, length, type, modifiers, when } of own.tokens) {
    if (when !== always && holds[when] !== true) continue;
    data.push(line - lastLine, line === lastLine ? character - lastCharacter : character, length, tokenTypes.indexOf(type), modifiers);
    [lastLine, lastCharacter] = [line, character];
  }
  return (own.encoded = { requests, variables, holds, data: Uint32Array.from(data), lastLine });
}

const requestSets = new WeakMap<RequestNames, ReadonlySet<string>>();
const variableSets = new WeakMap<readonly (readonly string[])[], ReadonlySet<string>>();

/** The same set as before while nothing in `source` differs. */
function setOf<K extends object>(known: WeakMap<K, ReadonlySet<string>>, source: K, names: (source: K) => Iterable<string>): ReadonlySet<string> {
  const set = known.get(source) ?? new Set(names(source));
  known.set(source, set);
  return set;
}

/**
 * The tokens of a file as the editor reads them: five numbers each, with the line and the character
 * counted from the token before. Looks only into blocks that are new since an earlier tree, and into
 * the others when a name has come or gone.
 */
export function semanticTokens(file: RequestFile): Uint32Array {
  const requests = setOf(requestSets, requestNames(file), ({ ofBlocks: names }) => names.filter((name) => name !== undefined));
  const variables = setOf(variableSets, variableNames.all(file), (names) => names.flat());
  const all = ofBlocks.all(file);
  const parts = all.map((own) => encoded(own, requests, variables));
  const data = new Uint32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let [offset, first, last] = [0, 0, 0];
  parts.forEach((part, index) => {
    if (part.data.length > 0) {
      data.set(part.data, offset);
      data[offset] = (part.data[0] ?? 0) + first - last;
      last = first + part.lastLine;
      offset += part.data.length;
    }
    first += all[index]?.lines ?? 0;
  });
  return data;
}

/** What to replace in the numbers of an earlier answer. */
export interface TokensEdit {
  readonly start: number;
  readonly deleteCount: number;
  readonly data: Uint32Array;
}

/** The one edit that makes `now` of `before`; undefined when they are the same. */
export function tokensEdit(before: Uint32Array, now: Uint32Array): TokensEdit | undefined {
  const most = Math.min(before.length, now.length);
  let start = 0;
  while (start < most && before[start] === now[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === now[now.length - 1 - end]) end++;
  if (start === before.length && start === now.length) return undefined;
  return { start, deleteCount: before.length - start - end, data: now.subarray(start, now.length - end) };
}
