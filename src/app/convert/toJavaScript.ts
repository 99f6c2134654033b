import { accountVariables, type CopyBody, type CopyRequest } from './copyRequest';
import type { NotCopied } from './curlParts';
import { merged, plainOf, type Template } from './hidden';
import { toWireText } from '../../http/wireText';

/** Methods with which `fetch` sends nothing. */
const bodiless: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const forbidden: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** A request as a module for Node.js 18 and later: `fetch`, with top-level `await`. */
export function toJavaScript(request: CopyRequest): string | NotCopied {
  const { method, url, body, signing, timeoutMs, followRedirects, isStream, variables, plan } = request;
  if (forbidden.has(method.toUpperCase())) return { refused: `fetch does not send ${method}. Copy the request as cURL or Python.` };
  if (body && bodiless.has(method)) return { refused: `fetch sends no body with ${method}. Remove the body, or copy the request as cURL or Python.` };
  const headers = joinedHeaders(request).map(([name, value]) => `    ${propertyName(name)}: ${jsText(value.map((piece) => (typeof piece === 'string' ? toWireText(piece) : piece)))},\n`);
  const { token, keyId, secret } = accountVariables;
  if (signing === 'bearer') headers.unshift(`    Authorization: ${jsText(['Bearer ', { name: token, about: '' }])},\n`);
  if (signing === 'basic') headers.unshift(`    Authorization: 'Basic ' + btoa(\`\${process.env.${keyId}}:\${process.env.${secret}}\`),\n`);
  const options = [
    `  method: ${jsText([method])},\n`,
    ...(headers.length === 0 ? [] : [`  headers: {\n${headers.join('')}  },\n`]),
    ...(body ? [`  body: ${jsBody(body, request.headers.some(({ name }) => name.toLowerCase() === 'content-type'))},\n`] : []),
    ...(followRedirects ? [] : ["  redirect: 'manual',\n"]),
    ...(timeoutMs === undefined ? [] : [`  signal: AbortSignal.timeout(${timeoutMs}),\n`]),
  ];
  const comments = variables.map(({ name, about }) => `// ${name}: ${about}\n`);
  const guard = variables.length === 0 ? '' : `for (const name of [${variables.map(({ name }) => `'${name}'`).join(', ')}]) {\n  if (!process.env[name]) throw new Error(\`Set the environment variable \${name} first.\`);\n}\n\n`;
  const warning = isKept(plan.request) ? '' : '// fetch writes some characters of this URL in its own way.\n';
  const read = isStream ? `for await (const piece of response.body) process.stdout.write(piece);\n` : 'console.log(await response.text());\n';
  return `${comments.join('')}${guard}${warning}const response = await fetch(${jsText(url)}, {\n${options.join('')}});\nconsole.log(response.status, response.statusText);\n${read}`;
}

/** Whether a target goes out as it is written. */
function isKept({ origin, target }: { readonly origin: string; readonly target: string }): boolean {
  if (!URL.canParse(origin + target)) return true;
  const url = new URL(origin + target);
  return url.pathname + url.search === target;
}

/** A name once: several headers of one name mean the same as one with all values (RFC 9110, section 5.3). */
export function joinedHeaders({ headers }: CopyRequest): readonly (readonly [name: string, value: Template])[] {
  const joined = new Map<string, [string, Template]>();
  for (const { name, value } of headers) {
    const known = joined.get(name.toLowerCase());
    if (known) known[1] = merged([...known[1], name.toLowerCase() === 'cookie' ? '; ' : ', ', ...value]);
    else joined.set(name.toLowerCase(), [name, value]);
  }
  return [...joined.values()];
}

/** A text would get a Content-Type of its own. */
function jsBody(body: CopyBody, hasType: boolean): string {
  if (body.kind === 'text') return hasType ? jsText(body.text) : `new TextEncoder().encode(${jsText(body.text)})`;
  const pieces = body.octets.map((piece) => ('name' in piece ? `Buffer.from(process.env.${piece.name})` : `Buffer.from('${Buffer.from(piece).toString('base64')}', 'base64')`));
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined ? only : `Buffer.concat([${pieces.join(', ')}])`;
}

function propertyName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `'${name.replaceAll("'", "\\'")}'`;
}

/** A text as it is written in JavaScript: one of several lines, or with variables, as a template. */
function jsText(template: Template): string {
  const plain = plainOf(template);
  if (plain !== undefined && !plain.includes('\n')) return `'${jsEscaped(plain).replaceAll("'", "\\'")}'`;
  return `\`${template.map((piece) => (typeof piece === 'string' ? jsEscaped(piece).replace(/`|\$(?=\{)/g, '\\$&') : `\${process.env.${piece.name}}`)).join('')}\``;
}

/** A carriage return would become a line feed in a template. */
function jsEscaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replace(/[\0-\x08\x0b-\x1f\x7f\u2028\u2029\ufeff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
