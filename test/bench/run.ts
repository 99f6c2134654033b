import { pathToFileURL } from 'node:url';
import type { Agent, request } from 'undici';
import type { createServices, Services } from '../../src/app/services';
import type { AccountBook } from '../../src/auth/accountBook';
import type { createNodeHost } from '../../src/cli/nodeHost';
import type { createUndiciTransport } from '../../src/http/undiciTransport';
import type { RequestFile } from '../../src/language/syntax/nodes';
import type { parse } from '../../src/language/syntax/parser';
import { bundled } from './bundled';
import { startBareServer } from './server';
import { elapsed, median } from './statistics';

/** What one GET costs, in milliseconds (median). */
export interface RunCost {
  readonly requests: number;
  /** undici's own `request`, body read. */
  readonly bareMs: number;
  /** From the text of the request to its report: planned, signed or not, sent, judged, made readable. */
  readonly oursMs: number;
}

/** The product and undici in one piece, so that both are measured alike. */
const source = `
export { Agent, request } from 'undici';
export { createServices } from './src/app/services';
export { createNodeHost } from './src/cli/nodeHost';
export { AccountBook } from './src/auth/accountBook';
export { createUndiciTransport } from './src/http/undiciTransport';
export { parse } from './src/language/syntax/parser';
`;

interface Product {
  readonly Agent: typeof Agent;
  readonly request: typeof request;
  readonly createServices: typeof createServices;
  readonly createNodeHost: typeof createNodeHost;
  readonly AccountBook: typeof AccountBook;
  readonly createUndiciTransport: typeof createUndiciTransport;
  readonly parse: typeof parse;
}

/** Sends `requests` one after the other, in turns of 100 with undici alone and with the product. */
export async function measure(requests = 3000): Promise<RunCost> {
  const product = (await bundled(source)) as Product;
  const server = await startBareServer();
  const dispatcher = new product.Agent();
  const host = product.createNodeHost('bench', [], {});
  const services = product.createServices(host, new product.AccountBook(host.secrets), product.createUndiciTransport({ clock: host.clock }));
  try {
    const bare = async () => {
      const { body } = await product.request(`${server.origin}/v2/projects`, { dispatcher });
      await body.arrayBuffer();
    };
    const file = product.parse(`GET ${server.origin}/v2/projects\nAccept: application/json\n`);
    const ours = () => runOnce(services, file);
    const times = { bare: [] as number[], ours: [] as number[] };
    // The first turns warm the compiler up and are not counted.
    for (let turn = -5; turn < requests / 100; turn++) {
      for (const [name, send] of [['bare', bare], ['ours', ours]] as const) {
        for (let count = 0; count < 100; count++) {
          const took = await elapsed(send);
          if (turn >= 0) times[name].push(took);
        }
      }
    }
    return { requests, bareMs: median(times.bare), oursMs: median(times.ours) };
  } finally {
    services.dispose();
    await dispatcher.close();
    await server.stop();
  }
}

/** Environment files are read once for a file, not for each request. */
const none = { files: [], texts: new Map<string, string>(), unreadable: [] };

async function runOnce(services: Services, file: RequestFile): Promise<void> {
  const [block] = file.blocks;
  if (!block) throw new Error('There is no request.');
  const uri = pathToFileURL('bench.dt.http').href;
  const report = await services.session({ file, uri, root: pathToFileURL('.').href, environments: none, source: 'bench' }).run(block, new AbortController().signal);
  if (report.kind !== 'ran' || report.verdict !== 'passed') throw new Error(`The benchmark's request was not answered: ${report.kind}.`);
}
