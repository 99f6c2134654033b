import { fileNameOf } from '../../base/percent';
import type { LineIndex } from '../../base/text';
import type { OriginKind, ValueOrigin } from '../../language/plan/layers';

const words: Readonly<Record<OriginKind, string>> = {
  'command-line': 'the command line',
  sandbox: 'the sandbox',
  prompt: 'asked when it is sent',
  file: 'this file',
  import: 'imported',
  'private-environment': 'the private environment file',
  environment: 'the environment file',
  'private-shared': '$shared of the private environment file',
  shared: '$shared of the environment file',
  default: 'the default',
  system: 'made anew at each run',
  'process-env': 'the environment of this process',
  dotenv: 'the .env file',
  answer: 'the answer of another request',
};

/**
 * Where a value comes from: `this file, line 3`, `the environment file (http-client.env.json), stored secret "key"`.
 *
 * @param environment Name of the chosen environment, to be said of what comes from it. Default: it is clear which one is meant.
 */
export function originText({ kind, span, uri, secret }: ValueOrigin, lines: LineIndex, environment?: string): string {
  const place = environment !== undefined && isOfChosen(kind) ? `environment "${environment}"` : words[kind];
  const at = kind === 'file' && span ? `, line ${lines.positionAt(span.start).line + 1}` : '';
  const file = uri === undefined ? '' : ` (${fileNameOf(uri)})`;
  const stored = secret === undefined ? '' : `, stored secret "${secret}"`;
  return `${place}${at}${file}${stored}`;
}

function isOfChosen(kind: OriginKind): boolean {
  return kind === 'environment' || kind === 'private-environment';
}
