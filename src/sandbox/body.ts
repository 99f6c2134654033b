import { badRequest, invalid } from './errors';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The JSON object in a request's body; 400 that names the problem when there is none. */
export function parseObject(text: string): JsonObject {
  if (text.trim() === '') throw badRequest('invalid body: it is empty, a JSON object is expected');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badRequest(`invalid body: not JSON: ${error instanceof Error ? error.message : ''}`);
  }
  if (!isObject(value)) throw badRequest('invalid body: a JSON object is expected');
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined when the field is absent or null. */
export function optionalText(body: JsonObject, name: string): string | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw invalid(name, 'must be a string');
}

/** Undefined when the field is absent or null. */
export function optionalFlag(body: JsonObject, name: string): boolean | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalid(name, 'must be true or false');
}

/** Undefined when the field is absent or null. */
export function optionalChoice(body: JsonObject, name: string, allowed: readonly string[]): string | undefined {
  const value = optionalText(body, name);
  if (value === undefined || allowed.includes(value)) return value;
  throw invalid(name, `must be one of ${allowed.join(', ')}`);
}

/** A text that must be there and not be empty. */
export function requiredText(body: JsonObject, name: string): string {
  const value = optionalText(body, name);
  if (value === undefined || value === '') throw badRequest(`${name} is required`);
  return value;
}

/** Empty when the field is absent or null. */
export function textList(body: JsonObject, name: string): readonly string[] {
  const value = body[name] ?? [];
  if (!Array.isArray(value)) throw invalid(name, 'must be a list of strings');
  return value.map((item: unknown, index) => {
    if (typeof item === 'string') return item;
    throw invalid(`${name}[${index}]`, 'must be a string');
  });
}

/** Labels by key; empty when the field is absent or null. */
export function textMap(body: JsonObject, name: string): Readonly<Record<string, string>> {
  const value = body[name] ?? {};
  if (!isObject(value)) throw invalid(name, 'must be an object of strings');
  const entries = Object.entries(value).map(([key, item]): [string, string] => {
    if (key === '') throw invalid(name, 'a key must not be empty');
    if (typeof item !== 'string') throw invalid(`${name}.${key}`, 'must be a string');
    return [key, item];
  });
  return Object.fromEntries(entries);
}
