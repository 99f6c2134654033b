import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import type { Json } from './harness';

/** Reads a stream frame by frame: JSON lines, or Server-Sent Events by their blank lines. */
export class StreamClient {
  readonly answer: IncomingMessage;
  readonly #request: ClientRequest;
  readonly #separator: string;
  #text = '';
  #wake: () => void = () => undefined;
  /** `end`: as announced. `cut`: the connection broke. */
  #over: 'end' | 'cut' | undefined;

  private constructor(request: ClientRequest, answer: IncomingMessage) {
    this.#request = request;
    this.answer = answer;
    this.#separator = answer.headers['content-type'] === 'text/event-stream' ? '\n\n' : '\n';
    const finish = (how: 'end' | 'cut'): void => {
      this.#over ??= how;
      this.#wake();
    };
    answer.setEncoding('utf8');
    answer.on('data', (chunk: string) => {
      this.#text += chunk;
      this.#wake();
    });
    answer.on('end', () => finish('end'));
    answer.on('error', () => finish('cut'));
    answer.on('close', () => finish('cut'));
  }

  /** @param meanwhile Runs before there is an answer. */
  static open(
    url: string,
    headers: Record<string, string>,
    method = 'GET',
    meanwhile: (request: ClientRequest) => void = () => undefined,
  ): Promise<StreamClient> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(url, { agent: false, headers, method }, (answer) => resolve(new StreamClient(request, answer)));
      request.on('error', reject);
      request.end();
      meanwhile(request);
    });
  }

  /** The next frame without its separator, or how the stream ended. */
  async next(): Promise<{ readonly frame: string } | 'end' | 'cut'> {
    for (;;) {
      const at = this.#text.indexOf(this.#separator);
      if (at >= 0) {
        const frame = this.#text.slice(0, at);
        this.#text = this.#text.slice(at + this.#separator.length);
        return { frame };
      }
      if (this.#over !== undefined) return this.#over;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** The event in the next frame. */
  async event(): Promise<Json> {
    const next = await this.next();
    if (typeof next === 'string') throw new Error(`The stream is over: ${next}.`);
    const { result } = JSON.parse(next.frame.replace(/^data: /, '')) as Json;
    if (result?.event === undefined) throw new Error(next.frame);
    return result.event;
  }

  /** Everything to the end, and how it ended. What stands after the last separator is `rest`. */
  async all(): Promise<{ frames: readonly string[]; rest: string; over: 'end' | 'cut' }> {
    const frames: string[] = [];
    for (;;) {
      const next = await this.next();
      if (typeof next === 'string') return { frames, rest: this.#text, over: next };
      frames.push(next.frame);
    }
  }

  close(): void {
    this.#request.destroy();
  }
}
