import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Disposable, DisposableStore, toDisposable } from '../../base/disposable';
import { httpDate } from '../answer';
import type { Store } from '../store';
import type { StreamEnd } from '../streamFault';
import type { Feed } from './feed';

/** Bytes that may wait for a reader. One that is slower is cut off: leaving out events would go unnoticed. */
const maxWaiting = 1024 * 1024;

/** Every open stream. */
export class Streams implements Disposable {
  readonly #store: Store;
  readonly #open = new DisposableStore();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Answers with a stream until the client goes, the sandbox stops, or `end` says so. */
  open(request: IncomingMessage, response: ServerResponse, feed: Feed, end: StreamEnd | undefined): void {
    // A client that left while its request was held back does not say so again.
    if (response.destroyed) return;
    // JSON lines unless Server-Sent Events are asked for (streaming example).
    const isSse = /(^|[\s,])text\/event-stream\b/i.test(request.headers.accept ?? '');
    const type = isSse ? 'text/event-stream' : 'application/json';
    response.writeHead(200, { Date: httpDate(this.#store.clock), 'Content-Type': type, 'Cache-Control': 'no-store' });
    if (request.method === 'HEAD') return void response.end();
    response.flushHeaders();
    const frameOf = (content: object): string =>
      isSse ? `data: ${JSON.stringify(content)}\n\n` : `${JSON.stringify(content)}\n`;
    if (end === undefined) this.#follow(response, feed, (event) => frameOf({ result: { event } }));
    else finish(response, feed, end, frameOf);
  }

  dispose(): void {
    this.#open.dispose();
  }

  #follow(response: ServerResponse, feed: Feed, frameOf: (event: object) => string): void {
    const { clock, live } = this.#store;
    let pause: Disposable | undefined;
    const send = (event: object): void => {
      response.write(frameOf(event));
      if (response.writableLength > maxWaiting) response.destroy();
    };
    const ping = (pingMs: number): void => {
      pause = clock.after(pingMs, () => {
        send(feed.ping());
        if (!response.destroyed) ping(pingMs);
      });
    };
    const hearing = live.listen((event) => {
      if (feed.wants(event)) send(event.envelope);
    });
    if (feed.pingMs !== undefined) ping(feed.pingMs);
    const stream = this.#open.add(
      toDisposable(() => {
        hearing.dispose();
        pause?.dispose();
        response.end();
      }),
    );
    response.on('close', () => this.#open.delete(stream));
  }
}

function finish(response: ServerResponse, feed: Feed, end: StreamEnd, frameOf: (content: object) => string): void {
  const frames = feed.latest(end.after + Number(end.kind === 'cut')).map((event) => frameOf({ result: { event } }));
  if (end.kind === 'error') frames.push(frameOf(end.frame));
  const text = frames.join('');
  if (end.kind !== 'cut') return void response.end(text);
  const half = (frames.at(-1)?.length ?? 0) >> 1;
  response.write(text.slice(0, text.length - half), () => response.destroy());
}
