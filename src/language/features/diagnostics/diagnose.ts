import type { Finding } from '../../../base/finding';
import type { VariableContext } from '../../plan/context';
import type { RequestFile } from '../../syntax/nodes';
import { Diagnoser } from './diagnoser';

/** Everything that can be said about a file without running it, in order of place; see {@link Diagnoser}. */
export function diagnose(file: RequestFile, variables: VariableContext): readonly Finding[] {
  return new Diagnoser().diagnose(file, variables, '');
}
