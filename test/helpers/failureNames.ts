import { createSocket, type Socket } from 'node:dgram';
import { Resolver } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Disposable } from '../../src/base/disposable';

/** What a name server says of a name: an IPv4 address, that there is no such name, that it failed, or nothing. */
export type NameAnswer = { readonly address: string } | 'no such name' | 'failure' | 'silence';

/** RFC 1035, section 4.1.1. */
const codes = { 'no such name': 3, failure: 2 } as const;

/** A name server on this machine (RFC 1035, UDP, questions for addresses of IPv4 alone), and how connections ask it. */
export class NameServer implements Disposable {
  /** Names asked for, in order. */
  readonly asked: string[] = [];
  readonly #resolver = new Resolver({ timeout: 120, tries: 1 });

  private constructor(
    private readonly socket: Socket,
    private readonly answerOf: (name: string) => NameAnswer,
  ) {
    this.#resolver.setServers([`127.0.0.1:${socket.address().port}`]);
    socket.on('message', (question, { port }) => {
      const answer = this.#answer(question);
      if (answer) socket.send(answer, port, '127.0.0.1');
    });
  }

  static async start(answerOf: (name: string) => NameAnswer): Promise<NameServer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new NameServer(socket, answerOf);
  }

  /** For the transport. */
  readonly lookup: LookupFunction = (name, { all }, done) => {
    this.#resolver.resolve4(name, (error, addresses) => {
      if (error) return done(error, '', 4);
      if (all === true) return done(null, addresses.map((address) => ({ address, family: 4 })));
      done(null, addresses[0] ?? '', 4);
    });
  };

  dispose(): void {
    this.#resolver.cancel();
    this.socket.close();
  }

  #answer(question: Buffer): Buffer | undefined {
    const name = nameIn(question);
    this.asked.push(name);
    const said = this.answerOf(name);
    if (said === 'silence') return undefined;
    const address = typeof said === 'string' ? undefined : said.address;
    const head = Buffer.from(question.subarray(0, 12));
    head.writeUInt16BE(0x8180 | (typeof said === 'string' ? codes[said] : 0), 2);
    head.writeUInt16BE(address === undefined ? 0 : 1, 6);
    head.writeUInt32BE(0, 8);
    const asked = question.subarray(12, endOfName(question) + 4);
    return Buffer.concat([head, asked, ...(address === undefined ? [] : [record(address)])]);
  }
}

/** The address of the name that was asked for, not to be kept. */
function record(address: string): Buffer {
  return Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]);
}

function nameIn(question: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; question[at] !== 0; at += 1 + (question[at] ?? 0)) labels.push(question.toString('latin1', at + 1, at + 1 + (question[at] ?? 0)));
  return labels.join('.').toLowerCase();
}

function endOfName(question: Buffer): number {
  return question.indexOf(0, 12) + 1;
}
