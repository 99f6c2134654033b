// What the editor calls to run the tests: in the browser (host/run.mjs) and on the desktop
// (host/desktop.mjs) alike.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { tapLogs } from './logTap';
import { page } from './page';

/** Room for a cold language feature on a busy machine; a test that hangs still ends. */
const TEST_LIMIT_MS = 60_000;

interface Wanted {
  /** A regular expression over full test names. */
  readonly grep?: string;
  /** Whether the window is in Restricted Mode. */
  readonly restricted?: boolean;
  /** Whether the summary goes to a terminal with colours. */
  readonly color?: boolean;
}

export function run(): Promise<void> {
  return runTests(wanted().restricted === true ? 'restricted' : 'usual');
}

/** `restarted`: in a second window, after the first was closed. */
type Part = 'usual' | 'restricted' | 'restarted';

function wanted(): Wanted {
  return JSON.parse(process.env['DT_HTTP_TESTS'] ?? '{}') as Wanted;
}

/** Runs the tests of one part; rejects when one fails. */
export async function runTests(part: Part): Promise<void> {
  // Mocha is an ES module; every supported editor can load one through `import()`.
  const { default: Mocha } = await import('mocha');
  const { grep, color = false } = wanted();
  const output = new Output();
  Mocha.reporters.Base.consoleLog = output.print;
  tapLogs();
  try {
    const mocha = new Mocha({ ui: 'bdd', timeout: TEST_LIMIT_MS, slow: 5_000, reporter: 'spec', color });
    if (grep !== undefined) mocha.grep(new RegExp(grep));
    for (const file of testFiles(part)) mocha.addFile(file);
    await mocha.loadFilesAsync();
    const failures = await new Promise<number>((resolve) => mocha.run(resolve));
    if (failures > 0) throw new Error(`${failures} failing`);
  } catch (error) {
    // A test file that could not be loaded has been reported by nobody yet.
    if (!(error instanceof Error && error.message.endsWith(' failing'))) output.print(error);
    throw error;
  } finally {
    await output.flushed();
  }
}

/**
 * Where the results go. In the browser the console ends in the editor's log, among its own lines,
 * so they take the channel to the runner; on the desktop the console is right.
 */
class Output {
  private last: Promise<unknown> = Promise.resolve();

  readonly print = (...args: unknown[]): void => {
    const text = format(...args);
    // eslint-disable-next-line no-console
    if (!page.available) console.log(text);
    else this.last = this.last.then(() => page.print(text));
  };

  flushed(): Promise<unknown> {
    return this.last;
  }
}

/** In Restricted Mode `*.restricted.test.js` and the smoke test, after a restart `*.restarted.test.js`, otherwise all the others. */
function testFiles(part: Part): string[] {
  return readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.js'))
    .filter((file) => partOf(file) === part || (path.basename(file) === 'smoke.test.js' && part === 'restricted'))
    .sort()
    .map((file) => path.join(__dirname, file));
}

function partOf(file: string): Part {
  const [, part] = /\.(restricted|restarted)\.test\.js$/.exec(file) ?? [];
  return (part as Part | undefined) ?? 'usual';
}
