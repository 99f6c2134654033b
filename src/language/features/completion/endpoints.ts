import type { Span } from '../../../base/text';
import type { Line } from '../../syntax/nodes';
import { textOf } from '../../syntax/queries';
import { lineEndOf } from '../fixes/fix';
import type { Authoring } from '../authoring';
import { endpointsAt, writtenTarget } from '../writtenTarget';
import type { Completion, CompletionPlace, CompletionSource } from './completion';
import { firstSentence, shortTitle } from '../apiFacts';
import { beside, endpointText, titleRow } from './described';
import { isAboveRequest, isHeaderPlace, isMethod, isWords } from './places';
import { firstOf, kindNamed, type VariableFor, variablesFor } from './idRows';
import { beginnings } from './methods';
import { baseOfHost, parameterOf, type Pattern, patterns } from './patterns';
import { requestSnippet } from './requestSnippet';
import { escapeSnippet } from './snippetText';

/** Where a request may begin. */
interface Beginning {
  readonly span: Span;
  /** What has to stand in front of it: a separator below another request. */
  readonly before?: 'separator';
  /** Whether headers and a body are there already. */
  readonly isLineOnly?: boolean;
}

/** Methods and whole endpoints where a request may begin: on an empty line, at the first word of one. */
export const endpointCompletions: CompletionSource = (place, known) => {
  const beginning = beginningAt(place);
  if (!beginning || place.offset < beginning.span.start) return [];
  const whole = wholeEndpoints(place, known, beginning);
  return beginning.before === undefined ? [...beginnings(beginning.span), ...whole] : whole;
};

function beginningAt(place: CompletionPlace): Beginning | undefined {
  const { block, line, file } = place;
  const { request } = block;
  if (line.kind === 'request-line') return isWords(place, line) ? { span: fromWord(place, line), isLineOnly: hasMore(place) } : undefined;
  if (line.kind === 'blank') {
    const span = { start: line.start, end: line.end };
    if (!request) return { span };
    return isBelow(place) ? { span, before: 'separator' } : undefined;
  }
  // Below a request that takes no body somebody begins the next one.
  const isNext = line.kind === 'body' && request?.body?.lines.length === 1 && /^[A-Za-z]+$/.test(textOf(file, line).trim()) && takesNoBody(place);
  return isNext ? { span: fromWord(place, line), before: 'separator' } : undefined;
}

/** Whether an empty line stands apart from the request above it: what follows a body at once is more of it. */
function isBelow(place: CompletionPlace): boolean {
  const { block, line } = place;
  const { request } = block;
  if (!request || line.start <= request.end || isAboveRequest(place) || isHeaderPlace(place)) return false;
  return request.body === undefined || block.lines[block.lines.indexOf(line) - 1]?.kind === 'blank';
}

/** From the first character to the end of the line, which holds the cursor behind a blank too. */
function fromWord({ file }: CompletionPlace, line: Line): Span {
  const text = textOf(file, line);
  return { start: line.start + text.length - text.trimStart().length, end: line.end };
}

function hasMore({ block: { request } }: CompletionPlace): boolean {
  return request !== undefined && (request.headers.length > 0 || request.query.length > 0 || request.body !== undefined);
}

function takesNoBody({ file, block }: CompletionPlace): boolean {
  const target = writtenTarget(file, block);
  const method = block.request?.line.method;
  const written = method ? textOf(file, method) : 'GET';
  return target !== undefined && endpointsAt(file, target).some(({ endpoint }) => endpoint.method === written && endpoint.requestBody === null);
}

function wholeEndpoints(place: CompletionPlace, known: Authoring, { span, before, isLineOnly = false }: Beginning): readonly Completion[] {
  const lineEnd = lineEndOf(place.file);
  const variableFor = firstOf(variablesFor(place, known));
  const hasMethod = isMethod(textOf(place.file, span).trim());
  return patterns.map((pattern) => {
    const { title, byPath, ...row } = rowOf(pattern);
    const head = before === undefined ? '' : `### ${escapeSnippet(title)}\n`;
    const insert = (head + snippetFor(pattern, variableFor, isLineOnly)).replaceAll('\n', lineEnd);
    return { ...row, ...(hasMethod && byPath), span, insert, isSnippet: true, ...(firstIdIsKnown(pattern, known) && { continues: true }) };
  });
}

/** What is the same wherever an endpoint is proposed. */
type Row = Pick<Completion, 'kind' | 'label' | 'description' | 'documentation' | 'filter'> & {
  readonly title: string;
  /** Who has written a method goes on with a path. */
  readonly byPath: Pick<Completion, 'label' | 'description'>;
};

/** Made once: proposals are asked for at each word. */
const rows = new WeakMap<Pattern, Row>();
const snippets = { whole: new WeakMap<Pattern, string>(), line: new WeakMap<Pattern, string>() };

function rowOf(pattern: Pattern): Row {
  const found = rows.get(pattern);
  if (found) return found;
  const { endpoint, verb } = pattern;
  const path = `${endpoint.method} ${baseOfHost(endpoint.host)}${endpoint.path}`;
  const title = shortTitle(endpoint);
  const row: Row = {
    kind: 'endpoint', title, ...titleRow(title, endpoint.method, wordsOf(pattern), verb === '' ? '' : `:${verb}`),
    byPath: { label: path, description: beside(path, title).description ?? '' },
    documentation: endpointText(endpoint), filter: filterOf(pattern, firstSentence(endpoint.summary)),
  };
  rows.set(pattern, row);
  return row;
}

/** The path from its last word on: `…/devices/{}`. What is not in a project says where it is: `/org…/members`. */
function wordsOf({ segments }: Pattern): string {
  const at = segments.findLastIndex((segment) => parameterOf(segment) === undefined);
  const last = segments.slice(at).map((segment) => (parameterOf(segment) === undefined ? segment : '{}'));
  const [first = ''] = segments;
  return `${at === 0 ? '' : first === 'organizations' ? '/org…' : '…'}/${last.join('/')}`;
}

/**
 * What somebody may type who looks for it. The editor takes off for each character in front of what fits:
 * hence the last words of the path first, and no parameters.
 */
function filterOf({ endpoint, segments, verb }: Pattern, title: string): string {
  const words = segments.filter((segment) => parameterOf(segment) === undefined).reverse();
  return [endpoint.method, ...(verb === '' ? [] : [verb]), ...words, title].join(' ');
}

function snippetFor(pattern: Pattern, variableFor: VariableFor, isLineOnly: boolean): string {
  const hasVariable = pattern.segments.some((segment) => variableFor(parameterOf(segment) ?? '') !== undefined);
  if (hasVariable) return requestSnippet(pattern, variableFor, isLineOnly);
  const made = isLineOnly ? snippets.line : snippets.whole;
  const snippet = made.get(pattern) ?? requestSnippet(pattern, variableFor, isLineOnly);
  made.set(pattern, snippet);
  return snippet;
}

/** Then ids are proposed in the first hole. */
function firstIdIsKnown({ segments }: Pattern, { resources }: Authoring): boolean {
  const kind = kindNamed(segments.map(parameterOf).find((name) => name !== undefined) ?? '');
  return kind !== undefined && resources.all(kind).length > 0;
}
