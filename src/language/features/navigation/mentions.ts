import { holds, type Span } from '../../../base/text';
import { isDefinition } from '../../plan/definitions';
import { directiveTable } from '../../plan/directiveTable';
import { readPrompt } from '../../plan/prompts';
import { identityOf, shiftSpan } from '../../syntax/moved';
import type { Block, Line, RequestFile } from '../../syntax/nodes';
import { detached } from '../../syntax/perBlock';
import { blockAt, foldDirective, requestName, textOf } from '../../syntax/queries';
import { findReferences } from '../../syntax/references';

/**
 * What a mention does with its name:
 * - `variable`, `prompt`, `request`: defines one;
 * - `reference`: inserts a variable; `odd` when only an environment can have such a name (`api.key`);
 * - `answer`: looks into a request or its answer, as in `{{login.response.status}}`;
 * - `ref`: has a request run first.
 */
export type MentionRole = 'variable' | 'prompt' | 'request' | 'reference' | 'odd' | 'answer' | 'ref';

/** A place that names a variable or a request. */
export interface Mention {
  readonly role: MentionRole;
  readonly name: string;
  /** The name, and nothing else. */
  readonly span: Span;
  /** From where it can be pointed at: all that stands between the braces. */
  readonly reach: Span;
}

/** Directives whose arguments are taken as they are: braces in them refer to nothing. */
const literal: ReadonlySet<string> = new Set(directiveTable.filter((spec) => spec.literal).map(({ name }) => foldDirective(name)));

/** By what stays the same while a block moves; offsets from its start. */
const known = new WeakMap<Block, readonly Mention[]>();

/** The mentions of a block, with offsets from its start. What a definition's value refers to comes before it, as it is evaluated. */
export function mentionsOf(file: RequestFile, block: Block): readonly Mention[] {
  const identity = identityOf(block);
  const before = known.get(identity);
  if (before) return before;
  const found = findMentions(file, block);
  known.set(identity, found);
  return found;
}

/** The mentions at `offset`, the end of a name included: the narrowest first; empty when there is none. */
export function mentionsAt(file: RequestFile, offset: number): readonly Mention[] {
  const block = blockAt(file, offset);
  return mentionsOf(file, block)
    .filter(({ reach }) => holds(reach, offset - block.start))
    .map((mention) => placed(mention, block))
    .sort((a, b) => Number(a.role === 'odd') - Number(b.role === 'odd'));
}

/**
 * The first mentions of a name, at most so many, with offsets in the file.
 *
 * @param isLeftOut Tells which blocks are not looked into. Default: none.
 */
export function mentionsCalled(file: RequestFile, name: string, most: number, isLeftOut?: (block: Block) => boolean): readonly Mention[] {
  const found: Mention[] = [];
  for (const block of file.blocks) {
    if (isLeftOut?.(block)) continue;
    for (const mention of mentionsOf(file, block)) {
      if (mention.name !== name) continue;
      found.push(placed(mention, block));
      if (found.length >= most) return found;
    }
  }
  return found;
}

function placed(mention: Mention, { start }: Block): Mention {
  return { ...mention, span: shiftSpan(mention.span, start), reach: shiftSpan(mention.reach, start) };
}

function findMentions(file: RequestFile, block: Block): readonly Mention[] {
  const finder = new Finder(file, block.start);
  const own = requestName(file, block);
  const body = block.request?.body;
  const [first] = body?.lines ?? [];
  if (own) finder.add('request', own.span);
  // A body is looked through as a whole, in its place among the lines.
  for (const line of block.lines) {
    if (line === first && body) finder.references(body);
    else finder.line(line);
  }
  return finder.found;
}

class Finder {
  readonly found: Mention[] = [];
  /** Each name once: a long body may have one of them a hundred thousand times. */
  readonly #names = new Map<string, string>();

  /** @param origin From where offsets count. */
  constructor(
    private readonly file: RequestFile,
    private readonly origin: number,
  ) {}

  add(role: MentionRole, span: Span, reach = span): void {
    const written = textOf(this.file, span);
    const name = this.#names.get(written) ?? detached(written);
    this.#names.set(name, name);
    const own = shiftSpan(span, -this.origin);
    this.found.push({ role, name, span: own, reach: reach === span ? own : shiftSpan(reach, -this.origin) });
  }

  line(line: Line): void {
    switch (line.kind) {
      case 'variable':
        this.references(line.value);
        if (isDefinition(this.file, line)) this.add('variable', line.name);
        break;
      case 'directive':
        this.#directive(foldDirective(textOf(this.file, line.name)), line.argument);
        break;
      case 'request-line':
        this.references(line.target);
        break;
      case 'header':
        this.references(line.value);
        break;
      case 'query':
      case 'assertion':
        this.references(line.content);
        break;
      case 'save':
        this.references(line.path);
        break;
      default:
    }
  }

  references(span: Span): void {
    for (const { name: reach, form } of findReferences(this.file.text, span)) {
      if (form === 'name') {
        this.add('reference', reach);
        continue;
      }
      const head = form === 'chained' || form === 'member' ? /^[\w-]+/.exec(textOf(this.file, reach))?.[0] : undefined;
      if (head !== undefined) this.add('answer', { start: reach.start, end: reach.start + head.length }, reach);
      this.add('odd', reach);
    }
  }

  #directive(directive: string, argument: Span): void {
    if (directive === 'prompt' || directive === 'promptsecret') {
      const name = readPrompt(textOf(this.file, argument))?.name;
      if (name !== undefined) this.add('prompt', { start: argument.start, end: argument.start + name.length });
    } else if (directive === 'ref' || directive === 'forceref') {
      if (argument.end > argument.start) this.add('ref', argument);
    } else if (!literal.has(directive)) this.references(argument);
  }
}
