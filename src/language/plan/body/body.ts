import type { Finding } from '../../../base/finding';
import type { BodyNode, RequestNode } from '../../syntax/nodes';
import { isSave } from '../../syntax/lines';
import { BodyComposer } from './bodyComposer';
import type { UsedValue } from '../compose';
import { finding, firstOfEach } from '../findings';
import { composeForm } from './formBody';
import { headerText, type PlannedHeader } from '../headers';
import { checkJson } from './jsonBody';
import { composeMultipart } from './multipart';
import type { Need } from '../needs';
import type { ComposedText } from '../sourceMap';
import { checkUntyped } from './untypedBody';
import type { ValueFacts } from '../valueFacts';
import type { VariableScope } from '../variables';

/** The body of a request. */
export interface PlannedBody {
  /** As text; missing when the request has none, or when it is no text. */
  readonly text?: ComposedText;
  /** As sent; missing when the request has none, or when some of it is not known yet. */
  readonly bytes?: Uint8Array;
  readonly isJson: boolean;
  readonly used: readonly UsedValue[];
  /** What is known of the values in it. */
  readonly facts: readonly ValueFacts[];
  /** Files that have to be read first. */
  readonly needs: readonly Need[];
  readonly findings: readonly Finding[];
}

/** Reads the body of a request: as written with its own line ends, files and references replaced. */
export function planBody(scope: VariableScope, request: RequestNode, headers: readonly PlannedHeader[]): PlannedBody {
  const type = headerText(headers, 'content-type');
  const mediaType = (type?.text ?? '').replace(/;.*$/s, '').trim().toLowerCase();
  const isJson = /^(application|text)\/(.+\+)?json$/.test(mediaType);
  const { body } = request;
  if (!body) return { isJson, used: [], facts: [], needs: [], findings: [] };

  const composer = new BodyComposer(scope);
  const shape = composeAs(composer, body, mediaType, type);
  const whole = composer.finish(body.start);
  const { text, bytes, used, facts, needs } = whole;
  const source = scope.file.text;
  const checks = isJson ? checkJson(source, body, whole) : type ? [] : checkUntyped(source, request, body, text);
  const findings = [...whole.findings, ...shape, ...checks];
  return { ...(text && { text }), ...(bytes && { bytes }), isJson, used, facts, needs, findings: firstOfEach([...findings, ...checkSaves(source, request, body, findings)]) };
}

/** Adds the body in the way of its media type; returns what is wrong with its form. */
function composeAs(composer: BodyComposer, body: BodyNode, mediaType: string, type: ComposedText | undefined): readonly Finding[] {
  if (mediaType === 'application/x-www-form-urlencoded') return composeForm(composer, body);
  if (type && mediaType.startsWith('multipart/')) return composeMultipart(composer, body, type);
  composer.lines(body.lines);
  return [];
}

/** A `>> path` line is content everywhere but on the last line; one that has a finding is not told twice. */
function checkSaves(source: string, { save, end: insertAt }: RequestNode, body: BodyNode, others: readonly Finding[]): readonly Finding[] {
  const known = new Set(others.map(({ span }) => span.start));
  const saves = body.lines.filter((line) => line.kind === 'body' && isSave(source, line.start, line.end) && !known.has(line.start));
  return saves.map((line) => finding('save.not-last', line, save ? {} : { lineStart: line.start, lineEnd: line.next, insertAt }));
}
