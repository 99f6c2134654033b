import type { Route } from '../router';
import { formatTime } from '../time';

/** What Data Connectors pushed here, newest last. Not part of the API: the sandbox stands in for a server of one's own. */
export const receiverRoutes: readonly Route[] = [
  {
    host: 'sandbox',
    method: 'GET',
    path: '/receivers/{receiver}',
    answer: ({ params: { receiver = '' }, store }) => ({
      received: store.receivers.received(receiver).map(({ at, headers, body }) => ({
        receivedTime: formatTime(at),
        headers,
        body: JSON.parse(body) as unknown,
        rawBody: body,
      })),
    }),
  },
];
