import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EnvironmentProblem, WordedFinding } from '../app/check';
import type { Host } from '../app/host';
import { preflight } from '../app/preflight';
import { LineIndex } from '../base/text';
import { nearest } from '../base/nearest';
import { lenses } from '../language/features/lenses';
import type { Block } from '../language/syntax/nodes';
import { textOf } from '../language/syntax/queries';
import { findReferences } from '../language/syntax/references';
import type { RunArguments } from './arguments';
import { plainLine } from './format/plain';
import { findingLine, findingsText } from './format/report';
import type { Style } from './format/style';
import { type InputFile, scopeOf } from './inputs';

/** Texts for the terminal. */
export interface InputCheck {
  /** What keeps everything from being sent; empty when all is well. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** The requests of a file that are asked for. */
export function blocksToRun({ page: { file } }: InputFile, { names }: RunArguments): readonly Block[] {
  return lenses(file)
    .filter((lens) => !lens.isDisabled && (names.length === 0 || (lens.name !== undefined && names.includes(lens.name))))
    .flatMap((lens) => file.blocks[lens.blockIndex] ?? []);
}

/** Looks at everything that is going to be run before anything is sent. */
export async function checkInputs(host: Host, inputs: readonly InputFile[], args: RunArguments, cwd: string): Promise<InputCheck> {
  const names = args.names.filter((name) => !inputs.some(({ page }) => lenses(page.file).some((lens) => lens.name === name)));
  if (names.length > 0) return { errors: names.map((name) => `dt-http: no request is called "${plainLine(name)}".`), warnings: [] };
  const checks: InputCheck[] = [];
  for (const input of inputs) checks.push(await checkInput(host, input, args, cwd));
  const errors = checks.flatMap((check) => check.errors);
  const warnings = [...unusedVariables(inputs, args), ...checks.flatMap((check) => check.warnings)];
  if (errors.length > 0 || inputs.some((input) => blocksToRun(input, args).length > 0)) return { errors, warnings };
  return { errors: [nothingToRun(inputs)], warnings };
}

function nothingToRun(inputs: readonly InputFile[]): string {
  const disabled = inputs.some(({ page }) => lenses(page.file).some((lens) => lens.isDisabled));
  const where = inputs.map(({ page }) => plainLine(page.shown)).join(', ');
  return `dt-http: nothing to run: ${disabled ? 'what was asked for is @disabled' : `there is no request in ${where}`}.`;
}

async function checkInput(host: Host, input: InputFile, args: RunArguments, cwd: string): Promise<InputCheck> {
  const { page } = input;
  const { findings, environments, unknownEnvironment } = await preflight(host, scopeOf(input, args), blocksToRun(input, args));
  const of = (severity: 'error' | 'warning') => {
    const inEnvironments = environments.map((problem) => environmentText(problem, severity, cwd, page.style));
    const inFile = findingsText(page, findings.filter(({ finding }) => finding.severity === severity));
    return [...inEnvironments, inFile].filter((text) => text !== '');
  };
  const unknown = unknownEnvironment === undefined ? [] : [`dt-http: ${plainLine(unknownEnvironment)}`];
  return { errors: [...unknown, ...of('error')], warnings: of('warning') };
}

/** Place and sentence, never the line itself: nothing tells which of its texts are secret. */
function environmentText({ uri, text = '', findings, unreadable }: EnvironmentProblem, severity: 'error' | 'warning', cwd: string, style: Style): string {
  const shown = plainLine(path.relative(cwd, fileURLToPath(uri)));
  if (unreadable !== undefined) return severity === 'error' ? `dt-http: ${shown}: it cannot be read: ${plainLine(unreadable)}.` : '';
  const lines = new LineIndex(text);
  const told = ({ finding, message }: WordedFinding) => {
    const { line, character } = lines.positionAt(finding.span.start);
    return `  ${style.dim(`${shown}:${line + 1}:${character + 1}`)}\n  ${findingLine(finding, message, style)}\n`;
  };
  return findings.filter(({ finding }) => finding.severity === severity).map(told).join('\n');
}

/** Variables that the product itself reads. */
const settings = ['apiBase', 'emulatorBase', 'account'];

/** A `--var` that nothing reads is likely a slip of the pen, and the request goes out with another value. */
function unusedVariables(inputs: readonly InputFile[], { variables }: RunArguments): readonly string[] {
  if (variables.size === 0) return [];
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
