import { documentedErrors } from '../../../api/errors';
import type { Span } from '../../../base/text';
import { secretsInJson } from '../../../http/jsonSecrets';
import { foldDirective, requestNames, textOf } from '../../syntax/queries';
import type { Authoring } from '../authoring';
import { openReferenceAt } from '../openReference';
import { endpointOf, schemaOfAnswer } from '../schemaAt';
import { answerHeaders } from './answerPaths';
import type { Completion, CompletionKind, CompletionPlace, CompletionSource } from './completion';
import { optionsOf, typesOf } from './exampleValue';
import { along, answerShape, pathSteps, type Shape } from './jsonPathSteps';

/** What `@expect` and `??` may demand, piece by piece. */
export const expectationCompletions: CompletionSource = (place, known) => {
  const start = demandStart(place);
  if (start === undefined || openReferenceAt(place.file, place.offset)) return [];
  const demand = new Demand(place, start);
  const [subject, rest] = demand.split(/^([A-Za-z]*)/);
  if (rest === '') return demand.rows('value', subjects);
  switch (subject.toLowerCase()) {
    case 'status':
      return status(demand);
    case 'time':
    case 'duration':
      return /^\s+$|^\s+[<>]=?$/.test(rest) ? demand.rows('value', { '<': 'less than', '<=': 'at most', '>': 'more than', '>=': 'at least' }) : demand.rows('value', times);
    case 'header':
      return header(demand, rest, place, known);
    case 'body':
      return body(demand, rest, place, known);
    default:
      return [];
  }
};

const subjects = { status: 'of the answer', header: 'a header of the answer', body: 'its text, or a value in its JSON', time: 'until the answer is there' };
const times = { '500ms': '', '1s': '', '5s': '' };
const textOperators = { '==': 'is', '!=': 'is not', contains: 'has in it', matches: 'a pattern: /x/i' };
const presence = { exists: 'is there', 'not exists': 'is not there' };
const comparisons = { '<': 'less than', '<=': 'at most', '>': 'more than', '>=': 'at least' };

/** Where the demand starts in which somebody types; undefined elsewhere. */
function demandStart({ file, line, offset }: CompletionPlace): number | undefined {
  if (offset > line.end) return undefined;
  const from = line.kind === 'assertion' ? line.start + 2 : line.kind === 'directive' && foldDirective(textOf(file, line.name)) === 'expect' ? line.name.end : undefined;
  if (from === undefined || offset < from) return undefined;
  const [gap = ''] = /^(?:[ \t]*=(?![=]))?[ \t]*/.exec(file.text.slice(from, offset)) ?? [];
  // Behind the mark a blank has to stand.
  return gap === '' && line.kind === 'directive' ? undefined : from + gap.length;
}

/** A demand up to the cursor. */
class Demand {
  readonly text: string;
  readonly offset: number;
  /** What of the last word stands behind the cursor. */
  readonly behind: number;

  constructor({ file, offset, line }: CompletionPlace, start: number) {
    this.offset = offset;
    // Nobody writes a longer one.
    this.text = file.text.slice(Math.max(start, offset - 2000), offset);
    this.behind = /^[\w$.-]*/.exec(file.text.slice(offset, Math.min(line.end, offset + 200)))?.[0].length ?? 0;
  }

  /** What `pattern` finds at the start, and the rest of the demand. */
  split(pattern: RegExp): readonly [string, string] {
    const found = pattern.exec(this.text)?.[0] ?? '';
    return [found, this.text.slice(found.length)];
  }

  /** The last word: what is replaced. */
  get span(): Span {
    const typed = /[^\s|]*$/.exec(this.text)?.[0] ?? '';
    return { start: this.offset - typed.length, end: this.offset + this.behind };
  }

  /** Proposals for the last word, each with what it means. Words that are not the last of a demand go on. */
  rows(kind: CompletionKind, words: Readonly<Record<string, string>>, goesOn = Object.values(words).some((meaning) => meaning !== '')): readonly Completion[] {
    return Object.entries(words).map(([label, description]): Completion => {
      const isLast = !goesOn || label.endsWith('exists');
      return { kind, label, ...(description !== '' && { description }), span: this.span, insert: isLast ? label : `${label} `, ...(!isLast && { continues: true }) };
    });
  }
}

