import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine that remembers what it was asked: `POST /login`. */
export interface Listener {
  readonly origin: string;
  readonly seen: string[];
  close(): void;
}

/** Answers by the first segment of the path; all other paths are told back as JSON. */
const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  login: (response) => json(response, '{"access_token":"planted-secret-1","user":"bob"}'),
  broken: (response) => response.writeHead(500).end('broken'),
  hang: () => undefined,
  png: (response) => response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 0x1b, 0x5b, 0x32, 0x4a])),
};

export async function listen(): Promise<Listener> {
  const seen: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    seen.push(`${request.method} ${request.url}`);
    const [, name = ''] = (request.url ?? '').split(/[/?]/);
    const answer = answers[name];
    if (answer) answer(response);
    else json(response, JSON.stringify({ url: request.url }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    seen,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function json(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
}
