// What the editor calls in a second window, after the one of index.ts was closed.
import { runTests } from './index';

export function run(): Promise<void> {
  return runTests('restarted');
}
