import type { Finding } from '../../../../base/finding';
import type { Span, TextEdit } from '../../../../base/text';
import { definitionsIn } from '../../../plan/definitions';
import { nameOf } from '../../../plan/names';
import type { Block, RequestFile } from '../../../syntax/nodes';
import { blockAt, blockIndexAt, requestNames, textOf } from '../../../syntax/queries';
import { findReferences } from '../../../syntax/references';
import { type FindingFix, type FixMaker, lineEndOf, textIn } from '../fix';
import { expectationsOf, referenceOf, systemVariableFor } from './expression';
import { meaningOf } from './script';

/** Rewrites a script of JetBrains or httpYac where all that it does can be said here. */
export const fixScript: FixMaker = {
  codes: ['construct.refused'],
  create(finding, file) {
    const block = blockAt(file, finding.span.start);
    const script = scriptAt(file, block, finding);
    const meaning = script && meaningOf(script.text);
    const { request } = block;
    if (!script || !meaning || !request) return [];
    const end = lineEndOf(file);
    if (meaning.expectations.length + meaning.sets.length === 0) return [{ title: 'Remove the script: it only logs', edits: [{ span: script.span, newText: '' }], preferred: false }];
    if (script.isAbove) return above(script, meaning, end);
    const own = nameOf(file, block);
    const name = own ?? freeName(file, block);
    const lines = meaning.sets.map((set) => {
      const reference = set.isLiteral ? undefined : referenceOf(set.value, name);
      return set.isLiteral ? `@${set.name} = ${set.value}` : reference === undefined ? undefined : `@${set.name} = {{${reference}}}`;
    });
    if (lines.some((line) => line === undefined)) return [];
    const directives = [
      ...(meaning.sets.some(({ isLiteral }) => !isLiteral) && own === undefined ? [`# @name ${name}`] : []),
      ...meaning.expectations.map((expectation) => `# @expect ${expectation}`),
    ];
    const edits = [
      ...(directives.length === 0 ? [] : [insertion(request.line.start, directives.map((line) => line + end).join(''))]),
      { span: script.span, newText: '' },
      ...(lines.length === 0 ? [] : [define(file, block, script.span, lines.map((line) => `${line ?? ''}${end}`).join(''), end)]),
    ];
    const [first] = meaning.sets;
    const title = !first ? 'Write it as # @expect' : meaning.expectations.length === 0 ? `Write it as @${first.name} = ${first.isLiteral ? '…' : `{{${name}.response…}}`}` : 'Write it as # @expect and variables';
    return [{ title, edits, preferred: false }];
  },
};

/** Values that a script sets before the send, as variables. */
function above(script: Script, { expectations, sets }: NonNullable<ReturnType<typeof meaningOf>>, end: string): readonly FindingFix[] {
  if (expectations.length > 0 || sets.some(({ isLiteral }) => !isLiteral)) return [];
  return [{ title: `Write it as @${sets[0]?.name ?? ''} = …`, edits: [{ span: script.span, newText: sets.map(({ name, value }) => `@${name} = ${value}${end}`).join('') }], preferred: false }];
}

interface Script {
  /** Whole lines. */
  readonly span: Span;
  /** Without the marks around it. */
  readonly text: string;
  readonly isAbove: boolean;
}

/** The lines of the construct that starts at a finding; undefined for one that is no script of its own. */
function scriptAt(file: RequestFile, { lines }: Block, { span }: Finding): Script | undefined {
  const from = lines.findIndex((line) => line.kind === 'refused' && line.start === span.start);
  const first = lines[from];
  if (first?.kind !== 'refused' || (first.construct !== 'request-script' && first.construct !== 'response-script')) return undefined;
  let last = first;
  for (const line of lines.slice(from + 1)) {
    if (line.kind !== 'refused' || line.first || line.construct !== first.construct) break;
    last = line;
  }
  const written = file.text.slice(first.start, last.end).trim();
  const [, inner] = /^[<>]\s*\{%([^]*)%\}$/.exec(written) ?? /^\{\{(?:\+|@\w+)?([^]*)\}\}$/.exec(written) ?? [];
  return inner === undefined ? undefined : { span: { start: first.start, end: last.next }, text: inner, isAbove: first.construct === 'request-script' };
}

