import { eventTypes } from '../deviceTypes';
import { invalid } from '../errors';
import { envelope, newestFirst, pastEvents, type Span } from '../events/history';
import { badToken, decodeMark, encodeMark, fingerprint } from '../pages';
import type { Query } from '../query';
import type { Call, Route } from '../router';
import type { PublishedEvent } from '../world/entities';

export const eventRoutes: readonly Route[] = [
  { host: 'api', method: 'GET', path: '/projects/{project}/devices/{device}/events', answer: list },
];

/** What DT's clients ask for; the limit itself is not documented (cold storage sample). */
const maxPageSize = 1000;
const dayMs = 86_400_000;

/** What a page token of a history carries: the span as first asked for, and the last event delivered. */
interface Mark {
  readonly list: string;
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly id: string;
}

function list(call: Call): object {
  const { access, params, query, store } = call;
  const device = access.device(access.project(params.project ?? '', 'device.read'), params.device ?? '');
  const size = query.pageSize(maxPageSize);
  const types = query.listOf(eventTypes, 'an event type', 'eventTypes', 'event_types');
  const asked = readSpan(query, store.clock.now());
  const id = fingerprint(`events of ${device.id}`, query);
  const mark = readMark(query, id);
  // Paging goes on in the span of the first page, though "now" has moved on since.
  const from = mark?.from ?? asked.from;
  const to = mark?.to ?? asked.to;
  const span = { from, to: mark === undefined ? to : mark.at + 1 };
  const found: PublishedEvent[] = [];
  for (const event of pastEvents(store, device, span, types)) {
    if (mark !== undefined && newestFirst(event, mark) <= 0) continue;
    found.push(event);
    if (found.length > size) break;
  }
  const events = found.slice(0, size);
  const last = events.at(-1);
  const more = found.length > size && last !== undefined;
  return {
    events: events.map((event) => envelope(device, event)),
    nextPageToken: more ? encodeMark({ list: id, from, to, at: last.at, id: last.id } satisfies Mark) : '',
  };
}

/** The last 24 hours by default. An event at `endTime` itself belongs to it: the documentation does not say. */
function readSpan(query: Query, now: number): Span {
  const to = query.time('endTime', 'end_time') ?? now;
  const from = query.time('startTime', 'start_time') ?? Math.min(now, to) - dayMs;
  if (from > to) throw invalid(query.spelling('startTime', 'start_time'), 'is later than endTime');
  return { from, to: Math.min(to, now) + 1 };
}

function readMark(query: Query, list: string): Mark | undefined {
  const token = query.pageToken();
  if (token === undefined) return undefined;
  const mark = decodeMark(token);
  if (!isMark(mark) || mark.list !== list) throw badToken(query);
  return mark;
}

function isMark(value: unknown): value is Mark {
  const mark = value as Partial<Mark> | null | undefined;
  const times = [mark?.from, mark?.to, mark?.at];
  return typeof mark?.list === 'string' && typeof mark.id === 'string' && times.every(Number.isFinite);
}
