import type { JSONValue } from 'json-p3';
import { endOfString, propertyName, skipBlanks } from './jsonText';
import { isSecretName, mask } from './redact';

/**
 * The texts inside a value that stand under a name which says that they are secret, e.g.
 * `access_token`; `name` is that of the value itself. The value must be of bounded depth.
 */
export function secretsInJson(value: JSONValue, name?: string): readonly string[] {
  const found = new Set<string>();
  collect(value, name !== undefined && isSecretName(name), found);
  return [...found];
}

function collect(value: JSONValue, isSecret: boolean, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, isSecret, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) collect(member, isSecretName(name), found);
  } else if (isSecret && (typeof value === 'string' || typeof value === 'number') && value !== '') {
    found.add(String(value));
  }
}

/** A property whose value the redactor hides because of its name. */
export interface SecretField {
  /** Where it is: `$.key.secret`. */
  readonly path: string;
  /** The text; of another value its source. */
  readonly value: string;
}

/**
 * The properties of a JSON text that the redactor hides by their names, in the order of the text:
 * exactly those that {@link hiddenPlaces} finds in the redacted text.
 *
 * @param json Must be valid, and of bounded depth: what `readJson` accepts.
 */
export function secretFields(json: string): readonly SecretField[] {
  const fields: SecretField[] = [];
  readFields(json, skipBlanks(json, 0), '$', fields);
  return fields;
}

/** Reads the value at `start`; answers with the offset after it. */
function readFields(json: string, start: number, path: string, fields: SecretField[]): number {
  const first = json[start];
  if (first === '{') return readMembers(json, start, path, fields);
  if (first === '[') return readItems(json, start, path, fields);
  return endOfScalar(json, start);
}

function readMembers(json: string, start: number, path: string, fields: SecretField[]): number {
  let at = skipBlanks(json, start + 1);
  while (json[at] === '"') {
    const nameEnd = endOfString(json, at);
    const value = skipBlanks(json, skipBlanks(json, nameEnd) + 1);
    const here = path + stepText(JSON.parse(json.slice(at, nameEnd)) as string);
    // An object is not hidden as such: its properties have names of their own.
    const isHidden = isSecretName(propertyName(json.slice(at + 1, nameEnd - 1))) && json[value] !== '{';
    const end = readFields(json, value, here, isHidden ? [] : fields);
    if (isHidden && isTelling(json, value, end)) fields.push({ path: here, value: valueOf(json.slice(value, end)) });
    at = nextIn(json, end);
  }
  return at + 1;
}

function readItems(json: string, start: number, path: string, fields: SecretField[]): number {
  let at = skipBlanks(json, start + 1);
  for (let index = 0; json[at] !== ']' && at < json.length; index++) at = nextIn(json, readFields(json, at, `${path}[${index}]`, fields));
  return at + 1;
}

/** From the end of a member or item to the next one, or to the closer. */
function nextIn(json: string, end: number): number {
  const at = skipBlanks(json, end);
  return json[at] === ',' ? skipBlanks(json, at + 1) : at;
}

function endOfScalar(json: string, start: number): number {
  if (json[start] === '"') return endOfString(json, start);
  const delimiter = /[\s,\]}]/g;
  delimiter.lastIndex = start;
  return delimiter.exec(json)?.index ?? json.length;
}

/** Whether there is anything to hide: empty texts and lists, `null`, `true` and `false` stay as they are. */
function isTelling(json: string, start: number, end: number): boolean {
  return !/^(?:null|true|false|""|\[\])$/.test(json.slice(start, Math.min(end, start + 6)));
}

function valueOf(source: string): string {
  return source.startsWith('"') ? (JSON.parse(source) as string) : source;
}

function stepText(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `['${name.replace(/[\\']/g, '\\$&')}']`;
}

/**
 * Where the redactor has hidden values because of their names: the offsets of those names in a
 * redacted JSON text, which need no longer be JSON.
 */
export function hiddenPlaces(redacted: string): readonly number[] {
  const places: number[] = [];
  for (let at = redacted.indexOf('"'); at >= 0; ) {
    const end = endOfString(redacted, at);
    const colon = skipBlanks(redacted, end);
    const value = redacted[colon] === ':' ? skipBlanks(redacted, colon + 1) : -1;
    const isHidden = value >= 0 && [mask, `"${mask}"`, `[${mask}`].some((form) => redacted.startsWith(form, value));
    if (isHidden && isSecretName(propertyName(redacted.slice(at + 1, end - 1)))) places.push(at);
    at = redacted.indexOf('"', end);
  }
  return places;
}
