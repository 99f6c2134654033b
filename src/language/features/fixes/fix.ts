import type { Finding } from '../../../base/finding';
import type { TextEdit } from '../../../base/text';
import type { FindingCode } from '../../plan/findings';
import type { RequestFile } from '../../syntax/nodes';

/** A change of the request file that mends a finding. */
export interface FindingFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Whether it is certainly what the author meant. */
  readonly preferred: boolean;
  /** What the editor does with the text of the finding, beyond edits of this file; `edits` is empty then. */
  readonly action?: 'move-to-secret-storage' | 'add-account';
}

/** Makes the fixes of some codes from their data alone; nothing is analysed twice. */
export interface FixMaker {
  readonly codes: readonly FindingCode[];
  create(finding: Finding, file: RequestFile): readonly FindingFix[];
}

/** A text in a finding's data; undefined when it has none of that name. */
export function textIn({ data }: Finding, name: string): string | undefined {
  const value = data[name];
  return typeof value === 'string' ? value : undefined;
}

/** An offset in a finding's data; undefined when it has none of that name. */
export function offsetIn({ data }: Finding, name: string): number | undefined {
  const value = data[name];
  return typeof value === 'number' ? value : undefined;
}

/** The line end that the file uses first; LF in a file of one line. */
export function lineEndOf(file: RequestFile): string {
  return /\r\n|\n|\r/.exec(file.text)?.[0] ?? '\n';
}
