import type { Check } from './check';
import { checkPastedSecrets } from './pastedSecrets';
import { checkVariableValues } from './variableValues';

/** All checks for the editor alone. */
export const checks: readonly Check[] = [checkVariableValues, checkPastedSecrets];
