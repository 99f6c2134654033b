import type { RunRecord } from './runLog';

/** Raised when a reader of the report would have to be changed. */
const formatVersion = 1;

/** The report as JSON text with a line feed at the end. */
export function jsonReport({ startedAt, durationMs, problems, files, counts }: RunRecord, version: string): string {
  const report = {
    version: formatVersion,
    tool: { name: 'dt-http', version },
    startedAt: new Date(startedAt).toISOString(),
    durationMs,
    counts,
    problems,
    files,
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
