import { mask } from '../../http/redact';
import type { RequestPlan } from '../../language/plan/plan';
import type { ComposedText } from '../../language/plan/sourceMap';

/**
 * The origin of a request as it may be shown: where a secret decided about it, `•••` stands for each
 * value that did, as in `https://•••.example`, or for all of it. A part of a secret, or one in lower
 * case, would be shown otherwise.
 */
export function shownOrigin({ request: { origin }, parts, bases, secrets }: RequestPlan): string {
  const range = parts.rangeOf({ kind: 'authority' });
  const authority = range?.text.slice(range.start, range.end);
  if (authority?.hasSecret === true) return masked(authority);
  const host = parts.headerLine('host')?.value;
  if (authority === undefined && host?.hasSecret === true) return `https://${masked(host)}`;
  return bases.some(({ value }) => decides(value, secrets)) ? mask : origin;
}

function masked({ pieces }: ComposedText): string {
  return pieces.map(({ text, facts }) => (facts.secrets.length > 0 ? mask : text)).join('');
}

/** Whether a secret begins in front of the path of a base. */
function decides(base: string, secrets: readonly string[]): boolean {
  const end = /^[a-z]+:\/\/[^/?]*/i.exec(base)?.[0].length ?? base.length;
  return secrets.some((secret) => base.includes(secret) && base.indexOf(secret) < end);
}
