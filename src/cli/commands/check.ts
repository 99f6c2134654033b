import { version } from '../../../package.json';
import { Redactor } from '../../http/redact';
import type { CheckArguments } from '../arguments';
import { inspect, type Inspection, unusedVariables } from '../checkInputs';
import { findingsText } from '../format/report';
import { createStyle, type Style } from '../format/style';
import { readInputs } from '../inputs';
import { exitCode, type ExitCode, type Io } from '../io';
import { createNodeHost } from '../nodeHost';
import { chosenOf, everything } from '../selection';

/** `dt-http check FILE…`: everything that can be known of all requests before one is sent. Sends nothing, signs in nowhere. */
export async function check(args: CheckArguments, io: Io): Promise<ExitCode> {
  const color = args.color === 'auto' ? io.color : args.color === 'always';
  const style = createStyle(color);
  const host = createNodeHost(version, [], io.env);
  const { files, errors: unreadable } = await readInputs(args, io, color, new Redactor());
  if (unreadable.length > 0) io.err(`${unreadable.join('\n')}\n`);
  const inspections: Inspection[] = [];
  for (const input of files) {
    const blocks = chosenOf(input.page, everything).map(({ block }) => block);
    inspections.push(await inspect(host, input, blocks, args, io.cwd));
  }
  const unused = unreadable.length > 0 ? [] : unusedVariables(files, args);
  // Files in one folder have the same environments: what is wrong with those is told once.
  const beside = new Map(inspections.flatMap((inspection) => inspection.beside.map((remark) => [remark.text, remark])));
  const inFiles = inspections.map(({ input: { page }, findings }) => findingsText(page, findings)).filter((text) => text !== '');
  const texts = [...unused, ...beside.keys(), ...inFiles];
  if (texts.length > 0) io.out(`${texts.join('\n')}\n`);
  const severities = [...[...beside.values()].map(({ severity }) => severity), ...inspections.flatMap(({ findings }) => findings.map(({ finding }) => finding.severity))];
  const errors = severities.filter((severity) => severity === 'error').length;
  const warnings = severities.length - errors + unused.length;
  if (files.length > 0) io.out(`${verdict(files.length, errors, warnings, style)}\n`);
  return errors + unreadable.length > 0 ? exitCode.usage : exitCode.ok;
}

function verdict(files: number, errors: number, warnings: number, style: Style): string {
  const some = (count: number, word: string) => (count > 0 ? [`${count} ${word}${count > 1 ? 's' : ''}`] : []);
  const found = [...some(errors, 'error'), ...some(warnings, 'warning')].join(', ');
  const where = some(files, 'file').join('');
  return found === '' ? style.good(`${where}, nothing wrong`) : `${where}, ${errors > 0 ? style.bad(found) : style.note(found)}`;
}
