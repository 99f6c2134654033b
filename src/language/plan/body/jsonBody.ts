import { type ParseError, printParseErrorCode, visit } from 'jsonc-parser';
import type { Finding, FindingData } from '../../../base/finding';
import type { Span } from '../../../base/text';
import { isJson } from '../../../http/jsonText';
import { maxJsonDepth, tooDeep, tooDeepAt } from '../../../http/jsonDepth';
import type { BodyNode } from '../../syntax/nodes';
import type { WholeBody } from './bodyComposer';
import { encodingFix, type FileText, placeIn } from './bodyFiles';
import { markedEncoding } from './encodings';
import { skipBlanks } from '../../syntax/scanner';
import { finding } from '../findings';
import { requestLinesIn } from './untypedBody';
import { ComposedText, type Piece } from '../sourceMap';
import { plainValue } from '../valueFacts';

/** Checks a body that its Content-Type calls JSON. What an inserted value or a file breaks is marked where it is named. */
export function checkJson(source: string, body: BodyNode, { text, files, binary }: WholeBody): readonly Finding[] {
  const requests = requestLinesIn(source, body);
  if (requests.length > 0) return requests;
  const comments = body.lines.filter((line) => line.kind === 'body' && isComment(source, line.start));
  if (comments.length > 0) return comments.map((line) => finding('body.comment-line', { start: skipBlanks(source, line.start, line.end), end: line.end }, { lineStart: line.start, lineEnd: line.next }));
  if (!text) return binary.map(({ line, path, bytes }) => finding('body.json-octets', line, { path, ...encodingFix(line, markedEncoding(bytes)) }));
  const broken = text.hasUnknown ? undefined : jsonError(text.text);
  if (!broken) return [];
  const runs = runsOf(text, files);
  // With a harmless value in each place it still does not parse: then the written text is to blame.
  const neutral = runs.map((run) => (run.inserted ? { ...run, text: '1' } : run));
  const written = runs.some((run) => run.inserted) ? jsonError(neutral.map((run) => run.text).join('')) : broken;
  if (written) return [blameWritten(neutral, written, body.start)];
  const culprit = lastInsertion(runs, broken.end);
  return [culprit ? blameInserted(culprit, broken) : blameWritten(runs, broken, body.start)];
}

/** Behind blanks too: no value of JSON goes on over a line end, and none starts like that. */
function isComment(source: string, start: number): boolean {
  const mark = skipBlanks(source, start, source.length);
  return source.startsWith('#', mark) || source.startsWith('//', mark);
}

/** A run of the body that came from one place, of a file that was read included. */
interface Run {
  readonly text: string;
  /** A value or an escape: not what its author wrote here. */
  readonly inserted: boolean;
  readonly source: Span;
  /** The file it stands in; then `source` is a place there. */
  readonly file?: FileText;
}

function runsOf(text: ComposedText, files: ReadonlyMap<Piece, FileText>): readonly Run[] {
  return text.pieces.flatMap((piece) => {
    const file = files.get(piece);
    const run = ({ text: own, verbatim, source }: Piece): Run => ({ text: own, inserted: !verbatim, source });
    return file ? file.composed.pieces.map((inner) => ({ ...run(inner), file })) : [run(piece)];
  });
}

/** The last inserted run that starts before `end` in the joined texts. */
function lastInsertion(runs: readonly Run[], end: number): Run | undefined {
  let offset = 0;
  let found: Run | undefined;
  for (const run of runs) {
    if (offset >= end) break;
    if (run.inserted) found = run;
    offset += run.text.length;
  }
  return found;
}

function blameInserted({ file, source }: Run, { data }: JsonError): Finding {
  return finding('body.json', file ? file.line : source, { ...data, inserted: true, ...(file && placeIn(file, source.start)) });
}

function blameWritten(runs: readonly Run[], error: JsonError, origin: number): Finding {
  const { start, end, data } = refined(runs, error);
  let offset = 0;
  const run = runs.find(({ text }) => (offset += text.length) > start);
  const place = run?.file && placeIn(run.file, run.source.start + (run.inserted ? 0 : start - (offset - run.text.length)));
  const pieces = runs.map(({ text, inserted, source, file }): Piece => ({ text, source: file ? file.line : source, verbatim: !inserted && !file, facts: plainValue }));
  const span = new ComposedText(pieces, origin).mapRange(start, end);
  if (data['problem'] === inLineComment && !place) return finding('body.comment-line', span, { isPart: true, lineStart: span.start, lineEnd: span.end });
  return finding('body.json', span, { ...data, inserted: false, ...place });
}

/** The run that holds an offset of the joined texts. */
function runAt(runs: readonly Run[], offset: number): Run | undefined {
  let end = 0;
  return runs.find(({ text }) => (end += text.length) > offset);
}

/** As the parser calls a comment. */
const inLineComment = 'InvalidCommentToken';

/** What the parser does not name itself: a comma before a bracket, and a comment that starts with a number sign. */
function refined(runs: readonly Run[], error: JsonError): JsonError {
  const text = runs.map((run) => run.text).join('');
  const { start } = error;
  const bracket = text.charAt(start);
  if (bracket === '}' || bracket === ']') {
    const comma = text.slice(0, start).trimEnd().length - 1;
    // Between a file and what stands around it nobody can tell which of the two is to blame.
    const isOneSource = runAt(runs, comma)?.file === runAt(runs, start)?.file;
    return text[comma] === ',' && isOneSource ? { start: comma, end: comma + 1, data: { problem: 'TrailingComma', bracket } } : error;
  }
  if (bracket !== '#') return error;
  const length = text.slice(start).search(/[\r\n]|$/);
  return { start, end: start + length, data: { problem: inLineComment } };
}

interface JsonError extends Span {
  readonly data: FindingData;
}

function jsonError(text: string): JsonError | undefined {
  const deep = tooDeepAt(text);
  if (deep !== undefined) return { start: deep, end: deep + 1, data: { problem: tooDeep, limit: maxJsonDepth } };
  if (isJson(text)) return undefined;
  const first = firstError(text);
  if (!first) return undefined;
  // An error at the end has no width: mark the last character instead.
  const start = Math.min(first.offset, Math.max(text.length - 1, 0));
  const problem = text.charCodeAt(start) === 0xfeff ? 'ByteOrderMark' : printParseErrorCode(first.error);
  return { start, end: Math.min(Math.max(first.offset + first.length, start + 1), text.length), data: { problem } };
}

class FirstError extends Error {}

/** What the parser finds first. It would look through all of the rest, and the only way to end it is to throw. */
function firstError(text: string): ParseError | undefined {
  let first: ParseError | undefined;
  const onError = (error: ParseError['error'], offset: number, length: number): void => {
    first = { error, offset, length };
    throw new FirstError();
  };
  try {
    visit(text, { onError }, { disallowComments: true, allowTrailingComma: false });
  } catch (thrown) {
    if (!(thrown instanceof FirstError)) throw thrown;
  }
  return first;
}