/** In the order in which they are wanted. DT's table calls 501 what it is about, which is the usual name of 405. */
function status(demand: Demand): readonly Completion[] {
  const known = { 200: 'OK', '2xx': 'success', ...Object.fromEntries(documentedErrors.map(({ status, name }) => [String(status), status === 501 ? 'Not Implemented' : name])), '4xx': 'the request is refused', '5xx': 'the server failed' };
  const { text } = demand;
  const operators = /^status\s+$/i.test(text) ? demand.rows('value', { '!=': 'is not', ...comparisons }) : [];
  if (/\d\s+$/.test(text) || !/^status\s/i.test(text)) return [];
  return [...Object.entries(known).sort(([a], [b]) => order(a) - order(b)).map(([label, description]): Completion => ({ kind: 'value', label, description, span: demand.span })), ...operators];
}

/** Numbers are keys that come first whatever the order; success is what is mostly wanted. */
function order(status: string): number {
  return Number(status.replace('xx', '00')) + (status.endsWith('xx') ? 0.5 : 0);
}

function header(demand: Demand, rest: string, place: CompletionPlace, known: Authoring): readonly Completion[] {
  if (/^\s+\S*$/.test(rest)) return demand.rows('header', Object.fromEntries(answerHeaders(nameOf(place), known).map((name) => [name.toLowerCase(), 'of the answer'])));
  if (/^\s+\S+\s+\S*$/.test(rest)) return demand.rows('value', { ...textOperators, ...presence });
  return /^\s+content-type\s+(?:==|!=|contains|includes)\s+\S*$/i.test(rest) ? demand.rows('value', { 'application/json': '', json: '' }) : [];
}

/** A JSONPath in front of an operator: blanks may stand in its brackets alone. */
const pathPattern = /^\s+(\$(?:\[(?:"[^"]*"|'[^']*'|[^\]'"])*\]|[^\s[=!<>])*(?:\[[^\]\s]*$)?)/;

function body(demand: Demand, rest: string, place: CompletionPlace, known: Authoring): readonly Completion[] {
  if (!/^\s/.test(rest)) return [];
  const path = pathPattern.exec(rest)?.[1];
  if (path === undefined) {
    if (!/^\s+\S*$/.test(rest)) return [];
    const dollar: Completion = { kind: 'value', label: '$', description: 'a value in its JSON', span: demand.span, insert: '$.', continues: true };
    return [dollar, ...demand.rows('value', textOperators)];
  }
  const shape = shapeOf(place, known);
  const behind = rest.trimStart().slice(path.length);
  if (behind === '') return shape ? pathSteps(shape, path, { start: demand.offset, end: demand.span.end }) : [];
  const value = shape && along(shape, path.slice(1));
  if (/^\s+\S*$/.test(behind)) return operators(demand, value);
  return /^\s*(?:==|!=)\s+"?[^\s"]*$/.test(behind) && value ? wanted(demand, value) : [];
}

/** The name of the request of this block. */
function nameOf({ file, block }: CompletionPlace): string | undefined {
  return requestNames(file).ofBlocks[file.blocks.indexOf(block)];
}

/** What it answers. */
function shapeOf(place: CompletionPlace, known: Authoring): Shape | undefined {
  const { file, block } = place;
  const name = nameOf(place);
  if (name !== undefined) return answerShape(file, name, known);
  const endpoint = endpointOf(file, block)?.endpoint;
  const schema = endpoint && schemaOfAnswer(endpoint);
  return schema && { kind: 'schema', schema };
}

function operators(demand: Demand, value: Shape | undefined): readonly Completion[] {
  const fitting = { '==': 'is', '!=': 'is not', ...presence, 'length >': 'more than so many', contains: 'has in it', matches: 'a pattern: /x/i', ...comparisons };
  const rows = demand.rows('value', fitting, true);
  // A list is asked for its length first.
  return isList(value) ? [...rows].sort((a, b) => Number(b.label.startsWith('length')) - Number(a.label.startsWith('length'))) : rows;
}

function isList(shape: Shape | undefined): boolean {
  return shape?.kind === 'value' ? Array.isArray(shape.value) : shape?.schema.items !== undefined;
}

/** Longest value of an answer that is proposed. */
const longestValue = 80;

/** The values that a field can have, or the one it had; none that is a secret by its name. */
function wanted(demand: Demand, shape: Shape): readonly Completion[] {
  if (shape.kind === 'schema') {
    const all = [...optionsOf(shape.schema), ...(typesOf(shape.schema).includes('boolean') ? ['true', 'false'] : [])];
    return demand.rows('value', Object.fromEntries(all.map((option) => [option, ''])));
  }
  const name = /(\w+)['"\]]*\s*(?:==|!=)[^=]*$/.exec(demand.text)?.[1];
  const { value } = shape;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
  const text = JSON.stringify(value);
  return text.length > longestValue || secretsInJson(value, name).length > 0 ? [] : demand.rows('value', { [text]: 'as last time' }, false);
}
