import { acceptEncoding } from '../../http/decode';
import type { Finding } from '../../base/finding';
import type { HeaderList } from '../../http/exchange';
import type { HeaderLine, RequestNode } from '../syntax/nodes';
import { textOf } from '../syntax/queries';
import { compose, type UsedValue } from './compose';
import { finding } from './findings';
import type { ComposedText } from './sourceMap';
import type { VariableScope } from './variables';

/** A header as the author wrote it. */
export interface PlannedHeader {
  readonly line: HeaderLine;
  readonly name: string;
  readonly value: ComposedText;
}

/** The header block of a request. */
export interface PlannedHeaders {
  /** In order, `Host` included; lines that are no header left out. */
  readonly headers: readonly PlannedHeader[];
  readonly used: readonly UsedValue[];
  readonly findings: readonly Finding[];
}

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Headers that describe the connection: the transport writes them or cannot send them at all. */
const notSendable: ReadonlySet<string> = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'expect']);

/** Ways to sign that the product does not have; written in an `Authorization` header other tools carry them out. */
const refusedSchemes: ReadonlySet<string> = new Set(['digest', 'ntlm', 'negotiate', 'cognito', 'aws', 'aws4-hmac-sha256']);

/** Reads the headers of a request with their references replaced. */
export function planHeaders(scope: VariableScope, request: RequestNode): PlannedHeaders {
  const headers: PlannedHeader[] = [];
  const findings: Finding[] = [];
  const used: UsedValue[] = [];
  for (const line of request.headers) {
    const name = textOf(scope.file, line.name);
    const place = { lineStart: line.start, lineEnd: line.next };
    if (name.startsWith('@')) findings.push(finding('header.at-sign', line.name, place));
    else if (!line.colon) findings.push(finding('header.no-colon', line.name, place));
    else if (!token.test(name)) findings.push(finding('header.name', line.name, { name }));
    else {
      const composed = compose(scope, line.value, 'header');
      const header = { line, name, value: composed.text.trim() };
      headers.push(header);
      for (const each of composed.used) used.push(each);
      // A value that does not fit has its finding already.
      for (const each of composed.findings.length > 0 ? composed.findings : checkHeader(header)) findings.push(each);
    }
  }
  const [, ...repeated] = headers.filter(({ name }) => name.toLowerCase() === 'host');
  for (const { line } of repeated) findings.push(finding('header.repeated-host', line.name, { lineStart: line.start, lineEnd: line.next }));
  return { headers, used, findings };
}

/** The first value of a header, or undefined; `name` in lower case. */
export function headerText(headers: readonly PlannedHeader[], name: string): ComposedText | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.value;
}

/** What goes over the wire: `Host` is left to the transport, and three headers are added unless present. */
export function wireHeaders(headers: readonly PlannedHeader[], userAgent: string): HeaderList {
  const written = headers.filter(({ name }) => name.toLowerCase() !== 'host').map(({ name, value }) => [name, value.text] as const);
  const present = new Set(written.map(([name]) => name.toLowerCase()));
  const defaults: HeaderList = [
    ['User-Agent', userAgent],
    ['Accept', 'application/json'],
    ['Accept-Encoding', acceptEncoding],
  ];
  return [...written, ...defaults.filter(([name]) => !present.has(name.toLowerCase()))];
}

function checkHeader({ line, name, value }: PlannedHeader): readonly Finding[] {
  const lower = name.toLowerCase();
  if (notSendable.has(lower)) return [finding('header.not-sendable', line.name, { name, lineStart: line.start, lineEnd: line.next })];
  if (lower === 'x-request-type' && /^graphql$/i.test(value.text)) return [refused(line, 'GraphQL')];
  // httpYac reads its files and password from here; another server's header of that name holds a certificate.
  if (lower === 'x-clientcert' && /^(cert|key|pfx|passphrase)\s*:/i.test(value.text)) return [refused(line, 'A client certificate')];
  const control = /[\x00-\x08\x0a-\x1f\x7f]/.exec(value.text);
  if (control) return [finding('header.character', value.mapRange(control.index, control.index + 1), { name })];
  return lower === 'authorization' && !value.hasUnknown ? checkAuthorization(line, value) : [];
}

function checkAuthorization(line: HeaderLine, value: ComposedText): readonly Finding[] {
  const [, scheme = '', credentials = ''] = /^(\S*)\s*(.*)$/s.exec(value.text) ?? [];
  if (refusedSchemes.has(scheme.toLowerCase())) return [refused(line, `${scheme} authentication`)];
  // Other tools encode `Basic user:password` or `Basic user password`; sent as written it would fail.
  const isPlain = scheme.toLowerCase() === 'basic' && /[:\s]/.test(credentials);
  return isPlain ? [finding('header.basic-plain', value.mapRange(value.text.length - credentials.length, value.text.length))] : [];
}

function refused(line: HeaderLine, construct: string): Finding {
  return finding('construct.refused', { start: line.name.start, end: line.value.end }, { construct });
}
