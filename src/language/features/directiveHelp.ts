import { holds, type Span } from '../../base/text';
import { directiveTable } from '../plan/directiveTable';
import { systemNames } from '../plan/systemVariables';
import type { RequestFile } from '../syntax/nodes';
import { foldDirective, lineAt, textOf } from '../syntax/queries';
import { openReferenceAt } from './openReference';

/** One argument, for people. */
export interface Parameter {
  /** In capitals; in brackets where it may be left out. */
  readonly label: string;
  /** Markdown of ours. */
  readonly help: string;
}

/** What there is to say about a directive or a system variable. */
export interface Help {
  /** As it is written: `@timeout`, `$randomInt`. */
  readonly name: string;
  /** Markdown of ours. */
  readonly does: string;
  /** Without the `#` or the braces around it. */
  readonly example: string;
  /** The ways to write its arguments, at least one. */
  readonly forms: readonly (readonly Parameter[])[];
}

/** What it does, an example without the name, and its forms: `LABEL: help`. */
type Row = readonly [does: string, example: string, ...forms: Readonly<Record<string, string>>[]];

const request = { NAME: 'A request of this file, or of one that it imports.' };
const question = { NAME: 'Letters, digits, `_` and `-`.', '[QUESTION]': 'What is asked. Without it the name is.' };
const text = { TEXT: 'Any text.' };
const later: Row = ['Not carried out by this version: a request with it is not sent.', ''];

const directives: Readonly<Record<string, Row>> = {
  name: ['Names the request: for `{{name.response…}}`, for `@ref`, and for `dt-http run --name`.', 'listDevices', { NAME: 'Letters, digits and `_`, no digit first.' }],
  title: ['What the request is called in results, in place of the text after `###`.', 'All sensors of the office', text],
  note: ['A remark. It is not sent.', 'Needs the role Project Developer.', text],
  auth: [
    'How the request is signed. Without it: with an access token where the origin may have one, unless the request brings its own `Authorization`.',
    'none',
    { 'oauth2|basic|none': 'An access token, key ID and secret, or unsigned.' },
  ],
  account: ['The account that signs the request. Without it: the active one.', 'Office', { NAME: 'The name of an account.' }],
  host: ['Where a path such as `/projects` goes. Without it: to the API.', 'emulator', { 'api|emulator': 'Whose base the path is appended to.' }],
  timeout: [
    'The longest time that one attempt may take, from the send to the last octet of the answer. Without it: 30 s. Waiting for the quota or for a token does not count.',
    '2m',
    { TIME: 'A number with its unit: `ms`, `s` or `m`.' },
  ],
  'no-redirect': ['Shows a redirect instead of following it.', '', {}],
  retry: ['How often an attempt that failed is repeated, where repeating is safe. Without it: up to 3 times.', 'none', { COUNT: '`none`, or a number up to 20.' }],
  'no-cookie-jar': ['Changes nothing: no cookies are kept anyway. It is there for files of other tools.', '', {}],
  disabled: ['The request is not sent.', '', {}],
  expect: [
    'Checks the answer. One that fails tells what was expected and what came. `??` at the start of a line does the same.',
    'status 200',
    { status: '', STATUS: 'A status such as `200`, or `2xx`; several with `|` between them.' },
    { header: '', NAME: 'The name of a header.', TEST: '`exists`, `== text`, `!= text`, `contains text` or `matches /pattern/`.' },
    { body: '', '$.PATH': 'A JSONPath.', TEST: '`exists`, `== value`, `!= value`, `> 1`, `length > 0`, `contains value` or `matches /pattern/`.' },
    { time: '', '< TIME': 'A number with its unit: `ms`, `s` or `m`.' },
  ],
  ref: ['Runs another request first, unless its answer is known already.', 'listDevices', request],
  'force-ref': ['Runs another request first, each time.', 'listDevices', request],
  confirm: ['Asks before the request is sent.', 'Really delete the project?', { '[QUESTION]': 'What is asked. Without it: whether to send the request.' }],
  prompt: ['Asks for a value when the request is sent. `{{name}}` is where it goes.', 'device Which device?', question],
  'prompt-secret': ['Asks for a value when the request is sent. It is masked, and kept nowhere.', 'password Password of the gateway', question],
  import: ['Shares the named requests and the variables of another request file. The variables are seen below this line.', './shared.dt.http', { PATH: 'A request file, from the folder of this one.' }],
  paginate: later,
  'for-each': later,
  stream: later,
};

