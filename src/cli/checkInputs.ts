import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EnvironmentProblem, FileCheck, WordedFinding } from '../app/check';
import type { Host } from '../app/host';
import { preflight, type Prospect } from '../app/preflight';
import { nearest } from '../base/nearest';
import { LineIndex } from '../base/text';
import type { Block } from '../language/syntax/nodes';
import { textOf } from '../language/syntax/queries';
import { findReferences } from '../language/syntax/references';
import type { FileArguments } from './arguments';
import { plainLine } from './format/plain';
import { findingLine, findingsText } from './format/report';
import type { Style } from './format/style';
import { type InputFile, scopeOf } from './inputs';

type Severity = 'error' | 'warning';

/** What can be said about a request file before anything is sent. */
export interface Inspection {
  readonly input: InputFile;
  /** Errors, warnings and what the API may mind of the file, in the order of their places. */
  readonly findings: readonly WordedFinding[];
  /** Of the environment that holds for it. */
  readonly beside: readonly Remark[];
}

/** Something to say that is about no place in a request file. */
export interface Remark {
  readonly severity: Severity;
  /** For the terminal; ends without a line feed. */
  readonly text: string;
  /** One line with the place, for a report. */
  readonly sentence: string;
}

/** Looks at `blocks` of a file and at what holds for them, for `prospect` to run them. Sends nothing. */
export async function inspect(host: Host, input: InputFile, blocks: readonly Block[], args: FileArguments, cwd: string, prospect?: Prospect): Promise<Inspection> {
  const check = await preflight(host, scopeOf(input, args), blocks, input.page.redactor, prospect);
  const findings = check.findings.filter(isTold);
  return { input, findings, beside: remarks(check, cwd, input.page.style) };
}

/** What is said of a request that is disabled, for one, is no news to who runs the others. */
function isTold({ finding: { severity, code } }: WordedFinding): boolean {
  return severity === 'error' || severity === 'warning' || (severity === 'information' && isForeseen(code));
}

/** Whether it is the code of an answer, which the API may or may not give. */
function isForeseen(code: string): boolean {
  return code.startsWith('dt.');
}

function remarks({ environments, unknownEnvironment }: FileCheck, cwd: string, style: Style): readonly Remark[] {
  const unknown = unknownEnvironment === undefined ? [] : [sentence(`dt-http: ${plainLine(unknownEnvironment)}`)];
  return [...unknown, ...environments.flatMap((problem) => environmentRemarks(problem, cwd, style))];
}

function sentence(text: string): Remark {
  return { severity: 'error', text, sentence: text };
}

/** Place and sentence, never the line itself: nothing tells which of its texts are secret. */
function environmentRemarks({ uri, text = '', findings, unreadable }: EnvironmentProblem, cwd: string, style: Style): readonly Remark[] {
  const shown = plainLine(path.relative(cwd, fileURLToPath(uri)));
  if (unreadable !== undefined) return [sentence(`dt-http: ${shown}: it cannot be read: ${plainLine(unreadable)}.`)];
  const lines = new LineIndex(text);
  return findings.flatMap(({ finding, message }) => {
    const { severity } = finding;
    if (severity !== 'error' && severity !== 'warning') return [];
    const { line, character } = lines.positionAt(finding.span.start);
    const place = `${shown}:${line + 1}:${character + 1}`;
    return [{ severity, text: `  ${style.dim(place)}\n  ${findingLine(finding, message, style)}\n`, sentence: `${place}: ${plainLine(message)}` }];
  });
}

/** Texts for the terminal about everything of one severity. */
export function told({ input, findings, beside }: Inspection, severity: Severity): readonly string[] {
  const inFile = findingsText(input.page, findings.filter(({ finding }) => finding.severity === severity));
  return [...beside.filter((remark) => remark.severity === severity).map(({ text }) => text), inFile].filter((text) => text !== '');
}

/** Variables that the product itself reads. */
const settings = ['apiBase', 'emulatorBase', 'account'];

/** A sentence for each `--var` that nothing reads: likely a slip of the pen, and the request goes out with another value. */
export function unusedVariables(inputs: readonly InputFile[], { variables }: FileArguments): readonly string[] {
  // What other files read (`@import`, `<@`) is not looked for, and a wrong warning is worse than none.
  if (variables.size === 0 || inputs.some(({ page }) => /@import|^<@/im.test(page.file.text))) return [];
  const used = new Set(settings);
  for (const { page } of inputs) {
    const { file } = page;
    for (const { name } of findReferences(file.text, { start: 0, end: file.text.length })) used.add(textOf(file, name));
  }
  return [...variables.keys()].filter((name) => !used.has(name)).map((name) => {
    const suggestion = nearest(name, used);
    const hint = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
    return plainLine(`dt-http: warning: --var ${name}: no file uses this variable.${hint}`);
  });
}
