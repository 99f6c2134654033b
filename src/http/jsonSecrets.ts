import type { JSONValue } from 'json-p3';
import { isSecretName } from './redact';

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
