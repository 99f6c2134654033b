import { createServer, type AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';
import { Worker } from 'node:worker_threads';

const body = '{"devices":[]}';
const answer = Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);

/** A server without a quota in a thread of its own, as cheap as one can be: it sees only where heads end. */
export async function startBareServer(): Promise<{ readonly origin: string; stop(): Promise<unknown> }> {
  const worker = new Worker(__filename);
  const port = await new Promise<number>((resolve, reject) => worker.once('message', resolve).once('error', reject));
  return { origin: `http://127.0.0.1:${port}`, stop: () => worker.terminate() };
}

const parent = parentPort;
if (parent) {
  const server = createServer((socket) => {
    socket.setNoDelay();
    socket.on('error', () => socket.destroy());
    socket.on('data', (data: Buffer) => {
      if (data.toString('latin1').endsWith('\r\n\r\n')) socket.write(answer);
    });
  });
  server.listen(0, '127.0.0.1', () => parent.postMessage((server.address() as AddressInfo).port));
}
