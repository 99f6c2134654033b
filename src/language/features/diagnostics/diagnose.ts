import type { Finding } from '../../../base/finding';
import type { VariableContext } from '../../plan/context';
import type { RequestFile } from '../../syntax/nodes';
import { Diagnoser } from './diagnoser';
import type { Foreseeing } from './foreseen';

/** Everything that can be said about a file without running it, in order of place; see {@link Diagnoser.diagnose}. */
export function diagnose(file: RequestFile, variables: VariableContext, foreseeing?: Foreseeing): readonly Finding[] {
  return new Diagnoser().diagnose(file, variables, '', foreseeing);
}
