import { isRecord, type JsonRecord } from '../../base/record';
import type { Facts, Failure } from '../entry';
import { perFailure } from '../perFailure';
import { isDtApi, viewOf } from '../requestView';
import { itemErrorLists } from '../vendorError';

/** Which of the calls that can fail for single devices. */
export type PartialCall = 'batchUpdate' | 'transfer' | 'claim';

/** One device or kit that failed inside an answer of the status 200. */
export interface ItemFailure {
  readonly kind: 'device' | 'kit';
  /** As the answer has it; empty where it does not say. */
  readonly name: string;
  /** `NOT_FOUND` and the like, and the text beside it, as answered; empty where missing. */
  readonly code: string;
  readonly message: string;
  /** Where it stands in the request's body, RFC 6901; undefined where it does not, and behind the first hundred. */
  readonly pointer?: string;
  /** As the request has it. */
  readonly written?: string;
}

export interface PartialFailure {
  readonly call: PartialCall;
  readonly items: readonly ItemFailure[];
  /** How many devices and kits the request named; 0 when its body cannot be read. */
  readonly asked: number;
  /** The request's list, of those with a failure, as a pointer: `/devices`. Undefined when its body has none. */
  readonly list?: string;
  /** How many are in each list of the request. */
  readonly lengths: ReadonlyMap<string, number>;
}

const calls: Readonly<Record<PartialCall, readonly { readonly kind: ItemFailure['kind']; readonly list: string }[]>> = {
  batchUpdate: [{ kind: 'device', list: 'devices' }],
  transfer: [{ kind: 'device', list: 'devices' }],
  claim: [{ kind: 'device', list: 'deviceIds' }, { kind: 'kit', list: 'kitIds' }],
};

/**
 * The devices that failed in a call that itself succeeded; undefined for any other answer, and when
 * none failed. Sources: Python client; error documentation (404 of a transfer).
 */
export const partialFailureOf = perFailure((failure: Failure, facts: Facts): PartialFailure | undefined => {
  const { response } = failure;
  if (!response || response.status < 200 || response.status > 299 || !isDtApi(failure, facts)) return undefined;
  const call = callOf(viewOf(failure, facts).endpoint?.endpoint.path);
  const lists = call && itemErrorLists(response);
  if (!lists) return undefined;
  const failed = call === 'claim' ? claimErrors(lists.claimErrors) : records(lists[call === 'transfer' ? 'transferErrors' : 'batchErrors']).map((item) => failureOf(item, 'device', item['device']));
  return failed.length === 0 ? undefined : placed(call, failed, requestBody(failure));
});

function callOf(path = ''): PartialCall | undefined {
  const verb = /\/devices:(batchUpdate|transfer|claim)$/.exec(path)?.[1];
  return verb as PartialCall | undefined;
}

function claimErrors(value: unknown): readonly ItemFailure[] {
  if (!isRecord(value)) return [];
  return [
    ...records(value['devices']).map((item) => failureOf(item, 'device', item['deviceId'])),
    ...records(value['kits']).map((item) => failureOf(item, 'kit', item['kitId'])),
  ];
}


/** Code and message stand in `status`, or beside the name. */
function failureOf(item: JsonRecord, kind: ItemFailure['kind'], name: unknown): ItemFailure {
  const status = isRecord(item['status']) ? item['status'] : item;
  return { kind, name: text(name), code: text(status['code']), message: text(status['message']) };
}

/** Places that are looked for; more words are never marked. */
const mostPlaced = 100;

/** The failures, the first ones with the places of their devices. */
function placed(call: PartialCall, failed: readonly ItemFailure[], body: JsonRecord): PartialFailure {
  const lengths = new Map<string, number>();
  const items = [...failed];
  let list: string | undefined;
  for (const { kind, list: property } of calls[call]) {
    const names = body[property];
    if (!Array.isArray(names)) continue;
    const pointer = `/${property}`;
    lengths.set(pointer, names.length);
    if (!failed.some((item) => item.kind === kind)) continue;
    list ??= pointer;
    placeItems(items, kind, names, pointer);
  }
  return { call, items, lengths, asked: [...lengths.values()].reduce((sum, length) => sum + length, 0), ...(list !== undefined && { list }) };
}

/** Of a device that is named twice each failure takes the first place that is free. */
function placeItems(items: ItemFailure[], kind: ItemFailure['kind'], names: readonly unknown[], list: string): void {
  const taken = new Map<string, number>();
  const first = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    if (typeof name === 'string' && !first.has(unslashed(name))) first.set(unslashed(name), index);
  }
  let left = mostPlaced;
  for (const [at, item] of items.entries()) {
    if (left === 0) return;
    if (item.kind !== kind) continue;
    const name = unslashed(item.name);
    const before = taken.get(name);
    const index = before === undefined ? first.get(name) : names.findIndex((other, place) => place > before && typeof other === 'string' && unslashed(other) === name);
    if (index === undefined || index < 0) continue;
    taken.set(name, index);
    items[at] = { ...item, pointer: `${list}/${index}`, written: String(names[index]) };
    left--;
  }
}

/** Some answers have a slash in front of the name. Source: Python client, samples. */
function unslashed(name: string): string {
  return name.startsWith('/') ? name.slice(1) : name;
}

/** What the request said; empty when that is no JSON object. */
function requestBody({ exchange: { request } }: Failure): JsonRecord {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(request.body));
    return isRecord(value) ? value : {};
  } catch {
    // Not JSON, though the API read it: nothing can be marked in it.
    return {};
  }
}

function records(value: unknown): readonly JsonRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
