// The tests run in the extension host and cannot touch the page; the runner can. This is the
// loopback channel between them. The other end, with types, is test/vscode/page.ts.
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { message } from './processes.mjs';

/** How long an action waits for its element, unless the test says otherwise. */
const DEFAULT_TIMEOUT_MS = 15_000;

/** @typedef {{ timeout?: number, inFrame?: boolean, button?: 'left' | 'right', modifiers?: ('Alt' | 'Control' | 'Shift')[], state?: 'visible' | 'hidden' }} Options */

/**
 * What a test may ask for, by name: the methods of `page` in page.ts.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} screenshotDir
 */
function actions(page, screenshotDir) {
  const wait = (/** @type {Options} */ options = {}) => ({ timeout: options.timeout ?? DEFAULT_TIMEOUT_MS });
  const find = async (/** @type {string} */ selector, /** @type {Options} */ options = {}) =>
    options.inFrame === true ? findInFrames(page, selector, wait(options).timeout) : page.locator(selector).first();
  return {
    async screenshot(/** @type {string} */ name, /** @type {string | undefined} */ selector) {
      await mkdir(screenshotDir, { recursive: true });
      const file = path.join(screenshotDir, `${name.replaceAll(/[^\w.-]+/g, '-')}.png`);
      await (selector === undefined ? page : page.locator(selector).first()).screenshot({ path: file, animations: 'disabled' });
      return file;
    },
    press: (/** @type {string} */ keys) => page.keyboard.press(keys),
    type: (/** @type {string} */ text) => page.keyboard.type(text, { delay: 5 }),
    move: (/** @type {number} */ x, /** @type {number} */ y) => page.mouse.move(x, y),
    async click(/** @type {string} */ selector, /** @type {Options} */ options = {}) {
      const { button = 'left', modifiers = [] } = options;
      await (await find(selector, options)).click({ button, modifiers, ...wait(options) });
    },
    async hover(/** @type {string} */ selector, /** @type {Options} */ options) {
      // Forced: a hover often brings up something that covers the element it came from.
      await (await find(selector, options)).hover({ force: true, ...wait(options) });
    },
    async text(/** @type {string} */ selector, /** @type {Options} */ options) {
      return plain(await (await find(selector, options)).innerText(wait(options)));
    },
    async texts(/** @type {string} */ selector) {
      return (await page.locator(selector).allInnerTexts()).map(plain);
    },
    count: (/** @type {string} */ selector) => page.locator(selector).count(),
    async waitFor(/** @type {string} */ selector, /** @type {Options} */ options = {}) {
      const { state = 'visible' } = options;
      // Hidden hovers of other editors stay in the page with their text: the first match need not be the one that shows.
      const found = state === 'visible' && options.inFrame !== true ? page.locator(selector).filter({ visible: true }).first() : await find(selector, options);
      await found.waitFor({ state, ...wait(options) });
    },
  };
}

/** Webviews are frames in frames, and appear late: looks for the selector in each. */
async function findInFrames(/** @type {import('playwright-core').Page} */ page, /** @type {string} */ selector, /** @type {number} */ timeout) {
  const end = Date.now() + timeout;
  while (Date.now() < end) {
    for (const frame of page.frames()) {
      if (frame === page.mainFrame()) continue;
      const found = frame.locator(selector).first();
      if ((await found.count().catch(() => 0)) > 0) return found;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`No frame shows ${selector} after ${timeout} ms.`);
}

/** The editor draws spaces as no-break spaces. */
function plain(/** @type {string} */ text) {
  return text.replaceAll('\u00a0', ' ');
}

/** Playwright adds a call log in colours that repeats the selector. */
function firstLine(/** @type {string} */ text) {
  return text.split('\n', 1)[0];
}

/**
 * Opens the channel. The page may come later: the address has to be known before the server starts.
 *
 * @param {{ screenshotDir: string, print: (text: string) => void }} options `print` gets what the
 *   tests print: the editor's own log mixes it with everything else
 */
export async function startControl({ screenshotDir, print }) {
  const token = randomBytes(24).toString('hex');
  /** @type {Record<string, (...args: any[]) => Promise<unknown>> | undefined} */
  let known;
  const server = createServer(async (request, response) => {
    const answer = (/** @type {number} */ status, /** @type {unknown} */ body) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.method !== 'POST' || request.url !== `/${token}`) return answer(404, { error: 'Not here.' });
    try {
      let text = '';
      for await (const chunk of request) text += chunk;
      const { method, args } = JSON.parse(text);
      if (method === 'print') return answer(200, { value: print(args[0]) ?? null });
      if (known === undefined || !Object.hasOwn(known, method)) return answer(400, { error: `No page action ${method}.` });
      // JSON has no `undefined`, and a parameter's default needs one.
      const value = await known[method](...args.map((/** @type {unknown} */ arg) => arg ?? undefined));
      answer(200, { value: value ?? null });
    } catch (error) {
      answer(200, { error: firstLine(message(error)) });
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    /** For the environment variable DT_HTTP_PAGE. */
    address: `http://127.0.0.1:${port}/${token}`,
    attach(/** @type {import('playwright-core').Page} */ page) {
      known = actions(page, screenshotDir);
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
