// The page around the extension host: tests press keys, point and take pictures through it.
// The runner of test/vscode/host does the work; this is its client over loopback. On the desktop
// there is no such page: register page tests only when `page.available`.
import { request } from 'node:http';

export interface PageOptions {
  /** How long to wait for the element, in milliseconds; 15,000 by default. */
  readonly timeout?: number;
  /** Look inside webviews instead of the workbench. */
  readonly inFrame?: boolean;
}

export interface ClickOptions extends PageOptions {
  readonly button?: 'left' | 'right';
  readonly modifiers?: readonly ('Alt' | 'Control' | 'Shift')[];
}

export interface WaitOptions extends PageOptions {
  /** `visible` by default; `hidden` waits until there is none, or none is shown. */
  readonly state?: 'visible' | 'hidden';
}

const address = process.env['DT_HTTP_PAGE'];

/** Selectors are Playwright's: CSS, and `text=…`, `:has-text("…")`. The first match counts. */
export const page = {
  /** Whether there is a page to drive: true in the browser, false on the desktop. */
  available: address !== undefined,

  /** Saves `<name>.png` of the window, or of one element; returns the file. */
  screenshot: (name: string, selector?: string) => ask<string>('screenshot', name, selector),

  /** Presses a key with its modifiers, such as `Control+.` or `Escape`. */
  press: (keys: string) => ask<null>('press', keys),

  /** Types text where the keyboard focus is. */
  type: (text: string) => ask<null>('type', text),

  /** Moves the mouse to a point of the window, in CSS pixels. */
  move: (x: number, y: number) => ask<null>('move', x, y),

  click: (selector: string, options?: ClickOptions) => ask<null>('click', selector, options),

  hover: (selector: string, options?: PageOptions) => ask<null>('hover', selector, options),

  /** The text as shown, with plain spaces. */
  text: (selector: string, options?: PageOptions) => ask<string>('text', selector, options),

  /** The texts of all matches, without waiting for one. */
  texts: (selector: string) => ask<string[]>('texts', selector),

  /** How many match now, without waiting. */
  count: (selector: string) => ask<number>('count', selector),

  /** Prints a line where the results go. */
  print: (text: string) => ask<null>('print', text),

  waitFor: (selector: string, options?: WaitOptions) => ask<null>('waitFor', selector, options),
};

// Not `fetch`: it keeps the connection open, and then the runner waits for it at the end.
function ask<T>(method: string, ...args: readonly unknown[]): Promise<T> {
  if (address === undefined) return Promise.reject(new Error('There is no page here; ask page.available first.'));
  // Made here, so that its stack shows the test and not the socket.
  const failure = new Error();
  return new Promise((resolve, reject) => {
    const call = request(address, { method: 'POST', agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        const answer = JSON.parse(text) as { value: T } | { error: string };
        if (!('error' in answer)) return resolve(answer.value);
        failure.message = `page.${method}(${args.filter((arg) => arg !== undefined).map((arg) => JSON.stringify(arg)).join(', ')}): ${answer.error}`;
        reject(failure);
      });
    });
    call.on('error', reject);
    call.end(JSON.stringify({ method, args }));
  });
}
