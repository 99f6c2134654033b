import { nearest } from '../../base/nearest';

/**
 * What this language has in the place of another tool's variable.
 *
 * - `prompt`: the directive that asks
 * - `account`: requests are signed with an account
 * - `shared`: a shared value is seen by its name
 * - `random`: a random number or a UUID
 * - `none`: nothing
 */
export type Instead = 'prompt' | 'account' | 'shared' | 'random' | 'none';

/** A system variable of another tool. */
export interface ForeignVariable {
  readonly name: string;
  readonly tool: string;
  readonly instead: Instead;
  /** What to write between the braces. */
  readonly suggestion?: string;
}

const named: ReadonlyMap<string, readonly [tool: string, instead: Instead]> = new Map([
  ['$prompt', ['other tools', 'prompt']],
  ['$input', ['httpYac', 'prompt']],
  ['$password', ['httpYac', 'prompt']],
  ['$pick', ['httpYac', 'prompt']],
  ['$aadToken', ['REST Client', 'account']],
  ['$aadV2Token', ['REST Client', 'account']],
  ['$oidcAccessToken', ['REST Client', 'account']],
  ['$auth', ['JetBrains', 'account']],
  ['$oauth2', ['httpYac', 'account']],
  ['$shared', ['REST Client', 'shared']],
  ['$random', ['JetBrains and httpYac', 'random']],
  ['$projectRoot', ['JetBrains', 'none']],
  ['$historyFolder', ['JetBrains', 'none']],
  ['$exampleServer', ['JetBrains', 'none']],
]);

/** JetBrains leaves the upper end out, as it is here. Source: its HTTP client reference, dynamic variables. */
function randomFor(written: string): string | undefined {
  const [, from, to] = /^\$random\.integer\(\s*(\d{1,9})\s*,\s*(\d{1,9})\s*\)$/.exec(written) ?? [];
  return from !== undefined && to !== undefined && Number(from) < Number(to) ? `$randomInt ${from} ${to}` : undefined;
}

/** The variable of another tool that stands between the braces; undefined when it is none. */
export function foreignVariable(written: string): ForeignVariable | undefined {
  const [head = ''] = /^\$[A-Za-z]\w*/.exec(written) ?? [];
  const [tool, instead] = named.get(head) ?? [];
  if (tool === undefined || instead === undefined) return undefined;
  const name = /^\$[\w.]+/.exec(written)?.[0] ?? head;
  // The one random variable that there is, misspelt.
  if (name.startsWith('$random.') && nearest(name.slice('$random.'.length), ['uuid']) !== undefined) return undefined;
  const shared = instead === 'shared' ? /^\$shared\s+([A-Za-z_][\w-]*)$/.exec(written)?.[1] : undefined;
  const suggestion = shared ?? randomFor(written);
  return { name, tool, instead, ...(suggestion !== undefined && { suggestion }) };
}
