import { entryByCode, lookUp, noErrorsFound, search } from '../../insight/lookUp';
import { entryText } from '../../insight/present';
import type { ExplainArguments } from '../arguments';
import { exitCode, type ExitCode, type Io } from '../io';

/** `dt-http explain 403`, `dt-http explain dt.403`, `dt-http explain expired token` */
export function explain({ query, color }: ExplainArguments, io: Io): ExitCode {
  const exact = entryByCode(query);
  const found = exact ? [exact] : /^\d{3}$/.test(query) ? lookUp(Number(query)) : search(query);
  if (found.length === 0) {
    io.err(`${noErrorsFound}\n`);
    return exitCode.failed;
  }
  const options = { width: Math.min(io.columns, 100), color: color === 'auto' ? io.color : color === 'always' };
  io.out(found.map((entry) => entryText(entry, options)).join('\n'));
  return exitCode.ok;
}
