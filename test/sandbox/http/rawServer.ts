import * as net from 'node:net';
import * as tls from 'node:tls';
import type { Disposable } from '../../../src/base/disposable';

/** A server that speaks octets, so that a test sees and says exactly what is on the wire. */
export class RawServer implements Disposable {
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  /** Everything received, by connection in the order they were made. */
  readonly received: string[] = [];

  /** @param onData Called with the connection and all that it has received so far (Latin-1). */
  private constructor(onData: (socket: net.Socket, received: string, connection: number) => void, secure?: tls.TlsOptions) {
    const onSocket = (socket: net.Socket) => {
      const connection = this.received.push('') - 1;
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('data', (chunk: Buffer) => {
        const all = (this.received[connection] ?? '') + chunk.toString('latin1');
        this.received[connection] = all;
        onData(socket, all, connection);
      });
    };
    this.#server = secure === undefined ? net.createServer(onSocket) : tls.createServer(secure, onSocket);
  }

  static async start(onData: (socket: net.Socket, received: string, connection: number) => void, secure?: tls.TlsOptions): Promise<RawServer> {
    const server = new RawServer(onData, secure);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** Calls `listener` with each connection as it is made, before it has said anything. */
  onConnection(listener: (socket: net.Socket) => void): void {
    this.#server.on(this.#server instanceof tls.Server ? 'secureConnection' : 'connection', listener);
  }

  get port(): number {
    return (this.#server.address() as net.AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Resolves when no connection is open. */
  async quiet(): Promise<void> {
    await Promise.all([...this.#sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
  }

  dispose(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

/** Calls `answer` when the head of a request without a body is complete. */
export function onRequest(answer: (socket: net.Socket, connection: number) => void) {
  return (socket: net.Socket, received: string, connection: number) => {
    if (received.endsWith('\r\n\r\n')) answer(socket, connection);
  };
}
