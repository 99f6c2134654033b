import { expectationsOf, literalOf } from './expression';

/** What a script does, as far as this language can do it. */
export interface ScriptMeaning {
  /** What it demands of the answer, as `@expect` has it. */
  readonly expectations: readonly string[];
  /** The variables that it sets: to a piece of the answer, or to a value. */
  readonly sets: readonly { readonly name: string; readonly value: string; readonly isLiteral: boolean }[];
}

const text = String.raw`(?:"[^"\\\n]*"|'[^'\\\n]*'|\x60[^\x60\\$]*\x60)`;
/** Without commas and semicolons outside of quotes and brackets, and on one line. */
const value = String.raw`((?:[^,;()"'\x60\n]|${text}|\((?:[^()"'\x60\n]|${text})*\))+?)`;
const variable = String.raw`([A-Za-z_][\w-]*)`;
const end = String.raw`\s*(?:;|(?=\s*[}\n)]|\s*$))`;
const statement = (source: string) => new RegExp(source + end, 'y');

const opens = new RegExp(String.raw`(?:client\.)?test\(\s*${text}\s*,\s*(?:async\s+)?(?:function\b\s*(?:\w+\s*)?\(\s*(?:\w+\s*)?\)|(?:\(\s*(?:\w+\s*)?\)|\w+)\s*=>)\s*\{`, 'y');
/** An arrow with nothing but a demand behind it. */
const opensBare = new RegExp(String.raw`(?:client\.)?test\(\s*${text}\s*,\s*(?:async\s+)?(?:\(\s*(?:\w+\s*)?\)|\w+)\s*=>\s*(?!\{)`, 'y');
const closes = /\}\s*\)\s*;?/y;
const closesBare = /\)\s*;?/y;
const says = new RegExp(String.raw`(?:client|console)\.(?:log|info)\((?:[^()"'\x60]|${text}|\([^()]*\))*\)\s*;?`, 'y');
const asserts = statement(String.raw`(?:client\.assert|assert|assert\.ok|assert\.isTrue)\(\s*${value}\s*(?:,\s*${text}\s*)?\)`);
const equals = statement(String.raw`(?:assert\.)?(?:equal|strictEqual|deepEqual|deepStrictEqual)\(\s*${value}\s*,\s*${value}\s*(?:,\s*${text}\s*)?\)`);
const status = statement(String.raw`test\.status\(\s*(\d{3})\s*\)`);
const sets = [
  statement(String.raw`(?:client\.global|request\.variables|client\.variables)\.set\(\s*["']${variable}["']\s*,\s*${value}\s*\)`),
  statement(String.raw`(?:exports|\$global)\.${variable}\s*=\s*${value}`),
];

/** What a script of JetBrains or httpYac does, without the marks around it; undefined where there is more to it than is understood. */
export function meaningOf(written: string): ScriptMeaning | undefined {
  const script = normal(written);
  if (script === undefined) return undefined;
  const expectations: string[] = [];
  const found: ScriptMeaning['sets'][number][] = [];
  /** What closes the functions that are open. */
  const open: RegExp[] = [];
  let at = skip(script, 0);
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(script);
    if (match) at = skip(script, pattern.lastIndex);
    return match;
  };
  while (at < script.length) {
    const close = open.at(-1);
    if (take(opens)) open.push(closes);
    else if (take(opensBare)) open.push(closesBare);
    else if (close && take(close)) open.pop();
    else if (!take(says)) {
      const demand = demandIn(take);
      if (demand) {
        const own = expectationsOf(demand);
        if (!own) return undefined;
        expectations.push(...own);
        continue;
      }
      const set = take(sets[0] ?? opens) ?? take(sets[1] ?? opens);
      const [, name = '', source = ''] = set ?? [];
      if (name === '') return undefined;
      const literal = /^(["']|-?\d|true$|false$)/.test(source) ? literalOf(source)?.replace(/^"|"$/g, '') : undefined;
      found.push({ name, value: literal ?? source.trim(), isLiteral: literal !== undefined });
    }
  }
  return open.length === 0 ? { expectations: [...new Set(expectations)], sets: found } : undefined;
}

/** Characters of the longest script that is read. */
const longestScript = 4000;

/** Without indentation and empty lines: over long runs of blanks the patterns would take for ever. */
function normal(script: string): string | undefined {
  if (script.length > longestScript) return undefined;
  const lines = script.split(/[\r\n]+/).map((line) => line.trim()).filter((line) => line !== '').join('\n');
  return /[^\S\n]{10}/.test(lines) ? undefined : lines;
}

/** The comparison of an assertion. */
function demandIn(take: (pattern: RegExp) => RegExpExecArray | null): string | undefined {
  const asserted = take(asserts);
  if (asserted) return asserted[1];
  const equal = take(equals);
  if (equal) return `${equal[1] ?? ''} === ${equal[2] ?? ''}`;
  const code = take(status);
  return code ? `response.status === ${code[1] ?? ''}` : undefined;
}

/** Over blanks and comments. */
function skip(script: string, from: number): number {
  const blank = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
  blank.lastIndex = from;
  return from + (blank.exec(script)?.[0].length ?? 0);
}
