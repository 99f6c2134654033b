import type { Finding } from '../../../base/finding';
import { LineIndex, type Span } from '../../../base/text';
import type { FileLine } from '../../syntax/nodes';
import { compose, type Composition, type ReferenceScope, type UsedValue } from '../compose';
import { decoded, exactText, isEncoding, markedEncoding, nearestEncoding } from './encodings';
import { finding } from '../findings';
import { type Need, noSupplies } from '../needs';
import { ComposedText, type Piece, substituted } from '../sourceMap';
import { plainValue, unknownValue, type ValueFacts } from '../valueFacts';
import type { VariableScope } from '../variables';

/** A file in a body that is text. */
export interface FileText {
  readonly line: FileLine;
  /** Its path as it may be shown: nothing secret is in it. */
  readonly path: string;
  /** Its text as read. */
  readonly source: string;
  /** As sent; the sources are offsets into {@link source}. */
  readonly composed: ComposedText;
  /** All of it, as a piece of the body: it stands for its line in the request file. */
  readonly piece: Piece;
}

/** What a file line stands for. */
export type FileContent =
  | { readonly kind: 'text'; readonly file: FileText; /** The octets that were read, when these are sent. */ readonly bytes?: Uint8Array }
  | { readonly kind: 'octets'; readonly bytes: Uint8Array; readonly line: FileLine; /** As it may be shown. */ readonly path: string }
  | { readonly kind: 'unknown'; readonly text: ComposedText };

/** A file line, read as far as it can be. */
export interface ReadFile {
  readonly content: FileContent;
  readonly used: readonly UsedValue[];
  /** What is known of the path; that of a text is with the text. */
  readonly facts: readonly ValueFacts[];
  readonly needs: readonly Need[];
  readonly findings: readonly Finding[];
}

/**
 * Reads `< path`, whose octets are sent as they are, or `<@encoding path`, whose text is sent as UTF-8
 * without a byte order mark and with references replaced. These see what the line sees. An editor
 * feature reads no file.
 */
export function readBodyFile(scope: VariableScope, line: FileLine): ReadFile {
  const path = compose(scope, line.path, 'path');
  const { secrets, unknown, needs, fromAnswer, varies } = path.text.facts;
  // The path is not sent, so it needs no leave for a new origin.
  const found = { used: path.used, facts: [{ secrets, unknown, needs, fromAnswer, guarded: [], varies }], needs: [], findings: [...path.findings, ...checkEncoding(scope, line)] };
  const isMissing = !path.text.hasUnknown && path.text.text.trim() === '';
  if (isMissing) return { ...found, content: unknownContent(line), findings: [...found.findings, finding('body.file-no-path', line)] };
  if (found.findings.length > 0 || path.text.hasUnknown || scope.context.isCheck) return { ...found, content: unknownContent(line) };

  const supply = (scope.context.supplies ?? noSupplies).file(path.text.text);
  if (!supply) return { ...found, content: unknownContent(line), needs: [{ kind: 'file', path: path.text.text, span: { start: line.path.start, end: line.path.end } }] };
  const shown = path.text.hasSecret ? scope.file.text.slice(line.path.start, line.path.end) : path.text.text;
  if (supply.kind === 'unreadable') {
    const reason = withoutSecrets(supply.reason, secrets);
    return { ...found, content: unknownContent(line), findings: [finding('body.file-unreadable', line.path, { path: shown, reason })] };
  }
  const read = line.substitute ? readText(scope, line, shown, supply.bytes) : { content: readRaw(line, shown, supply.bytes), used: [], findings: [] };
  return { ...found, ...read, used: [...path.used, ...read.used] };
}

/** The data of a finding for which the fix is another encoding: the mark at the head of the line, and the name to put there. */
export function encodingFix({ start, encoding }: FileLine, suggestion: string | undefined): { markStart: number; markEnd: number; suggestion: string | undefined } {
  return { markStart: start, markEnd: encoding.end, suggestion };
}

