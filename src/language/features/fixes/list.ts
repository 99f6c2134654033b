import type { FixMaker } from './fix';
import { fixAssignment, fixBlankValue, fixContentType, fixEmulator, fixOnlyComments, fixSlash } from './insertText';
import { fixMoveUp, fixRemoveLine } from './moveLine';
import { fixDirective, fixEncoding, fixQueryMark, fixSpelling, fixVersion } from './replaceText';

/** All makers of fixes. */
export const fixMakers: readonly FixMaker[] = [
  fixSlash,
  fixEncoding,
  fixRemoveLine,
  fixSpelling,
  fixDirective,
  fixMoveUp,
  fixVersion,
  fixQueryMark,
  fixBlankValue,
  fixEmulator,
  fixContentType,
  fixOnlyComments,
  fixAssignment,
];
