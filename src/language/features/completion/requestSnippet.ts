import { type Blanks, exampleBody, tabStops } from './exampleBody';
import type { VariableFor } from './idRows';
import { baseOfHost, parameterOf, type Pattern } from './patterns';

/**
 * A whole request as a snippet: its line, and the headers and body of the description's example. Lines end in LF.
 *
 * @param isLineOnly Whether there are headers or a body already.
 */
export function requestSnippet(pattern: Pattern, variableFor: VariableFor, isLineOnly: boolean): string {
  const { endpoint } = pattern;
  const blanks = tabStops();
  const inPath = new Map<string, string>();
  const target = targetSnippet(pattern, blanks, variableFor, inPath);
  const required = endpoint.queryParams.filter(({ required: isRequired }) => isRequired).map(({ name }) => `${name}=${blanks.text(name)}`);
  const line = `${endpoint.method} ${target}${required.length === 0 ? '' : `?${required.join('&')}`}`;
  if (isLineOnly) return line;
  const { headers = {} } = endpoint.example.request;
  const body = exampleBody(endpoint, blanks, (name) => inPath.get(name));
  // The account signs.
  const lines = Object.entries(headers).filter(([name]) => name !== 'Authorization').map(([name, value]) => `${name}: ${blanks.plain(value)}`);
  return [line, ...lines, ...(body === undefined ? [] : ['', body])].join('\n');
}

/**
 * Base and path as they are written in a request; parameters are variables that are meant for them, or tab stops.
 *
 * @param again Learns what stands for each parameter where it is written once more: its variable, or what is typed in its tab stop.
 */
export function targetSnippet({ endpoint, segments, verb }: Pattern, { plain, text }: Blanks, variableFor: VariableFor, again?: Map<string, string>): string {
  // The example of an endpoint for all projects shows that.
  const isForAll = endpoint.example.request.url.includes('/projects/-/');
  const written = segments.map((segment) => {
    const name = parameterOf(segment);
    if (name === undefined) return plain(segment);
    if (isForAll && name === 'project') return text('-');
    const variable = variableFor(name);
    const piece = variable === undefined ? text(name) : plain(variable);
    again?.set(name, piece.replace(/^\$\{(\d+):.*\}$/, '$$$1'));
    return piece;
  });
  return `${plain(baseOfHost(endpoint.host))}/${written.join('/')}${verb === '' ? '' : `:${verb}`}`;
}
