import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HostFiles } from '../../app/host';
import { plainLine } from '../format/plain';
import type { ReportTarget } from '../arguments';
import type { RunRecord } from './runLog';

/**
 * Writes the reports, each whole or not at all. Also after a cancel: what came of a run is known
 * then too. Returns a sentence for each that could not be written.
 */
export async function writeReports(files: HostFiles, targets: readonly ReportTarget[], record: RunRecord, cwd: string, version: string): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { format, path: written } of targets) {
    const text = format === 'json' ? (await import('./json')).jsonReport(record, version) : (await import('./junit')).junitReport(record);
    const uri = await files.realPath(pathToFileURL(path.resolve(cwd, written)).href);
    const result = await files.write(uri, new TextEncoder().encode(text), 'replace', new AbortController().signal);
    if (result.kind === 'failed') problems.push(`the report ${plainLine(written)} could not be written: ${plainLine(result.reason)}.`);
  }
  return problems;
}
