import { version } from '../../../package.json';
import type { Severity } from '../../base/finding';
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
  const count = (wanted: Severity) => severities.filter((severity) => severity === wanted).length;
  const errors = count('error');
  const warnings = count('warning') + unused.length;
  if (files.length > 0) io.out(`${verdict(files.length, { error: errors, warning: warnings, note: count('information') }, style)}\n`);
  return errors + unreadable.length > 0 ? exitCode.usage : exitCode.ok;
}

function verdict(files: number, counts: Readonly<Record<'error' | 'warning' | 'note', number>>, style: Style): string {
  const some = (count: number, word: string) => (count > 0 ? [`${count} ${word}${count > 1 ? 's' : ''}`] : []);
  const found = Object.entries(counts).flatMap(([word, count]) => some(count, word)).join(', ');
  const where = some(files, 'file').join('');
  // Of hints, as the editor has them, the terminal says nothing.
  return found === '' ? style.good(`${where}, no errors or warnings`) : `${where}, ${counts.error > 0 ? style.bad(found) : style.note(found)}`;
}
