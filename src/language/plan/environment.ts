import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Finding } from '../../base/finding';
import type { Span } from '../../base/text';
import { maxJsonDepth, tooDeep, tooDeepAt } from '../../http/jsonDepth';
import { finding, tidy } from './findings';

/** Name of the section whose values hold in every environment. */
export const sharedEnvironment = '$shared';

/** One value of an environment. */
export type EnvironmentValue = {
  /** The value in the file, quotes included. */
  readonly span: Span;
} & (
  | { readonly kind: 'text'; readonly text: string }
  /** `{"$secret": "name"}`: looked up in secret storage when a request is sent. */
  | { readonly kind: 'secret'; readonly name: string }
);

/** An environment file, as far as it could be read. */
export interface EnvironmentFile {
  readonly uri: string;
  /** Whether it is `http-client.private.env.json`: then its values are secret. */
  readonly isPrivate: boolean;
  /** By environment, {@link sharedEnvironment} among them, then by variable. */
  readonly environments: ReadonlyMap<string, ReadonlyMap<string, EnvironmentValue>>;
  /** What is wrong with it; spans are in the file's own text. */
  readonly findings: readonly Finding[];
}

/**
 * Reads `http-client.env.json` or `http-client.private.env.json`:
 * `{ "environment": { "variable": value } }`. Takes every text; what is wrong with it becomes findings.
 */
export function parseEnvironmentFile(text: string, uri: string, isPrivate: boolean): EnvironmentFile {
  // A byte order mark stays in place as a blank, so that all offsets hold.
  const json = text.replace(/^\ufeff/, ' ');
  const deep = tooDeepAt(json);
  if (deep !== undefined) {
    const findings = [finding('environment.malformed', { start: deep, end: deep + 1 }, { problem: tooDeep, limit: maxJsonDepth })];
    return { uri, isPrivate, environments: new Map(), findings };
  }
  const errors: ParseError[] = [];
  const root = parseTree(json, errors, { disallowComments: true, allowTrailingComma: false });
  const findings = errors.slice(0, 1).map(({ error, offset, length }) =>
    finding('environment.malformed', { start: offset, end: offset + length }, { problem: printParseErrorCode(error) }),
  );
  const environments = new Map<string, ReadonlyMap<string, EnvironmentValue>>();
  if (root?.type === 'object') {
    for (const { name, key, value } of properties(root, findings)) {
      if (value.type === 'object') environments.set(name, readValues(value, json, findings));
      else findings.push(finding('environment.shape', spanOf(value), { environment: name, key: json.slice(key.offset, key.offset + key.length) }));
    }
  } else if (findings.length === 0) {
    findings.push(finding('environment.shape', root ? spanOf(root) : { start: 0, end: text.length }));
  }
  return { uri, isPrivate, environments, findings: tidy(findings) };
}

/**
 * The environments of REST Client's setting `rest-client.environmentVariables`:
 * `{ "$shared": { "variable": value }, "environment": { … } }`. Values are texts, numbers and
 * booleans; what is something else is left out, for the setting is another tool's.
 */
export function environmentFromSettings(value: unknown): EnvironmentFile {
  const span = { start: 0, end: 0 };
  const environments = new Map<string, ReadonlyMap<string, EnvironmentValue>>();
  for (const [name, variables] of entriesOf(value)) {
    const values = entriesOf(variables).flatMap(([key, each]): [string, EnvironmentValue][] =>
      typeof each === 'string' || typeof each === 'number' || typeof each === 'boolean' ? [[key, { kind: 'text', text: String(each), span }]] : [],
    );
    environments.set(name, new Map(values));
  }
  return { uri: 'settings:rest-client.environmentVariables', isPrivate: false, environments, findings: [] };
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** Names of all environments of these files, {@link sharedEnvironment} left out, each once, in order. */
export function environmentNames(files: readonly EnvironmentFile[]): readonly string[] {
  const names = files.flatMap((file) => [...file.environments.keys()]);
  return [...new Set(names)].filter((name) => name !== sharedEnvironment);
}

interface Property {
  readonly name: string;
  readonly key: Node;
  readonly value: Node;
}

/** The complete properties of an object; a repeated one wins, and is found. */
function properties(object: Node, findings: Finding[]): readonly Property[] {
  const byName = new Map<string, Property>();
  for (const { children } of object.children ?? []) {
    const [key, value] = children ?? [];
    if (!key || !value) continue;
    const name = String(key.value);
    if (byName.has(name)) findings.push(finding('environment.duplicate', spanOf(key), { name }));
    byName.set(name, { name, key, value });
  }
  return [...byName.values()];
}

function readValues(environment: Node, json: string, findings: Finding[]): ReadonlyMap<string, EnvironmentValue> {
  const values = new Map<string, EnvironmentValue>();
  for (const { name, value } of properties(environment, findings)) {
    const read = readValue(value, json);
    if (read) values.set(name, read);
    else findings.push(finding('environment.value', spanOf(value), { name }));
    if (read?.kind === 'text' && /\{\{[^{}]+\}\}/.test(read.text)) findings.push(finding('environment.reference', spanOf(value), { name }));
  }
  return values;
}

function readValue(value: Node, json: string): EnvironmentValue | undefined {
  const span = spanOf(value);
  switch (value.type) {
    case 'string':
      return { kind: 'text', text: String(value.value), span };
    case 'number':
    case 'boolean':
      // As written: 1.0 and 12345678901234567890 keep their digits.
      return { kind: 'text', text: json.slice(span.start, span.end), span };
    case 'object': {
      const [only, ...others] = value.children ?? [];
      const [key, name] = only?.children ?? [];
      const isSecret = others.length === 0 && key?.value === '$secret' && name?.type === 'string' && name.value !== '';
      return isSecret ? { kind: 'secret', name: String(name.value), span } : undefined;
    }
    case 'array':
    case 'null':
    case 'property':
      return undefined;
  }
}

function spanOf(node: Node): Span {
  return { start: node.offset, end: node.offset + node.length };
}
