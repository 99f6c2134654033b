import { plainLine } from './format/plain';

/** Longest part of an error's message that is shown. */
const limit = 300;

/** The one line for an error that nobody foresaw: no stack and no source, which help no user. Ends with a line feed. */
export function lastResort(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const sentence = plainLine(message.slice(0, limit).trim()).replace(/\.$/, '');
  return `dt-http: an error of ours: ${sentence === '' ? 'no message' : sentence}. Please report it.\n`;
}