/** Where a variable that an answer gives can be seen by the requests below: at the start of the next block. */
function define(file: RequestFile, block: Block, script: Span, text: string, end: string): TextEdit {
  const next = file.blocks[blockIndexAt(file, block.start) + 1];
  if (!next?.separator) {
    // What is in front of the script ends with a line end, and so does what comes behind it, unless it ends the file.
    const isOpen = script.end < block.end && !/[\r\n]/.test(file.text.charAt(block.end - 1));
    return insertion(block.end, `${isOpen ? end : ''}###${end}${text}`);
  }
  const { separator } = next;
  return insertion(separator.next, `${separator.next === separator.end ? end : ''}${text}`);
}

function insertion(start: number, newText: string): TextEdit {
  return { span: { start, end: start }, newText };
}

/** A name for a request that has none: of its title, else `request`. */
function freeName(file: RequestFile, { separator }: Block): string {
  const title = separator ? textOf(file, separator.title) : '';
  const words = title.slice(0, 60).match(/[A-Za-z]\w*/g) ?? [];
  const wanted = words.map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1)).join('');
  return free(file, wanted === '' ? 'request' : wanted);
}

/** The name, with a number behind it where a request or a variable of the file has it. */
export function free(file: RequestFile, wanted: string, from = 1): string {
  const { claims, ofBlocks } = requestNames(file);
  const variables = definitionsIn(file);
  const isTaken = (name: string) => claims.has(name) || ofBlocks.includes(name) || variables.has(name);
  for (let count = from; ; count++) {
    const name = count === 1 ? wanted : `${wanted}${count}`;
    if (!isTaken(name)) return name;
  }
}

/** `?? js response.status === 200` → `?? status 200`. */
export const fixJsAssertion: FixMaker = {
  codes: ['expect.syntax'],
  create(finding, file) {
    if (textIn(finding, 'problem') !== 'js') return [];
    const expectations = expectationsOf(textOf(file, finding.span).replace(/^js\b/i, ''));
    const [only, ...others] = expectations ?? [];
    return only === undefined || others.length > 0 ? [] : [{ title: `Change to ${only}`, edits: [{ span: finding.span, newText: only }], preferred: true }];
  },
};

/** `{{Date.now()}}` → `{{$timestampMs}}`. */
export const fixGenerator: FixMaker = {
  codes: ['reference.script'],
  create({ span }, file) {
    const reference = findReferences(file.text, span)[0];
    const instead = reference && systemVariableFor(textOf(file, reference.name));
    return instead === undefined ? [] : [{ title: `Change to {{${instead}}}`, edits: [{ span: reference?.name ?? span, newText: instead }], preferred: true }];
  },
};

/** `{{$input Your name?}}` → `# @prompt yourName Your name?` above the request, and `{{yourName}}`. */
export const fixPrompt: FixMaker = {
  codes: ['variable.system-unknown'],
  create(finding, file) {
    const { request } = blockAt(file, finding.span.start);
    if (textIn(finding, 'instead') !== 'prompt' || !request || finding.span.start < request.start) return [];
    const [, head = '', rest = ''] = /^(\$\w+)\s*(.*)$/s.exec(textOf(file, finding.span)) ?? [];
    const question = rest.replace(/[?$:]*\s*value:?\s*$/i, '').replace(/\s+/g, ' ').trim();
    const words = question.slice(0, 40).match(/[A-Za-z]\w*/g)?.slice(0, 3) ?? [];
    const wanted = words.map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1)).join('');
    const name = free(file, wanted === '' ? 'value' : wanted);
    const directive = head === '$password' ? 'prompt-secret' : 'prompt';
    return [{
      title: `Ask with # @${directive} ${name}`,
      edits: [insertion(request.line.start, `# @${directive} ${name}${question === '' ? '' : ` ${question}`}${lineEndOf(file)}`), { span: finding.span, newText: name }],
      preferred: false,
    }];
  },
};
