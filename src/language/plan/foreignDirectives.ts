import { foldDirective } from '../syntax/queries';

/**
 * What leaving a directive of another tool out would change.
 *
 * - `once`, `always`, `at-once`: how often or whether the request is sent, or when
 * - `plain-http`: its protocol
 * - `without`: something of what is sent, or how
 * - `variable`: a variable that it sets would be missing
 * - `credentials`: how it is signed
 * - `verified`: certificates are verified all the same
 */
export type ForeignEffect = 'once' | 'always' | 'at-once' | 'plain-http' | 'without' | 'variable' | 'credentials' | 'verified';

/** A directive of another tool, and what this language has in its place. */
export interface ForeignDirective {
  readonly effect: ForeignEffect;
  readonly instead?: string;
}

/**
 * Directives of httpYac, Kulala, JetBrains and REST Client that decide whether, how often or what is
 * sent. Those that only shape what is shown (`@no-log`, `@extension`, `@jwt` …), or ask for what
 * holds here anyway (`@no-auto-encoding`, `@no-client-cert`), are not among them.
 */
const named: ReadonlyMap<string, ForeignDirective> = new Map(
  (
    [
      ['loop', { effect: 'once' }],
      ['repeat', { effect: 'once' }],
      ['if', { effect: 'always', instead: '@disabled' }],
      ['sleep', { effect: 'at-once' }],
      ['delay', { effect: 'at-once' }],
      ['ratelimit', { effect: 'at-once' }],
      ['grpc', { effect: 'plain-http' }],
      ['grpc-reflection', { effect: 'plain-http' }],
      ['graphql', { effect: 'plain-http' }],
      ['websocket', { effect: 'plain-http' }],
      ['keep-streaming', { effect: 'without' }],
      ['inject-variables', { effect: 'without', instead: '<@ path' }],
      ['proxy', { effect: 'without' }],
      ['client-cert', { effect: 'without' }],
      ['connection-timeout', { effect: 'without', instead: '@timeout 30s' }],
      ['accept', { effect: 'without' }],
      ['attach-cookie-jar', { effect: 'without' }],
      ['no-reject-unauthorized', { effect: 'verified' }],
      ['use-os-credentials', { effect: 'credentials', instead: '@account NAME' }],
      ['env-stdin-cmd', { effect: 'variable' }],
      ['env-stdin-cmd-pre', { effect: 'variable' }],
      ['env-json-key', { effect: 'variable' }],
      ['env-header-key', { effect: 'variable' }],
      ['stdin-cmd', { effect: 'variable' }],
      ['stdin-cmd-pre', { effect: 'variable' }],
      ['file-to-variable', { effect: 'variable' }],
      ['secret', { effect: 'variable', instead: '@prompt-secret name text' }],
    ] as const
  ).map(([name, directive]) => [foldDirective(name), directive]),
);

/** The foreign directive of that name; undefined when there is none that changes what is sent. */
export function foreignDirective(written: string): ForeignDirective | undefined {
  // Kulala hands what follows these to the command lines that it runs. Compressed answers are asked for here anyway.
  if (/^curl-(?!compressed$|silent$|verbose$)/i.test(written)) return { effect: 'without' };
  if (/^grpc-/i.test(written)) return { effect: 'plain-http' };
  return named.get(foldDirective(written));
}
