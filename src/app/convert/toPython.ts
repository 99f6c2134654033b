import { accountVariables, type CopyBody, type CopyRequest } from './copyRequest';
import { dtClientCall } from './dtClient';
import type { Template } from './hidden';
import { environment, pyText } from './pyText';
import { joinedHeaders } from './toJavaScript';

/** A request as Python: with DT's own client where one of its methods sends it, else with `requests`. */
export function toPython(request: CopyRequest): string {
  return dtClientCall(request) ?? withRequests(request);
}

function withRequests(request: CopyRequest): string {
  const { method, url, body, signing, timeoutMs, followRedirects, isStream, variables, plan } = request;
  const headers = joinedHeaders(request).map(([name, value]) => `        ${pyText([name])}: ${headerText(value)},\n`);
  const { token, keyId, secret } = accountVariables;
  if (signing === 'bearer') headers.unshift(`        "Authorization": ${pyText(['Bearer ', { name: token, about: '' }])},\n`);
  const options = [
    `    ${pyText([method])},\n    ${pyText(url)},\n`,
    ...(headers.length === 0 ? [] : [`    headers={\n${headers.join('')}    },\n`]),
    ...(signing === 'basic' ? [`    auth=(${environment(keyId)}, ${environment(secret)}),\n`] : []),
    ...(body ? [`    data=${pyBody(body)},\n`] : []),
    ...(followRedirects ? [] : ['    allow_redirects=False,\n']),
    ...(timeoutMs === undefined ? [] : [`    timeout=${timeoutMs / 1000},\n`]),
    ...(isStream ? ['    stream=True,\n'] : []),
  ];
  const comments = variables.map(({ name, about }) => `# ${name}: ${about}\n`);
  const warning = isKept(plan.request.target) ? '' : '# requests writes some characters of this URL in its own way.\n';
  const read = isStream ? 'for line in response.iter_lines():\n    print(line.decode())\n' : 'print(response.text)\n';
  const imports = `${variables.length === 0 ? '' : 'import os\n\n'}import requests\n\n`;
  return `# pip install requests\n${comments.join('')}${imports}${warning}response = requests.request(\n${options.join('')})\nprint(response.status_code, response.reason)\n${read}`;
}

/** Whether requests sends a target as it is written: it writes some characters anew, and plain ones without their encoding. */
function isKept(target: string): boolean {
  if (/\/\.\.?(?:[/?]|$)/.test(target) || /[^\w\-.~!$&'()*+,;=:@/?%]/.test(target) || /%(?![\dA-F]{2})/.test(target)) return false;
  return ![...target.matchAll(/%([\dA-F]{2})/g)].some(([, octet = '']) => /[\w.~-]/.test(String.fromCharCode(parseInt(octet, 16))));
}

/** Beyond Latin-1 only octets can be a value; as such they are what is sent here. */
function headerText(value: Template): string {
  const isAscii = value.every((piece) => typeof piece !== 'string' || /^[\0-\x7f]*$/.test(piece));
  const text = pyText(value);
  return isAscii ? text : `${value.length > 1 ? `(${text})` : text}.encode()`;
}

function pyBody(body: CopyBody): string {
  if (body.kind === 'text') return body.text.length === 1 ? `${pyText(body.text)}.encode()` : `(${pyText(body.text)}).encode()`;
  return body.octets.map((piece) => ('name' in piece ? `${environment(piece.name)}.encode()` : `b"${[...piece].map(byteText).join('')}"`)).join(' + ');
}

function byteText(octet: number): string {
  const character = String.fromCharCode(octet);
  return /[\x20-\x7e]/.test(character) && !/["\\]/.test(character) ? character : `\\x${octet.toString(16).padStart(2, '0')}`;
}
