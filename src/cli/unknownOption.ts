import { parseArgs, type ParseArgsConfig } from 'node:util';
import { nearest } from '../base/nearest';
import { Wrong } from './optionValues';

/** @throws Wrong for the first option that is none of `options`. Its value is not told: it may be a secret. */
export function refuseUnknown(args: readonly string[], options: NonNullable<ParseArgsConfig['options']>): void {
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option' || Object.hasOwn(options, token.name)) continue;
    const suggestion = nearest(token.name, Object.keys(options));
    throw new Wrong(`There is no option ${token.rawName}${suggestion === undefined ? '. dt-http --help lists them.' : `. Did you mean --${suggestion}?`}`);
  }
}
