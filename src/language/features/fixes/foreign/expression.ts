import { compileJsonPath } from '../../../../http/jsonSelect';
import { parseChained } from '../../../plan/chained';
import { parseExpectation } from '../../../plan/expect/expectations';

/** A piece of an answer, as scripts of JetBrains and httpYac name it. */
type Piece = { readonly kind: 'status' } | { readonly kind: 'header'; readonly name: string } | { readonly kind: 'body'; readonly path: string; readonly isLength: boolean };

const word = String.raw`"[^"\\\n]*"|'[^'\\\n]*'`;
const path = String.raw`(?:\.[A-Za-z_$][\w$]*|\[\d+\]|\[(?:${word})\])*`;
const pieces = new RegExp(String.raw`^response\s*(?:\.(status|statusCode)|\.headers(?:\.valueOf\(\s*(${word})\s*\)|\[\s*(${word})\s*\])|\.(contentType)\.mimeType|\.(?:body|parsedBody)(${path}))$`);
const comparison = new RegExp(String.raw`^(.+?)\s*(===|!==|==|!=|<=|>=|<|>)\s*(${word}|-?\d+(?:\.\d+)?|true|false|null)$`);

/** Characters of the longest expression that is read. */
const longestExpression = 500;

/**
 * A comparison in JavaScript as expectations of this language, several for those joined by `&&`; undefined
 * where its meaning is not certain.
 */
export function expectationsOf(script: string): readonly string[] | undefined {
  if (script.length > longestExpression || /\s{10}/.test(script)) return undefined;
  const found: string[] = [];
  for (const each of script.split('&&')) {
    const expectation = expectationOf(each.trim().replace(/^\((.*)\)$/, '$1').trim());
    if (expectation === undefined || parseExpectation(expectation).kind !== 'check') return undefined;
    found.push(expectation);
  }
  return found;
}

function expectationOf(script: string): string | undefined {
  const [, left = '', operator = '', right = ''] = comparison.exec(script) ?? [];
  const piece = pieceOf(left);
  const value = literalOf(right);
  if (!piece || value === undefined) return undefined;
  const sign = operator.replace(/^([!=]=)=$/, '$1');
  switch (piece.kind) {
    case 'status':
      return /^\d{3}$/.test(value) ? `status ${sign === '==' ? '' : `${sign} `}${value}` : undefined;
    case 'header':
      return /^"/.test(value) && (sign === '==' || sign === '!=') ? `header ${piece.name} ${sign} ${value}` : undefined;
    case 'body':
      return `body ${piece.path}${piece.isLength ? ' length' : ''} ${sign} ${value}`;
  }
}

/** `response.body.items[0].id` of the request `name` as a reference, without braces; undefined where that is not certain. */
export function referenceOf(script: string, name: string): string | undefined {
  const piece = pieceOf(script);
  if (!piece || (piece.kind === 'body' && piece.isLength)) return undefined;
  const reference = piece.kind === 'status' ? `${name}.response.status` : piece.kind === 'header' ? `${name}.response.headers.${piece.name}` : `${name}.response.body${piece.path === '$' ? '' : `.${piece.path}`}`;
  return parseChained(reference).kind === 'chained' ? reference : undefined;
}

function pieceOf(script: string): Piece | undefined {
  const match = pieces.exec(script.trim());
  if (!match) return undefined;
  const [, status, valueOf, indexed, contentType, steps = ''] = match;
  if (status !== undefined) return { kind: 'status' };
  if (contentType !== undefined) return undefined;
  const header = valueOf ?? indexed;
  if (header !== undefined) return /^["'][\w-]+["']$/.test(header) ? { kind: 'header', name: header.slice(1, -1) } : undefined;
  const isLength = steps.endsWith('.length');
  const own = `$${isLength ? steps.slice(0, -'.length'.length) : steps}`;
  return 'problem' in compileJsonPath(own) ? undefined : { kind: 'body', path: own, isLength };
}

/** As JSON; undefined for a text with quotes in it, which this language would not read back. */
export function literalOf(script: string): string | undefined {
  const [, quoted] = /^["'](.*)["']$/.exec(script) ?? [];
  if (quoted !== undefined) return /["'\\]|\{\{/.test(quoted) ? undefined : `"${quoted}"`;
  return script === '' ? undefined : script;
}

/** What stands between the braces in the place of an expression of JavaScript. */
const generators: readonly (readonly [RegExp, string])[] = [
  [/^Math\.(?:floor|round|trunc)\(\s*(?:Date\.now\(\)|new Date\(\)\.getTime\(\))\s*\/\s*1000\s*\)$/, '$timestamp'],
  [/^(?:Date\.now\(\)|new Date\(\)\.(?:getTime|valueOf)\(\))$/, '$timestampMs'],
  [/^new Date\(\)\.toISOString\(\)$/, '$isoTimestamp'],
  [/^(?:crypto\.randomUUID|uuid|uuidv4)\(\)$/, '$uuid'],
  [/^Math\.floor\(\s*Math\.random\(\)\s*\*\s*(\d{1,9})\s*\)$/, '$randomInt 0 $1'],
  [/^process\.env\.([A-Za-z_]\w*)$/, '$processEnv $1'],
];

/** The system variable that does what a script between the braces does; undefined when none is known to. */
export function systemVariableFor(script: string): string | undefined {
  const text = script.trim();
  if (text.length > longestExpression) return undefined;
  for (const [pattern, variable] of generators) {
    const match = pattern.exec(text);
    // A dollar sign in the pattern's own words is none of a group.
    if (match) return variable.replace(/\$1$/, () => match[1] ?? '');
  }
  return undefined;
}