const offset = { '[OFFSET]': 'How much later; earlier with a minus sign.', '[UNIT]': '`ms`, `s`, `m`, `h`, `d`, `w`, `M` (months), `Q` (quarters) or `y`.' };
const format = { FORMAT: '`iso8601`, `rfc1123`, or a format of Day.js in quotes.', ...offset };
const uuid: Row = ['A random UUID, a new one at each place.', '', {}];
const outside = { NAME: 'The name of the variable.' };
const process: Row = ['A variable of the environment that the editor or the terminal runs in. Its value counts as secret.', '', outside];

const variables: Readonly<Record<string, Row>> = {
  $guid: uuid,
  $uuid: uuid,
  '$random.uuid': uuid,
  $timestamp: ['The time in seconds since 1970 UTC.', '-1 d', offset],
  $timestampMs: ['The time in milliseconds since 1970 UTC.', '-1 h', offset],
  $isoTimestamp: ['The time in UTC, such as `2026-01-31T09:30:00.000Z`.', '-7 d', offset],
  $datetime: ['The time in UTC, in a format of your choice.', '"YYYY-MM-DD" -1 d', format],
  $localDatetime: ['The time in the zone of this machine, in a format of your choice.', 'iso8601 -1 d', format],
  $randomInt: ['A random whole number. Without arguments from 0 to 999.', '1 100', { '[MIN]': 'The smallest.', '[MAX]': 'One above the largest.' }],
  $processEnv: [process[0], 'HOME', outside],
  $dotenv: ['A variable of the `.env` file beside the request file. Its value counts as secret.', 'PROJECT', outside],
  '$env.': [process[0], 'HOME', {}],
};

/** Help for a directive by its name, however it is written; undefined for an unknown one. */
export function directiveHelp(written: string): Help | undefined {
  const folded = foldDirective(written);
  const spec = directiveTable.find(({ name }) => foldDirective(name) === folded);
  const row = spec && directives[spec.name];
  return row && helpOf(`@${spec.name}`, row);
}

/** Help for a system variable by its name, `$` included; undefined for an unknown one. */
export function systemHelp(written: string): Help | undefined {
  const name = written.startsWith('$env.') ? '$env.' : written;
  const row = systemNames.includes(name) ? variables[name] : undefined;
  return row && helpOf(name, row);
}

function helpOf(name: string, [does, example, ...forms]: Row): Help {
  const written = name.endsWith('.') ? name + example : `${name} ${example}`.trimEnd();
  return { name, does, example: written, forms: forms.map((form) => Object.entries(form).map(([label, help]) => ({ label, help }))) };
}

/** How one form of it is written: `@prompt NAME [QUESTION]`. */
export function usageOf({ name }: Help, form: Help['forms'][number]): string {
  return [name.endsWith('.') ? `${name}NAME` : name, ...form.map(({ label }) => label)].join(' ');
}

/** All of a help as Markdown: how it is written, what it does, its arguments and an example. Nothing in it comes from the file. */
export function helpMarkdown(help: Help): string {
  const arguments_ = new Map(help.forms.flat().filter((parameter) => parameter.help !== '').map((parameter) => [parameter.label + parameter.help, parameter]));
  const usages = help.forms.map((form) => usageOf(help, form));
  const example = help.name.startsWith('$') ? `{{${help.example}}}` : `# ${help.example}`;
  return [
    ...(usages.length === 0 ? [] : [`\`\`\`\n${usages.join('\n')}\n\`\`\``]),
    help.does,
    ...(arguments_.size === 0 ? [] : [[...arguments_.values()].map((parameter) => `- \`${parameter.label}\`: ${parameter.help}`).join('\n')]),
    ...(help.example === help.name ? [] : [`Example: \`${example}\``]),
  ].join('\n\n');
}

/** The directive whose name, or the system variable in whose reference, `offset` stands; undefined where there is neither. */
export function directiveHelpAt(file: RequestFile, offset: number): { readonly span: Span; readonly markdown: string } | undefined {
  const line = lineAt(file, offset);
  if (line.kind === 'directive' && holds({ start: line.name.start - 1, end: line.name.end }, offset)) {
    const help = directiveHelp(textOf(file, line.name));
    return help && { span: { start: line.name.start - 1, end: line.name.end }, markdown: helpMarkdown(help) };
  }
  const reference = openReferenceAt(file, offset);
  const [name = ''] = /^\$[\w.]*/.exec(reference ? textOf(file, reference.name) : '') ?? [];
  const help = systemHelp(name);
  return reference && help && { span: reference.name, markdown: helpMarkdown(help) };
}