function unknownContent(line: FileLine): FileContent {
  return { kind: 'unknown', text: new ComposedText([substituted('x', line, unknownValue)], line.start) };
}

function checkEncoding(scope: VariableScope, line: FileLine): readonly Finding[] {
  const encoding = scope.file.text.slice(line.encoding.start, line.encoding.end);
  if (encoding === '' || isEncoding(encoding)) return [];
  return [finding('body.file-encoding', line.encoding, { encoding, ...encodingFix(line, nearestEncoding(encoding)) })];
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((result, secret) => (secret === '' ? result : result.replaceAll(secret, '…')), text);
}

function readRaw(line: FileLine, path: string, bytes: Uint8Array): FileContent {
  const source = exactText(bytes);
  if (source === undefined) return { kind: 'octets', bytes, line, path };
  const composed = new ComposedText([{ text: source, source: { start: 0, end: source.length }, verbatim: true, facts: plainValue }], 0);
  return { kind: 'text', file: { line, path, source, composed, piece: substituted(source, line) }, bytes };
}

function readText(scope: VariableScope, line: FileLine, path: string, bytes: Uint8Array): Pick<ReadFile, 'content' | 'used' | 'findings'> {
  const encoding = scope.file.text.slice(line.encoding.start, line.encoding.end) || 'utf-8';
  const source = decoded(bytes, encoding);
  if (source === undefined) {
    const data = { path, encoding, ...encodingFix(line, markedEncoding(bytes)) };
    return { content: unknownContent(line), used: [], findings: [finding('body.file-not-text', { start: line.start, end: line.encoding.end }, data)] };
  }
  const { text: composed, used, findings } = composeFile(scope, line, path, source);
  const piece = substituted(composed.text, line, seenFrom(line, composed.facts));
  const content: FileContent = { kind: 'text', file: { line, path, source, composed, piece } };
  return { content, used: used.map((value) => ({ ...value, span: spanOf(line) })), findings };
}

/** Replaces the references in a file's text. What is wrong there is one finding on the line in the request file. */
function composeFile(scope: VariableScope, line: FileLine, path: string, source: string): Composition {
  const elsewhere = new Set<Finding>();
  const inside: ReferenceScope = {
    file: { text: source },
    context: scope.context,
    module: scope.module,
    isOutside: (name) => scope.isOutside(name),
    suggest: (name) => scope.suggest(name, line.start),
    findRequest: (name) => scope.findRequest(name),
    lookup(name) {
      const found = scope.lookup(name, line.start);
      // These are at a definition in the request file.
      if (found.kind === 'broken') for (const each of found.findings) elsewhere.add(each);
      return found;
    },
  };
  const composition = compose(inside, { start: 0, end: source.length }, 'body');
  // A file was read strictly: U+FFFD in it is what its author wrote.
  const own = composition.findings.filter((each) => !elsewhere.has(each) && each.code !== 'value.not-utf8');
  return { ...composition, findings: [...elsewhere, ...asOne(own, line, path, source)] };
}

function asOne(findings: readonly Finding[], line: FileLine, path: string, source: string): readonly Finding[] {
  const [first, ...more] = [...findings].sort((a, b) => a.span.start - b.span.start);
  if (!first) return [];
  return [finding('body.file-text', line, { ...first.data, problem: first.code, ...placeIn({ path, source }, first.span.start), ...(more.length > 0 && { more: more.length }) })];
}

/** Names a place in a file for the data of a finding; `fileLine` counts from one. */
export function placeIn({ path, source }: Pick<FileText, 'path' | 'source'>, offset: number): { file: string; fileLine: number } {
  return { file: path, fileLine: new LineIndex(source).positionAt(offset).line + 1 };
}

/** What a file's text waits for is asked for at the line that names the file. */
function seenFrom(line: FileLine, facts: ValueFacts): ValueFacts {
  return facts.needs.length === 0 ? facts : { ...facts, needs: facts.needs.map((need) => ({ ...need, span: spanOf(line) })) };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
