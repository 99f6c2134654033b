/** What arrived at a receiver. */
export interface ReceivedPush {
  /** Wall clock of the sandbox, in milliseconds. */
  readonly at: number;
  readonly headers: Readonly<Record<string, string>>;
  /** As it was signed: to check a signature, hash this text. */
  readonly body: string;
}

const urlForm = /^\/receivers\/([\w-]{1,40})(?:\?status=([2-5]\d\d))?$/;
const maxPushes = 1000;
/** Characters of all kept bodies together. */
const maxSize = 8_000_000;

/**
 * Where Data Connectors can push to: `{origin}/receivers/{name}`, any name. They are part of the
 * sandbox, so a push never leaves its process. With `?status=503` a receiver answers that.
 */
export class Receivers {
  /** `http://127.0.0.1:PORT`, once the port is known. */
  origin = '';
  #received: (ReceivedPush & { readonly name: string })[] = [];
  #size = 0;

  url(name: string): string {
    return `${this.origin}/receivers/${name}`;
  }

  /** The receiver that `url` names and the status it answers; undefined for any other address. */
  find(url: string): { readonly name: string; readonly status: number } | undefined {
    const folded = url.replace(/^http:\/\/localhost:/, 'http://127.0.0.1:');
    const path = folded.startsWith(`${this.origin}/`) ? folded.slice(this.origin.length) : '';
    const [, name, status = '200'] = urlForm.exec(path) ?? [];
    return name === undefined ? undefined : { name, status: Number(status) };
  }

  /** Keeps a push, the oldest ones only as long as there is room. Returns the status it is answered with. */
  take(url: string, push: ReceivedPush): number {
    const { name, status } = this.find(url) ?? { name: '', status: 404 };
    this.#received.push({ name, ...push });
    this.#size += push.body.length;
    while (this.#received.length > maxPushes || this.#size > maxSize) this.#size -= this.#received.shift()?.body.length ?? 0;
    return status;
  }

  /** Oldest first. */
  received(name: string): readonly ReceivedPush[] {
    return this.#received
      .filter((push) => push.name === name)
      .map(({ at, headers, body }) => ({ at, headers, body }));
  }
}
