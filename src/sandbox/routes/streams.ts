import { readDeviceFilter } from '../deviceFilter';
import { eventTypes } from '../deviceTypes';
import { invalid } from '../errors';
import { Feed } from '../live/feed';
import type { Query } from '../query';
import type { Call, Route } from '../router';
import type { Device } from '../world/entities';

/** Several label filters must all match, as in the device list; the Python client's page on streams reads like "any". */
export const streamRoutes: readonly Route[] = [
  {
    host: 'api',
    method: 'GET',
    path: '/projects/{project}/devices:stream',
    answer: (call) => makeFeed(call, readDeviceFilter(call.query)),
  },
  {
    host: 'api',
    method: 'GET',
    path: '/projects/{project}/devices/{device}:stream',
    answer(call) {
      const { access, params } = call;
      const { id } = access.device(access.project(params.project ?? '', 'device.read'), params.device ?? '');
      return makeFeed(call, (device) => device.id === id);
    },
  },
];

function makeFeed({ access, params, query, store }: Call, matches: (device: Device) => boolean): Feed {
  return new Feed(store, {
    project: access.project(params.project ?? '', 'device.read').id,
    matches,
    types: query.listOf(eventTypes, 'an event type', 'event_types', 'eventTypes'),
    pingMs: readPing(query),
  });
}

/** Seconds with an `s`. The bounds of DT are not documented; a tenth of a second keeps the sandbox calm. */
function readPing(query: Query): number | undefined {
  const text = query.text('ping_interval', 'pingInterval');
  if (text === undefined) return undefined;
  const seconds = /^\d{1,6}(\.\d{1,9})?s$/.test(text) ? Number.parseFloat(text) : 0;
  if (seconds >= 0.1) return seconds * 1000;
  throw invalid(query.spelling('ping_interval', 'pingInterval'), `"${text}" is not a duration such as 10s, at least 0.1s`);
}
