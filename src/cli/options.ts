import { parseArgs, type ParseArgsConfig } from 'node:util';
import { nearest } from '../base/nearest';
import { Wrong } from './optionValues';

type Options = NonNullable<ParseArgsConfig['options']>;

/** What stands after an option that takes a value, as a clause; by its name. */
const expected: Readonly<Record<string, string>> = {
  env: 'name an environment',
  var: 'write it as NAME=VALUE',
  name: 'name a request',
  line: 'a line is a number from 1',
  report: 'write it as junit=FILE or json=FILE',
  account: 'name a credentials file',
  'allow-host': 'write an origin such as https://proxy.example:8443',
  resolve: 'write it as HOST:PORT:ADDRESS',
  color: 'choose auto, always or never',
  quota: 'write it as requests and time, such as 75/10s',
  port: 'a port is a number from 0 to 65535',
  catalogue: 'name a file with error codes',
};

/**
 * Looks at options alone, not at their values: those are not told, for one may be a secret.
 *
 * @param options Of `command`.
 * @param all Of all commands, by their names.
 * @throws Wrong for the first option that is none of `options`, that lacks its value, or has one and takes none.
 */
export function refuseOptions(command: string, args: readonly string[], options: Options, all: Options): void {
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(options, token.name)) throw unknown(command, token.name, token.rawName, options, all);
    const takesValue = options[token.name]?.type === 'string';
    if (!takesValue && token.inlineValue === true) throw new Wrong(`${token.rawName} takes no value.`);
    if (!takesValue || token.inlineValue === true) continue;
    // What begins with a dash is more likely the next option than a value.
    if (token.value === undefined) throw new Wrong(`${token.rawName}: ${expected[token.name] ?? 'a value is missing'}.`);
    if (/^-./.test(token.value)) throw new Wrong(`${token.rawName}: ${expected[token.name] ?? 'a value is missing'}; a value that begins with "-" is written ${token.rawName}=VALUE.`);
  }
}

function unknown(command: string, name: string, rawName: string, options: Options, all: Options): Wrong {
  const isOfOthers = Object.hasOwn(all, name) || Object.values(all).some(({ short }) => rawName === `-${short}`);
  if (isOfOthers) return new Wrong(`${command} has no option ${rawName}.`);
  const suggestion = nearest(name, Object.keys(options));
  return new Wrong(`There is no option ${rawName}${suggestion === undefined ? '. dt-http --help lists them.' : `. Did you mean --${suggestion}?`}`);
}
