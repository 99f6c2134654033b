import type { Logger } from '../../base/logger';
import { plainLine } from '../format/plain';
import type { Io } from '../io';

/** The sandbox's own faults are told; what it serves is not. */
export function faultsTo(io: Io): Logger {
  return (level, message) => {
    if (level === 'error') io.err(`dt-http: sandbox: ${plainLine(message)}\n`);
  };
}
