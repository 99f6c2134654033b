import type { Check } from './check';
import { checkVariableValues } from './variableValues';

/** All checks for the editor alone. */
export const checks: readonly Check[] = [checkVariableValues];
