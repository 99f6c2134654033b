import { type ParseError, parse as parseJson, printParseErrorCode } from 'jsonc-parser';
import type { Finding, FindingData } from '../../base/finding';
import type { Span } from '../../base/text';
import { maxJsonDepth, tooDeep, tooDeepAt } from '../jsonDepth';
import type { BodyNode, RequestNode } from '../syntax/nodes';
import { compose, type UsedValue } from './compose';
import { finding } from './findings';
import { headerText, type PlannedHeader } from './headers';
import { ComposedText, joinTexts } from './sourceMap';
import { checkUntyped } from './untypedBody';
import type { VariableScope } from './variables';

/** The body of a request. */
export interface PlannedBody {
  /** Missing when the request has none. */
  readonly text?: ComposedText;
  readonly isJson: boolean;
  readonly used: readonly UsedValue[];
  readonly findings: readonly Finding[];
}

/** Reads the body of a request: as written with its own line ends, references replaced. */
export function planBody(scope: VariableScope, request: RequestNode, headers: readonly PlannedHeader[]): PlannedBody {
  const type = headerText(headers, 'content-type');
  const mediaType = (type?.text ?? '').replace(/;.*$/s, '').trim().toLowerCase();
  const isJson = /^(application|text)\/(.+\+)?json$/.test(mediaType);
  const { body } = request;
  const later = [...laterLines(request), ...(body && mediaType.startsWith('multipart/') ? [finding('body.multipart-not-supported-yet', body)] : [])];
  if (!body || later.length > 0) return { isJson, used: [], findings: later };

  const composed = mediaType === 'application/x-www-form-urlencoded' ? composeForm(scope, body) : compose(scope, body, 'body');
  const findings = [...composed.findings];
  if (isJson) findings.push(...checkJson(scope.file.text, body, composed.text));
  else if (!type) findings.push(...checkUntyped(scope.file.text, request, body, composed.text));
  return { text: composed.text, isJson, used: composed.used, findings };
}

function laterLines(request: RequestNode): readonly Finding[] {
  const files = (request.body?.lines ?? []).filter((line) => line.kind === 'file').map((line) => finding('body.file-not-supported-yet', line));
  return request.save ? [...files, finding('save.not-supported-yet', request.save)] : files;
}

/** Lines of a form are trimmed and joined; nothing is encoded. */
function composeForm(scope: VariableScope, body: BodyNode): { text: ComposedText; used: readonly UsedValue[]; findings: readonly Finding[] } {
  const parts = body.lines.map((line) => compose(scope, line, 'body'));
  const text = joinTexts(parts.map((part) => part.text.trim()), body.start);
  return { text, used: parts.flatMap((part) => part.used), findings: parts.flatMap((part) => part.findings) };
}

function checkJson(source: string, body: BodyNode, text: ComposedText): readonly Finding[] {
  const comments = body.lines.filter((line) => /^(#|\/\/)/.test(source.slice(line.start, line.end)));
  if (comments.length > 0) return comments.map((line) => finding('body.comment-line', line, { lineStart: line.start, lineEnd: line.next }));
  const broken = text.hasUnknown ? undefined : jsonError(text.text);
  if (!broken) return [];
  // With a harmless value in each place it still does not parse: then the written text is to blame.
  const neutral = new ComposedText(text.pieces.map((piece) => (piece.verbatim ? piece : { ...piece, text: '1' })), body.start);
  const written = jsonError(neutral.text);
  if (written) return [finding('body.json', neutral.mapRange(written.start, written.end), { ...written.data, inserted: false })];
  const culprit = text.insertionBefore(broken.end) ?? text.mapRange(broken.start, broken.end);
  return [finding('body.json', culprit, { ...broken.data, inserted: true })];
}

interface JsonError extends Span {
  readonly data: FindingData;
}

function jsonError(text: string): JsonError | undefined {
  const deep = tooDeepAt(text);
  if (deep !== undefined) return { start: deep, end: deep + 1, data: { problem: tooDeep, limit: maxJsonDepth } };
  const errors: ParseError[] = [];
  parseJson(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (!first) return undefined;
  // An error at the end has no width: mark the last character instead.
  const start = Math.min(first.offset, Math.max(text.length - 1, 0));
  return { start, end: Math.min(Math.max(first.offset + first.length, start + 1), text.length), data: { problem: printParseErrorCode(first.error) } };
}
