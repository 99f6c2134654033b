import path from 'node:path';
import { documentedQuota } from '../../src/quota/permits';
import { runChaos } from '../helpers/quotaChaos';

/**
 * Two windows and two terminals (the built tool) in one account, killed and stopped 50 times in all, in
 * real time: about seven minutes. Works from the project's root. Returns what to print.
 */
export async function chaosText(): Promise<string> {
  const report = await runChaos({ speed: 1, terminal: [path.resolve('dist/cli.js')], limitMs: 900_000 });
  const { seed, kills, stops, longStops, requests, refused, mostInWindow, survivors, runAgain, problems, waitedAtEnd, answeredAtEnd, tookMs } = report;
  const { limit, windowMs } = documentedQuota;
  return [
    `Chaos (seed ${seed}, ${(tookMs / 1000).toFixed(0)} s): ${kills} killed, ${stops} stopped and continued, ${longStops} of them longer than a lease.`,
    `${requests.toLocaleString('en')} requests at the server, ${refused} × 429; at most ${mostInWindow} of ${limit} in any ${windowMs / 1000} s.`,
    `${survivors} processes came to their end, ${problems.length === 0 ? 'all of whose requests were answered' : `with ${problems.length} problems, see below`}; ${runAgain} were run again that had never left, from a window stopped while it connected.`,
    `At the end ${answeredAtEnd} of ${limit} requests at once were answered; ${waitedAtEnd} had to wait.`,
    ...problems,
    '',
  ].join('\n');
}
