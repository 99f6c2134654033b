import * as vscode from 'vscode';
import type { EnvironmentProblem } from '../../app/check';
import { LineIndex } from '../../base/text';
import { toRange } from '../convert';
import { aboutFile, ofFinding } from './productDiagnostic';

/** Marks what is wrong in environment files as long as a request file that uses them is open. */
export class EnvironmentMarks {
  readonly #byRequestFile = new Map<string, readonly EnvironmentProblem[]>();

  constructor(private readonly collection: vscode.DiagnosticCollection) {}

  /** What is wrong with the environment files of one request file; an empty list when it is closed. */
  set(requestFile: string, problems: readonly EnvironmentProblem[]): void {
    const before = this.#byRequestFile.get(requestFile) ?? [];
    // The latest comes last: of two that say something about a file it is the one that counts.
    this.#byRequestFile.delete(requestFile);
    if (problems.length > 0) this.#byRequestFile.set(requestFile, problems);
    for (const uri of new Set([...before, ...problems].map((problem) => problem.uri))) this.#publish(uri);
  }

  #publish(uri: string): void {
    const problem = [...this.#byRequestFile.values()].flat().findLast((candidate) => candidate.uri === uri);
    this.collection.set(vscode.Uri.parse(uri, true), problem && diagnosticsOf(problem));
  }
}

function diagnosticsOf({ text = '', findings, unreadable }: EnvironmentProblem): readonly vscode.Diagnostic[] {
  if (unreadable !== undefined) return [aboutFile(`This file cannot be read: ${unreadable}.`, vscode.DiagnosticSeverity.Error)];
  const index = new LineIndex(text);
  return findings.map((worded) => ofFinding(worded, toRange(index.rangeOf(worded.finding.span))));
}
