import { isRecord } from '../base/record';
import { percentDecoded } from '../base/percent';

/** A change as it was sent. */
export interface Change {
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** As JSON value; undefined without one. */
  readonly body: unknown;
}

/**
 * Whether what a change was to do is done. Labels are read with their device: the API has no other
 * way to read them (source: its reference).
 */
export function isDone({ method, path, body }: Change, there: unknown): boolean {
  const [, isLabel, label] = /(\/labels)(?:\/([^/]+))?$/.exec(path) ?? [];
  const labels = isLabel !== undefined && isRecord(there) ? there['labels'] : undefined;
  if (method === 'DELETE') return label !== undefined && isRecord(labels) && !Object.hasOwn(labels, percentDecoded(label));
  if (!isRecord(labels) || !isRecord(body)) return isAlreadySo(body, there);
  const key = label === undefined ? body['key'] : percentDecoded(label);
  return typeof key === 'string' && Object.hasOwn(labels, key) && labels[key] === body['value'];
}

/**
 * Whether a resource already has everything that a change would give it: each property that the change
 * names, as deep as it goes. Of a list (an object with one array in it) one element with all of them
 * will do. False where the change names nothing.
 *
 * @param wanted The body of the change, as JSON value.
 * @param there What was read: the resource, or the list it would be added to.
 */
export function isAlreadySo(wanted: unknown, there: unknown): boolean {
  if (!isRecord(wanted) || Object.keys(wanted).length === 0 || !isRecord(there)) return false;
  if (holds(there, wanted)) return true;
  const lists = Object.values(there).filter((value) => Array.isArray(value));
  return lists.length === 1 && lists.flat().some((element) => holds(element, wanted));
}

function holds(there: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(there) && there.length === wanted.length && wanted.every((value, index) => holds(there[index], value));
  if (isRecord(wanted)) return isRecord(there) && Object.entries(wanted).every(([name, value]) => Object.hasOwn(there, name) && holds(there[name], value));
  return there === wanted;
}
