import { assertions, expectations, imports, refusals, save } from './answers';
import { body, bodyFiles, formBody, multipart, noBody } from './body';
import { chained } from './chained';
import { comment, directive, file, name, separator } from './file';
import { headers } from './headers';
import type { Row } from './row';
import { environments, prompt, system } from './supplied';
import { emulator, requestLine, target } from './target';
import { fileVariable, reference } from './values';

/** The rows of the design's table, and of the paragraphs below it, in its order. */
export const rows: Readonly<Record<string, readonly Row[]>> = {
  file,
  separator,
  comment,
  directive,
  name,
  'file variable': fileVariable,
  reference,
  chained,
  system,
  prompt,
  environment: environments,
  'request line': requestLine,
  target,
  emulator,
  headers,
  body: [...body, ...noBody],
  'files in a body': bodyFiles,
  urlencoded: formBody,
  multipart,
  save,
  'inline assertion': assertions,
  '@expect': expectations,
  '@import': imports,
  refused: refusals,
};
